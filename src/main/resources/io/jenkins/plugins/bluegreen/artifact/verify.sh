# Makes sure that a release is what was shipped: DIRECTORY RELEASE
alone
cd "$dir/releases" || exit 1
[ -f "$2/.kept" ] || { echo "nothing is kept of release $2" >&2; exit 1; }
whole "$2" || { printf '%s\n' "$fault" >&2; exit 1; }
# That of a directory is the SHA-256 of what was unpacked there.
[ "$(kept directory "$2")" != yes ] || exit 0
sum=$(sha256 "$2/$file") || exit 1
if [ "$sum" != "$(kept sha256 "$2")" ]; then
    echo "the SHA-256 of $file is $sum, and it was shipped with $(kept sha256 "$2")" >&2
    exit 1
fi
