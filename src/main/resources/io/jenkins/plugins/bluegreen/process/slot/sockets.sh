# For the scripts that follow: who listens on a port. They set sockets to what listening found for all ports that they ask for.
# A host starts a shell for each $( ), and for each part of a pipe, which takes longer than all that is done here.
sockets=

# hear [FILE...]: sets heard to the line of /proc/net/tcp of each socket that listens, over IPv4 and IPv6, and to what lines with btime there are in
# other files. What listens has no port at the other end, which is a plain text, so that it is found fast: a busy host has very many connections.
hear() {
    heard=$(grep -hF -e ':0000 0A ' -e 'btime ' /proc/net/tcp /proc/net/tcp6 "$@" 2>/dev/null)
}

# on PORT: of what was heard, sets listening to inode:uid of each socket that listens on it, and at to their addresses.
on() {
    hex=
    for digit in $(($1 / 4096)) $(($1 / 256 % 16)) $(($1 / 16 % 16)) $(($1 % 16)); do
        case $digit in 10) digit=A ;; 11) digit=B ;; 12) digit=C ;; 13) digit=D ;; 14) digit=E ;; 15) digit=F ;; esac
        hex=$hex$digit
    done
    listening=
    at=
    IFS=$newline
    for line in $heard; do
        case $line in *": "*":$hex "*":0000 0A "*) ;; *) continue ;; esac
        unset IFS
        # shellcheck disable=SC2086 # words
        socket_of $line
        IFS=$newline
    done
    unset IFS
}

socket_of() {
    at="$at $2"
    listening=${listening:+$listening$newline}${10}:$8
}

# listen PORT: likewise, by what is heard now.
listen() {
    hear
    on "$1"
}

# whose PORT SOCKETS: of what listening was, sets listener to none, own (all are of what the loaded record tells of), or stranger with
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
        listen "$1"
        case $newline$listening$newline in
            *"$newline$socket$newline"*) ;;
            *)
                sockets="$sockets $listening"
                searched=
                judge "$listening"
                ;;
        esac
    done
}

judge() {
    listener=none
    ours=
    for socket in $1; do
        if [ $listener = none ]; then
            listener=own
            near
            # shellcheck disable=SC2086 # a list of numbers
            files_of $near
        fi
        inode=${socket%:*}
        case $files in *"socket:[$inode]"*) continue ;; esac
        if [ -z "$ours" ]; then
            # With a blank, so that it is not asked for again.
            ours="$(of_session) "
            # shellcheck disable=SC2086
            files_of $ours
            case $files in *"socket:[$inode]"*) continue ;; esac
        fi
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

# near: sets near to some of what of_session prints: where that is a session, its leader and what that started, as far as the kernel tells of
# these (/proc/PID/task/TID/children in proc(5)). To go through all processes takes its time, and mostly one of these is who listens.
near() {
    near=
    [ -z "$rec_unit$rec_command" ] && led || return 0
    children "$rec_pid"
    near="$rec_pid $children"
    for pid in $children; do
        children "$pid"
        near="$near $children"
    done
    set --
    # There may be very many, and then the others are found all the same.
    for pid in $near; do
        if [ $# -lt 20 ] && look "$pid" && { [ "$session" = "$rec_pid" ] || [ -n "$rec_adopted" ]; }; then set -- "$@" "$pid"; fi
    done
    near=$*
}

# children PID: sets children to what its first thread has started.
children() {
    children=
    { read -r children <"/proc/$1/task/$1/children"; } 2>/dev/null
}

# files_of PID...: sets files to what these processes have open.
files_of() {
    files=
    [ $# -gt 0 ] || return 0
    for pid in "$@"; do
        set -- "$@" "/proc/$pid/fd"
        shift
    done
    files=$(ls -ln "$@" 2>/dev/null)
}

# search: sets found to inode:pid of each process that may be seen to hold one of the sockets. All processes of the host are gone through for
# that, which takes its time, so once for all.
searched=
search() {
    if [ -n "$searched" ]; then return; fi
    searched=yes
    set --
    for each in $sockets; do set -- "$@" -e "socket:[${each%:*}]"; done
    found=$(ls -ln /proc/[0-9]*/fd 2>/dev/null | grep -F -e /proc/ "$@" |
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

