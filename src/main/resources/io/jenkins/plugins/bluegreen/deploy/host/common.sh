# What every script here starts from: it is fed to sh in front of them. Sees only what proc(5) shows; changes nothing.
set -u
# For our own tools; the application gets the locale back that the login has.
login_locale=${LC_ALL+set}${LC_ALL-}
LC_ALL=C
export LC_ALL
dir=$1

# alone: waits for a script that still runs for a deployment that is gone, and has those that follow wait for this one. The
# lock of a deployment falls with its connection, but a script that was begun goes on to its end.
alone() {
    [ ! -d "$dir" ] || { exec 8<"$dir" && flock -w 120 8; } || { echo "another script is at work in $dir" >&2; exit 1; }
}

# sha256 FILE: prints its SHA-256, by openssl(1) where that is: it uses what the CPU has for it, which not every sha256sum(1) does.
sha256() {
    digest=$(openssl dgst -sha256 -r <"$1" 2>/dev/null) || digest=$(sha256sum <"$1") || return 1
    echo "${digest%% *}"
}

boot=
{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null

# look PID: sets state, session and started (clock ticks since boot) of a process; fails if there is none, or only a zombie.
look() {
    line=
    { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null
    [ -n "$line" ] || return 1
    # The name in parentheses may hold anything, so the fields are counted from the last one.
    look_at ${line##*") "}
}

look_at() {
    state=$1
    session=$4
    started=${20}
    case $state in Z | X) return 1 ;; esac
}

# load SLOT: sets rec_pid, rec_start, rec_boot, rec_release, rec_deployment from the slot's record; fails if there is none.
load() {
    rec_pid= rec_start= rec_boot= rec_release= rec_deployment=
    [ -f "$dir/slots/$1/process" ] || return 1
    while IFS='=' read -r key value; do
        case $key in
            pid) rec_pid=$value ;;
            start) rec_start=$value ;;
            boot) rec_boot=$value ;;
            release) rec_release=$value ;;
            deployment) rec_deployment=$value ;;
        esac
    done <"$dir/slots/$1/process"
    [ -n "$rec_pid" ] && [ -n "$rec_start" ]
}

# members: prints the processes of the loaded record's session. A pid that was given to somebody else since is not one.
members() {
    [ -n "$rec_pid" ] && [ "$rec_boot" = "$boot" ] || return 0
    leader=gone
    if look "$rec_pid"; then
        [ "$started" = "$rec_start" ] || return 0
        leader=there
    fi
    # One grep finds the few that may be meant, whatever their names hold; reading the status of every process here takes long.
    grep -l ") [A-Za-z] [0-9]* [0-9]* $rec_pid " /proc/[0-9]*/stat 2>/dev/null | while IFS=/ read -r _ _ pid _; do
        look "$pid" && [ "$session" = "$rec_pid" ] || continue
        # Without its leader a session proves nothing by its number; the mark in the environment does.
        [ $leader = there ] || marked "$pid" || continue
        echo "$pid"
    done
}

marked() {
    { tr '\0' '\n' <"/proc/$1/environ"; } 2>/dev/null | grep -qxF "BLUE_GREEN_DEPLOYMENT=$rec_deployment"
}

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
