# Stops what the plugin started in a slot, and only that: DIRECTORY SLOT TENTHS_OF_A_SECOND DEPLOYMENT
# With a DEPLOYMENT, only if that one started it.
alone
left=
if load "$2" && { [ -z "$4" ] || [ "$rec_deployment" = "$4" ]; }; then left=$(members); fi
if [ -z "$left" ]; then
    echo "stopped=already"
    exit 0
fi
# now: sets tenths, of a second since boot. Looking at the processes takes its time as well, so laps are no measure.
now() {
    read -r up _ </proc/uptime
    tenths=${up%.*}${up#*.}
    tenths=${tenths%?}
}

# gone: tells whether all has ended. As long as one that is known still runs, there is no need to search for others.
gone() {
    for pid in $left; do
        if look "$pid"; then return 1; fi
    done
    left=$(members)
    [ -z "$left" ]
}

now
until=$((tenths + $3))
# shellcheck disable=SC2086 # a list of numbers
kill -TERM $left 2>/dev/null
how=term
until
    sleep 0.02
    gone
do
    now
    if [ "$tenths" -ge "$until" ]; then
        how=kill
        # Searched for again: a pid may be somebody else's by now.
        left=$(members)
        # shellcheck disable=SC2086
        kill -KILL $left 2>/dev/null
    fi
    if [ "$tenths" -ge $((until + 100)) ]; then
        echo "still running after SIGKILL: $(echo "$left" | tr '\n' ' ')" >&2
        exit 1
    fi
done
echo "stopped=$how"
