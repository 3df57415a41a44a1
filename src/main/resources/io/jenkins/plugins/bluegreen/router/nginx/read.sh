# Prints a file that says which slot is served: FILE include|reload-free PORTS [INSPECT [TEST_COMMAND RELOAD_COMMAND]]
# Of an included file also tells whether nginx, which reads it at a reload, has not read it since it was changed, or that no worker can
# be seen which would tell; with INSPECT, whether nginx goes by the file at all, how that is configured, and what keeps a switch from being
# possible, which for an included file needs these commands.
# Of what the login user may not read, tells whose it is, its mode and what lets that user.
set -u
name=$1 layout=$2 ports=$3
# A link that is included is followed by a switch, or switched itself.
where=$name
# shellcheck disable=SC2086 # words
if [ "$layout" = include ]; then where=$(switched "$name" $ports) || where=$name; fi
alone "$where"
if [ "$layout" = reload-free ] || [ ! -e "$name" ]; then
    read_flag "$name" "$ports"
else
    content=$(base64 <"$name") || closed "$name"
    echo "content=$(printf '%s' "$content" | tr -d '\n')"
    # shellcheck disable=SC2086 # words
    choice "$name" $ports | {
        IFS= read -r link && IFS= read -r leads && IFS= read -r other && IFS= read -r there || exit 0
        printf '%s\n' "link=$link" "leads=$leads" "other=$other"
        prepared=$(base64 <"$there") || closed "$there"
        echo "prepared=$(printf '%s' "$prepared" | tr -d '\n')"
    } || exit 1
fi
if [ $# -eq 3 ] && { [ "$layout" = reload-free ] || [ ! -e "$name" ]; }; then exit 0; fi
verdicts=$(goes_by "$name" "$layout")
find_readers "$verdicts"
if [ $# -gt 3 ]; then
    refers "$verdicts"
    configured "$verdicts"
    shift 4
    may_switch "$name" "$layout" "$ports" "$@"
    if [ "$layout" = include ]; then
        upgrading "$verdicts"
    elif [ -n "$sure" ]; then
        seen "$name" "$readers"
    fi
    lasts "$where"
fi
if [ "$layout" = reload-free ] || [ ! -e "$name" ]; then exit 0; fi
if [ -z "$readers" ]; then
    echo unseen=yes
    exit 0
fi

# booted: prints when the host was, likewise, and rather too late than too early. A process's own folder in /proc is as old as it is;
# what that cannot be right about is taken from btime, which is rounded down (proc(5)). Where the host is busy, time passes between two looks
# at the clock: the fastest of a few is taken.
booted() {
    fastest=
    for _ in 1 2 3 4 5; do
        before=$(ticks) && now=$(moment /proc/self/) || return 1
        passed=$(($(ticks) - before))
        if [ -z "$fastest" ] || [ $passed -lt $fastest ]; then fastest=$passed boot=$((now - before)); fi
        if [ $passed -le 2 ]; then break; fi
    done
    least=$(($(sed -n 's/^btime //p' /proc/stat) * 100))
    if [ $boot -lt $least ] || [ $boot -gt $((least + 100)) ]; then boot=$((least + 100)); fi
    echo $boot
}

# ticks: prints how long the host has been up, in hundredths of a second.
ticks() {
    IFS=' .' read -r up part _ </proc/uptime
    echo $((up * 100 + 1$part - 100))
}

written=$(changed "$name") || exit 1
future=$(ahead "$written")
if [ -n "$future" ]; then echo "ahead=$future"; fi
boot=$(booted)

# unread MASTER: tells whether a worker of this one began before the file was changed. The oldest counts: after a reload all are new, and
# one that took a dead one's place has read nothing. Clock ticks since boot, 100 of them a second (proc(5), time(7)).
unread() {
    for each in $readers; do
        if [ "${each%:*}" != "$1" ]; then continue; fi
        line=
        { IFS= read -r line <"/proc/${each#*:}/stat"; } 2>/dev/null
        set -- "$1" ${line##*") "}
        # 2: what is rounded down above, and the kernel's clock for files, which is late by a tick.
        if [ $# -gt 20 ] && [ $((boot + ${21} + 2)) -lt "$written" ]; then return 0; fi
    done
    return 1
}

# Of several that cannot be followed, it may be any.
stale=
for worker in $readers; do
    if unread "${worker%:*}"; then
        stale=yes
        if [ -n "$sure" ]; then break; fi
    elif [ -z "$sure" ]; then
        stale=
        break
    fi
done
if [ -n "$stale" ]; then echo stale=yes; fi
