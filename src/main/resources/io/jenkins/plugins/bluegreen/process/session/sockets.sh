# For the scripts that follow: who listens on a port.
# listening PORT: prints "inode uid" of each socket that listens on it, over IPv4 and IPv6.
listening() {
    grep -hi "^ *[0-9]*: [0-9A-F]*:$(printf '%04X' "$1") [0-9A-F:]* 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        while read -r _ _ _ _ _ _ _ uid _ inode _; do
            echo "$inode $uid"
        done
}

# holders INODE PID...: prints those of the processes that hold the socket.
holders() {
    wanted=$1
    shift
    for pid in "$@"; do
        case $(ls -l "/proc/$pid/fd" 2>/dev/null) in *"socket:[$wanted]"*) echo "$pid" ;; esac
    done
}

# whose PORT: prints none, own (all who listen are of the loaded record's session), or stranger with what is known of it.
# A process that is just ending looks like a stranger for a moment: it is gone, and its socket is not yet.
whose() {
    looks=0
    listener=$(whose_now "$1")
    while [ $looks -lt 5 ]; do
        case $listener in stranger*) ;; *) break ;; esac
        looks=$((looks + 1))
        sleep 0.1
        listener=$(whose_now "$1")
    done
    echo "$listener"
}

whose_now() {
    sockets=$(listening "$1")
    if [ -z "$sockets" ]; then
        echo none
        return
    fi
    ours=$(members)
    echo "$sockets" | while read -r inode uid; do
        # shellcheck disable=SC2086 # a list of numbers
        if [ -z "$(holders "$inode" $ours)" ]; then
            describe "$inode" "$uid"
            break
        fi
    done | grep . || echo own
}

# since PID: prints when a process was started, which stands in clock ticks since boot, 100 of them a second (proc(5), time(7)).
since() {
    look "$1" && date -u -d "@$(($(sed -n 's/^btime //p' /proc/stat) + started / 100))" '+%Y-%m-%d %H:%M:%S UTC'
}

describe() {
    user=$(id -nu "$2" 2>/dev/null || echo "uid $2")
    for entry in /proc/[0-9]*; do
        pid=${entry#/proc/}
        if [ -n "$(holders "$1" "$pid")" ]; then
            echo "stranger pid $pid of $user since $(since "$pid"): $(tr '\0\n' '  ' <"/proc/$pid/cmdline" 2>/dev/null | cut -c 1-200 | sed 's/ *$//')"
            return
        fi
    done
    echo "stranger of $user; its process is not visible to $(id -nu)"
}

