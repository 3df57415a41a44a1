# Removes a release that a deployment shipped, unless a slot's record names it: DIRECTORY RELEASE DEPLOYMENT
# What it kept of one that was there before is put back to what an earlier deployment had kept.
alone
rm -rf "$dir/releases/.$2.part"
kept=$dir/releases/$2/.kept
if [ ! -f "$kept" ] || sed '/^$/q' "$kept" | grep -qxF -e "deployment=$3"; then
    if [ -f "$kept.before" ]; then mv -f "$kept.before" "$kept"; else rm -f "$kept"; fi || exit 1
fi
grep -qsxF -e "$3" "$dir/releases/$2/.shipped-by" || exit 0
for record in "$dir"/slots/*/process "$dir"/slots/*/process.before; do
    if [ -f "$record" ] && grep -qxF "release=$2" "$record"; then exit 0; fi
done
rm -rf "$dir/releases/$2"
