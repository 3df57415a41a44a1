# Stops what the plugin started in a slot, and only that: DIRECTORY SLOT TENTHS_OF_A_SECOND DEPLOYMENT
# With a DEPLOYMENT, only if that one started it.
alone
if ! load "$2" || { [ -n "$4" ] && [ "$rec_deployment" != "$4" ]; } || [ -z "$(members)" ]; then
    echo "stopped=already"
    exit 0
fi
# now: sets tenths, of a second since boot. Looking at the processes takes its time as well, so laps are no measure.
now() {
    read -r up _ </proc/uptime
    tenths=${up%.*}${up#*.}
    tenths=${tenths%?}
}

now
until=$((tenths + $3))
# shellcheck disable=SC2046 # a list of numbers
kill -TERM $(members) 2>/dev/null
how=term
while [ -n "$(members)" ]; do
    now
    if [ "$tenths" -ge "$until" ]; then
        how=kill
        # shellcheck disable=SC2046
        kill -KILL $(members) 2>/dev/null
    fi
    if [ "$tenths" -ge $((until + 100)) ]; then
        echo "still running after SIGKILL: $(members | tr '\n' ' ')" >&2
        exit 1
    fi
    sleep 0.05
done
echo "stopped=$how"
