# Prints a file that says which slot is served: FILE include|reload-free [INSPECT]
# Of an included file also tells whether nginx, which reads it at a reload, has not read it since it was changed, or that no worker can
# be seen which would tell; with INSPECT, whether nginx goes by the file at all, and how that is configured.
# A script of a deployment that is gone may still be changing it; a folder that cannot be read is told below.
if [ -r "${1%/*}/" ]; then exec 8<"${1%/*}/" && flock -w 120 8; fi
if [ -e "$1" ]; then
    content=$(base64 <"$1") || exit 1
    echo "content=$(printf '%s' "$content" | tr -d '\n')"
else
    # A folder that cannot be searched would look like a missing file.
    cd "${1%/*}/" || exit 1
fi
if [ "$2" = reload-free ] || [ ! -e "$1" ]; then
    if [ $# -gt 2 ]; then
        verdicts=$(goes_by "$1" "$2")
        refers "$verdicts"
        configured "$verdicts"
    fi
    exit 0
fi
verdicts=$(goes_by "$1" include)
if [ $# -gt 2 ]; then
    refers "$verdicts"
    configured "$verdicts"
fi
find_readers "$verdicts"
if [ -z "$readers" ]; then
    echo unseen=yes
    exit 0
fi

# changed PATH: prints when it was changed, in hundredths of a second since 1970; where the host does not tell them, in whole ones.
changed() {
    time=$(stat -L -c '%Y %y' "$1") || return 1
    case $time in *.[0-9][0-9]*) part=${time#*.} ;; *) part=00 ;; esac
    echo $((${time%% *} * 100 + 1${part%"${part#??}"} - 100))
}

# booted: prints when the host was, likewise, and rather too late than too early. A process's own folder in /proc is as old as it is;
# what that cannot be right about is taken from btime, which is rounded down (proc(5)).
booted() {
    IFS=' .' read -r up part _ </proc/uptime
    boot=$(($(changed /proc/self/) - up * 100 - 1$part + 100))
    least=$(($(sed -n 's/^btime //p' /proc/stat) * 100))
    if [ $boot -lt $least ] || [ $boot -gt $((least + 100)) ]; then boot=$((least + 100)); fi
    echo $boot
}

written=$(changed "$1") || exit 1
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
