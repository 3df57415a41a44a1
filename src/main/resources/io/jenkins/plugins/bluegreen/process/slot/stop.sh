# Stops what the plugin started in a slot, and only that: DIRECTORY SLOT TENTHS_OF_A_SECOND DEPLOYMENT
# With a DEPLOYMENT, only if that one started it.
alone
if load "$2" && [ -n "$rec_unit" ]; then
    if [ -z "$4" ] || [ "$rec_deployment" = "$4" ]; then stop_unit "$3"; else echo "stopped=already"; fi
    exit 0
fi
if [ -n "$rec_command" ]; then
    if [ -z "$4" ] || [ "$rec_deployment" = "$4" ]; then stop_command "$3" || exit 1; else echo "stopped=already"; fi
    exit 0
fi
# never_again: leaves neither its leader nor start-live anything by which it would be started.
never_again() {
    for each in kept trial trial.held; do
        if [ -e "$place/$each" ]; then rm -f "$place/$each" || return 1; fi
    done
}

place=$dir/slots/$2
left=
if load "$2" && { [ -z "$4" ] || [ "$rec_deployment" = "$4" ]; }; then
    # Before anything is asked to end: its leader would start it again.
    never_again || exit 1
    left=$(members)
fi
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

# ask: asks those to end that nobody of ours is there to look after. At first that is the main process alone: its own workers may still
# be at something, and it tells them. Where it is but a shell, it ends at once, and then those that it started are asked.
ask() {
    for pid in $left; do
        case " $asked " in *" $pid "*) continue ;; esac
        # The leader only waits for it, to note how it ended; unless it is the process itself, which was started by hand.
        [ "$pid" != "$rec_pid" ] || [ -n "$rec_adopted" ] && look "$pid" || continue
        case "$newline$left$newline" in
            *"$newline$parent$newline"*) [ "$parent" = "$rec_pid" ] && [ -z "$rec_adopted" ] || continue ;;
        esac
        kill -TERM "$pid" 2>/dev/null
        asked="$asked $pid"
    done
}

# remaining: prints what still runs. Who was started by one that was started by hand is known by that alone, as long as that runs.
remaining() {
    for each in $family; do
        if look "${each%:*}" && [ "$started" = "${each#*:}" ]; then echo "${each%:*}"; fi
    done
    [ -n "$family" ] || members
}

# gone: tells whether all has ended. As long as one that was asked still runs, there is no need to search for others.
gone() {
    for pid in $asked; do
        if look "$pid"; then return 1; fi
    done
    left=$(remaining)
    [ -n "$left" ] || return 0
    ask
    lap=0.1
    return 1
}

family=
if [ -n "$rec_adopted" ]; then
    for pid in $left; do
        if look "$pid"; then family="$family $pid:$started"; fi
    done
fi
now
until=$((tenths + $3))
asked=
# It may be waiting to start it again.
if [ -z "$rec_adopted" ] && led; then kill -TERM "$rec_pid" 2>/dev/null; fi
ask
how=term
lap=0.02
until
    sleep $lap
    gone
do
    now
    if [ "$tenths" -ge "$until" ]; then
        how=kill
        # Searched for again: a pid may be somebody else's by now.
        left=$(remaining)
        # shellcheck disable=SC2086 # a list of numbers
        kill -KILL $left 2>/dev/null
        asked=
    fi
    if [ "$tenths" -ge $((until + 100)) ]; then
        echo "still running after SIGKILL: $(echo "$left" | tr '\n' ' ')" >&2
        exit 1
    fi
done
# Its leader may have renamed one of them meanwhile.
never_again || exit 1
echo "stopped=$how"
