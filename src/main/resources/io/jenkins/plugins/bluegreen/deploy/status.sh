# Tells how a slot is: DIRECTORY SLOT PORT HEALTH_PORT HUNDREDTHS_OF_A_SECOND LAP
# Before that, waits at most so long for somebody to listen on its port, or its process to end, looking again after each LAP, in seconds.
# now: sets hundredths, of a second since boot.
now() {
    read -r up _ </proc/uptime
    hundredths=${up%.*}${up#*.}
}

if load "$2" && [ "$5" -gt 0 ]; then
    now
    until=$((hundredths + $5))
    while [ "$hundredths" -lt "$until" ] && look "$rec_pid" && [ -z "$(listening "$3")" ]; do
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
