# Prints which releases there are, and of each what is kept of it that may be seen, and what of it is missing: DIRECTORY
alone
cd "$dir/releases" 2>/dev/null || exit 0
set --
for release in *; do
    if [ -f "$release/.kept" ]; then shipped "$release" && [ -f "$release/$file" ] && set -- "$@" "$release/$file"; fi
done
if [ $# -gt 0 ]; then sizes=$(stat -L -c '%s=%n' -- "$@" 2>/dev/null); fi
for release in *; do
    [ -f "$release/.shipped-by" ] || continue
    printf 'release=%s\n' "$release"
    if [ -e "$release/.bad" ]; then echo bad=yes; fi
    [ -f "$release/.kept" ] || continue
    while IFS= read -r line && [ -n "$line" ]; do
        case $line in format=* | file=* | deployment=* | controller=* | build=* | user=*) printf '%s\n' "$line" ;; esac
    done <"$release/.kept"
    whole "$release" || printf 'fault=%s\n' "$fault"
done
