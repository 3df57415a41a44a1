# For the scripts that follow: who listens on a port. They set sockets to what listening prints for all ports that they ask for.
sockets=

# listeners PORT: prints the line of /proc/net/tcp of each socket that listens on it, over IPv4 and IPv6. What listens has no port at the other end,
# which is a plain text, so that it is found fast: a busy host has very many connections.
listeners() (
    hex=$(printf '%04X' "$1")
    all=$(grep -hF ':0000 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    IFS=$newline
    for line in $all; do
        case $line in *": "*":$hex "*":0000 0A "*) printf '%s\n' "$line" ;; esac
    done
)

# inodes: prints inode:uid of each of these lines.
inodes() {
    while read -r _ _ _ _ _ _ _ uid _ inode _; do
        [ -z "$inode" ] || echo "$inode:$uid"
    done
}

# listening PORT: prints inode:uid of each socket that listens on it.
listening() {
    listeners "$1" | inodes
}

# whose PORT SOCKETS: of what listening printed, sets listener to none, own (all are of what the loaded record tells of), or stranger with
# what is known of it.
whose() {
    judge "$2"
    looks=0
    # A process that is just ending is gone a moment before its socket is.
    while [ "$listener" = unseen ]; do
        if [ $looks -ge 5 ]; then
            listener="stranger $(unseen "${socket#*:}")"
            break
        fi
        looks=$((looks + 1))
        sleep 0.1
        now_listening=$(listening "$1")
        case $newline$now_listening$newline in
            *"$newline$socket$newline"*) ;;
            *)
                sockets="$sockets $now_listening"
                searched=
                judge "$now_listening"
                ;;
        esac
    done
}

judge() {
    listener=none
    for socket in $1; do
        if [ $listener = none ]; then
            listener=own
            ours=$(of_session)
        fi
        inode=${socket%:*}
        # shellcheck disable=SC2086 # a list of numbers
        if held_by "$inode" $ours; then continue; fi
        search
        holder=
        for each in $found; do
            [ "${each%:*}" = "$inode" ] || continue
            holder=${each#*:}
            if is_ours "$holder"; then continue 2; fi
        done
        # shellcheck disable=SC2086
        if [ -n "$holder" ]; then
            listener="stranger $(describe "$holder" "${socket#*:}")"
            return
        elif [ -n "$command_runs" ] && [ -n "$rec_trust" ]; then
            # Such as a container's, whose port root holds: which release answers there, its answers tell.
            continue
        elif ! concealed "${socket#*:}" $ours; then
            listener=unseen
            return
        fi
    done
}

# held_by INODE PID...: tells whether one of these processes holds the socket.
held_by() {
    wanted=$1
    shift
    [ $# -gt 0 ] || return 1
    for pid in "$@"; do
        set -- "$@" "/proc/$pid/fd"
        shift
    done
    case $(ls -l "$@" 2>/dev/null) in *"socket:[$wanted]"*) return 0 ;; *) return 1 ;; esac
}

# search: sets found to inode:pid of each process that may be seen to hold one of the sockets. All processes of the host are gone through for
# that, which takes its time, so once for all.
searched=
search() {
    if [ -n "$searched" ]; then return; fi
    searched=yes
    set --
    for each in $sockets; do set -- "$@" -e "socket:[${each%:*}]"; done
    found=$(ls -l /proc/[0-9]*/fd 2>/dev/null | grep -F -e /proc/ "$@" |
        sed -n -e '/^\/proc\//{h;d;}' -e '/socket:/!d' -e 's/.*socket:\[\([0-9]*\)]$/\1:/' -e G -e 's,\n/proc/\([0-9]*\)/fd:$,\1,p')
}

is_ours() {
    if [ -n "$rec_adopted$rec_unit$rec_command" ]; then
        case $newline$(of_session)$newline in *"$newline$1$newline"*) return 0 ;; *) return 1 ;; esac
    fi
    { led && look "$1" && [ "$session" = "$rec_pid" ]; } || { [ "$rec_boot" = "$boot" ] && has_mark "$1"; }
}

# concealed UID PID...: tells whether one of these processes may well hold a socket of that user without that being seen: the kernel
# shows the files of a program with capabilities of its own to root alone (proc(5), PR_SET_DUMPABLE in prctl(2)).
concealed() {
    [ "$1" = "$(id -u)" ] || return 1
    shift
    for pid in "$@"; do
        [ -r "/proc/$pid/fd" ] || return 0
    done
    return 1
}

# user UID: prints its name.
user() {
    id -nu "$1" 2>/dev/null || echo "uid $1"
}

# unseen UID: tells what is known of a listener whose process is not seen.
unseen() {
    if [ "$1" = "$(id -u)" ]; then
        echo "a process of $(user "$1") whose files may not be looked at, such as one with file capabilities"
    else
        echo "a process of $(user "$1"), which $(id -nu) may not look at"
    fi
}

# describe PID UID: tells what is known of a process, which is that user's.
describe() {
    printf '%s' "pid $1 of $(user "$2") since $(since "$1"): $(command_line "$1")"
}

# since PID: prints when a process was started, which stands in clock ticks since boot, 100 of them a second (proc(5), time(7)).
since() {
    look "$1" && date -u -d "@$(($(sed -n 's/^btime //p' /proc/stat) + started / 100))" '+%Y-%m-%d %H:%M:%S UTC'
}

command_line() {
    tr '\0\n' '  ' <"/proc/$1/cmdline" 2>/dev/null | cut -c 1-200 | sed 's/ *$//'
}

