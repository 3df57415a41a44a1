# Tells how a slot is: DIRECTORY SLOT PORT HEALTH_PORT HUNDREDTHS_OF_A_SECOND LAP
# Before that, waits at most so long for somebody to listen on both ports, or its process to end, looking again after each LAP, in seconds.
# now: sets hundredths, of a second since boot.
now() {
    read -r up _ </proc/uptime
    hundredths=${up%.*}${up#*.}
}

# both PORT HEALTH_PORT: tells whether somebody listens on each.
both() {
    listen "$1"
    if [ -n "$listening" ] && [ "$1" != "$2" ]; then on "$2"; fi
    [ -n "$listening" ]
}

# elsewhere_too ADDRESS...: tells whether one of them is another one than [::1], by either order of bytes.
elsewhere_too() {
    for address in "$@"; do
        case $address in
            00000000000000000000000001000000:* | 00000000000000000000000000000001:*) ;;
            *) return 0 ;;
        esac
    done
    return 1
}

# stayed: tells whether something of what is left stayed in the session that its leader is gone from. Called in a subshell: look sets what
# others read.
stayed() {
    for pid in $left; do
        if look "$pid" && [ "$session" = "$rec_pid" ]; then return 0; fi
    done
    return 1
}

if load "$2" && [ "$5" -gt 0 ]; then
    now
    until=$((hundredths + $5))
    while [ "$hundredths" -lt "$until" ] && look "$rec_pid" && ! both "$3" "$4"; do
        sleep "$6"
        now
    done
fi
# The processes before the note: the leader writes that as its last deed, so once nothing runs, it is there or never will be.
state=gone
if ! load "$2"; then
    rec_pid=
elif [ -n "$rec_unit" ]; then
    unit_status
elif [ -n "$rec_command" ]; then
    command_status
elif led; then
    state=running
elif [ -n "$rec_pid" ]; then
    left=$(members)
    if [ -n "$left" ]; then state=running; fi
    if [ -f "$dir/slots/$2/exit" ] && ! (stayed); then
        state=exited
        echo "exit=$(cat "$dir/slots/$2/exit")"
        if [ -n "$left" ]; then printf '%s\n' "left=$(describe "${left%%"$newline"*}" "$(id -u)")"; fi
    fi
fi
echo "state=$state"
listen "$3"
port=$listening
# shellcheck disable=SC2086 # words
if [ -n "$port" ] && ! elsewhere_too $at; then echo "only=::1"; fi
health=
if [ "$4" != "$3" ]; then
    on "$4"
    health=$listening
fi
sockets="$port $health"
whose "$3" "$port"
printf '%s\n' "listener=$listener"
if [ "$4" != "$3" ]; then
    whose "$4" "$health"
    printf '%s\n' "health=$listener"
fi
