# Tells how a slot is: DIRECTORY SLOT PORT HEALTH_PORT HUNDREDTHS_OF_A_SECOND LAP
# Before that, waits at most so long for somebody to listen on both ports, or its process to end, looking again after each LAP, in seconds.
# now: sets hundredths, of a second since boot.
now() {
    read -r up _ </proc/uptime
    hundredths=${up%.*}${up#*.}
}

# both PORT HEALTH_PORT: tells whether somebody listens on each.
both() {
    [ -n "$(listening "$1")" ] && { [ "$1" = "$2" ] || [ -n "$(listening "$2")" ]; }
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
if ! load "$2"; then
    echo "state=gone"
elif [ -n "$(members)" ]; then
    echo "state=running"
elif [ -f "$dir/slots/$2/exit" ]; then
    echo "state=exited"
    echo "exit=$(cat "$dir/slots/$2/exit")"
else
    echo "state=gone"
fi
echo "listener=$(whose "$3")"
if [ "$4" != "$3" ]; then echo "health=$(whose "$4")"; fi
