# Removes old releases, newest kept, those that a slot's record names, a process runs, or that could be gone back to next, never touched:
# DIRECTORY KEEP
alone
cd "$dir/releases" || exit 1
# value NAME FILE: prints it from a file of such lines.
value() {
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in "$1="*) printf '%s\n' "${line#*=}" ;; esac
    done <"$2"
} 2>/dev/null
pinned=' '
for record in "$dir"/slots/*/process; do
    [ -f "$record" ] && pinned="$pinned$(value release "$record") "
done
# In the order of their deployments: the one that is under way, or else the last one, is the one to go back from. What a rollback leaves is
# not gone back to.
going=$(value release "$dir/journal")
left=$(value left "$dir/journal")
# deployments NEXT: prints the releases of those that ended well, and whose line goes on so behind the slot: of a rollback, with what it left.
deployments() {
    sed -n "s/^deployed at=[^ ]* application=[^ ]* deployment=[^ ]* release=\\([^ ]*\\) slot=[a-z]* $1.*/\\1/p" "$dir/history" 2>/dev/null |
        tail -n 3200
}
[ -n "$going" ] || going=$(deployments '' | tail -n 1)
good=
before=
known=
for release in $(deployments owner=); do
    if [ "$release" = "$going" ]; then
        known=yes
        before=$good
    elif [ "$release" != "$left" ] && [ -f "$release/.kept" ] && [ ! -e "$release/.bad" ]; then
        good=$release
    fi
done
[ -n "$known" ] || before=$good
pinned="$pinned$going $good $before "
looked=
# look_what_runs: sets running to what processes run, by their command lines, programs and working directories, in which links are followed.
look_what_runs() {
    looked=yes
    real=$(pwd -P)
    running=$({ cat /proc/[0-9]*/cmdline | tr '\0' '\n'; ls -ln /proc/[0-9]*/exe /proc/[0-9]*/cwd | sed 's,$,/,'; } 2>/dev/null |
        grep -F -e "$dir/releases/" -e "$real/")
}
# used RELEASE: tells whether a process runs from it.
used() {
    [ -n "$looked" ] || look_what_runs
    case $running in *"$dir/releases/$1/"* | *"$real/$1/"*) return 0 ;; esac
    return 1
}

kept=0
removed=0
newest=yes
# Names of releases hold no white space. A release's time is that of its upload; an application that writes into it changes only that of
# its directory.
for release in $(ls -t ./*/.shipped-by); do
    release=${release%/*}
    release=${release#./}
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
