# Prints which releases there are, and of each what is kept of it that may be seen, and what of it is missing: DIRECTORY
alone
cd "$dir/releases" 2>/dev/null || exit 0
for release in *; do
    [ -f "$release/.shipped-by" ] || continue
    printf 'release=%s\n' "$release"
    if [ -e "$release/.bad" ]; then echo bad=yes; fi
    [ -f "$release/.kept" ] || continue
    sed -n -e '/^$/q' -e '/^format=/p' -e '/^file=/p' -e '/^deployment=/p' -e '/^controller=/p' -e '/^build=/p' -e '/^user=/p' \
        "$release/.kept"
    whole "$release" || printf 'fault=%s\n' "$fault"
done
