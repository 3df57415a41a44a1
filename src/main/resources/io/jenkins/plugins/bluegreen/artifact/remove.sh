# Removes a release that a deployment shipped, unless a slot's record names it: DIRECTORY RELEASE DEPLOYMENT
alone
rm -rf "$dir/releases/.$2.part"
grep -qsxF -e "$3" "$dir/releases/$2/.shipped-by" || exit 0
for record in "$dir"/slots/*/process "$dir"/slots/*/process.before; do
    if [ -f "$record" ] && grep -qxF "release=$2" "$record"; then exit 0; fi
done
rm -rf "$dir/releases/$2"
