# Removes old releases, newest kept, those that a slot's record names or a process runs never touched: DIRECTORY KEEP
alone
cd "$dir/releases" || exit 1
pinned=' '
for record in "$dir"/slots/*/process; do
    [ -f "$record" ] && pinned="$pinned$(sed -n 's/^release=//p' "$record") "
done
# What processes run, by their command lines, programs and working directories, in which links are followed.
real=$(pwd -P)
running=$({ cat /proc/[0-9]*/cmdline | tr '\0' '\n'; ls -l /proc/[0-9]*/exe /proc/[0-9]*/cwd | sed 's,$,/,'; } 2>/dev/null |
    grep -F -e "$dir/releases/" -e "$real/")
# used RELEASE: tells whether a process runs from it.
used() {
    case $running in *"$dir/releases/$1/"* | *"$real/$1/"*) return 0 ;; esac
    return 1
}

kept=0
removed=0
newest=yes
# Names of releases hold no white space. A release's time is that of its upload; an application that writes into it changes only that of
# its directory.
for release in $(ls -t ./*/.shipped-by | cut -d / -f 2); do
    # What comes next is compared with the newest one.
    [ -n "$newest" ] || rm -f "./$release/.packed"
    newest=
    kept=$((kept + 1))
    [ $kept -gt "$2" ] || continue
    case $pinned in *" $release "*) continue ;; esac
    if used "$release"; then continue; fi
    rm -rf "./$release" && removed=$((removed + 1))
done
echo "removed=$removed"
