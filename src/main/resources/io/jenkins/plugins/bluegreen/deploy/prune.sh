# Removes old releases, newest kept, those that a slot's record names or a process runs never touched: DIRECTORY KEEP
alone
cd "$dir/releases" || exit 1
pinned=' '
for record in "$dir"/slots/*/process; do
    [ -f "$record" ] && pinned="$pinned$(sed -n 's/^release=//p' "$record") "
done
# used RELEASE: tells whether a process runs from it, by its command line.
used() {
    grep -qsF "$dir/releases/$1/" /proc/[0-9]*/cmdline
}

kept=0
removed=0
# Names of releases hold no white space. A release's time is that of its upload.
for release in $(ls -t); do
    kept=$((kept + 1))
    [ $kept -gt "$2" ] || continue
    case $pinned in *" $release "*) continue ;; esac
    if used "$release"; then continue; fi
    rm -rf "./$release" && removed=$((removed + 1))
done
echo "removed=$removed"
