# Removes a release, unless a slot's record names it: DIRECTORY RELEASE
alone
for record in "$dir"/slots/*/process "$dir"/slots/*/process.before; do
    if [ -f "$record" ] && grep -qxF "release=$2" "$record"; then
        echo "kept=yes"
        exit 0
    fi
done
rm -rf "$dir/releases/.$2.part" "$dir/releases/$2"
