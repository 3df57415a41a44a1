# For the scripts that follow: commands of the user's own, by which the loaded record of a slot says that it is looked after.
# by_command NAME [WORD...]: runs one, by WORD..., with what the application has. They were written down when it was started.
by_command() (
    bg_place=$dir/slots/$rec_slot
    bg_command=$1
    shift
    if [ -n "$bg_locale" ]; then LC_ALL=${bg_locale#set}; else unset LC_ALL; fi
    dir=$bg_dir
    . "$bg_place/env" || exit 1
    exec "$@" sh "$bg_place/$bg_command.command" </dev/null 8<&-
)

# ask_command: sets command_runs, and rec_pid, rec_start and command_exit by what the status command prints of them; command_unknown where that did not
# answer in time, which some kinds of timeout(1) tell as the signal that they sent; and command_starting where the start command had not returned before.
ask_command() {
    command_runs= command_unknown= command_starting=
    # Before the question: of one that returns meanwhile, the answer tells nothing.
    if starting; then command_starting=yes; fi
    command_said=$(by_command status timeout 20 2>/dev/null)
    case $? in
        0) command_runs=yes ;;
        124 | 143) command_unknown=yes ;;
    esac
    rec_pid=
    rec_start=
    command_exit=$(printf '%s\n' "$command_said" | sed -n 's/^exit=\([0-9]*\)$/\1/p' | head -n 1)
    if [ -n "$command_runs" ]; then rec_pid=$(printf '%s\n' "$command_said" | sed -n 's/^pid=\([1-9][0-9]*\)$/\1/p' | head -n 1); fi
    if look "$rec_pid"; then rec_start=$started; else rec_pid=; fi
}

# of_command: prints the process that its status command names, and those that this started.
of_command() {
    led || return 0
    echo "$rec_pid"
    offspring "$rec_pid"
}

# starting: tells whether the start command has not returned yet. Its number may be somebody else's by now: it leads a session, and the slot's directory is
# a word of its command line.
starting() {
    [ ! -f "$dir/slots/$rec_slot/exit" ] && look "$rec_starter" && [ "$session" = "$rec_starter" ] &&
        tr '\0' '\n' <"/proc/$rec_starter/cmdline" 2>/dev/null | grep -qxF "$dir/slots/$rec_slot"
}

# command_at_work: tells whether it runs, or may, by what was asked last.
command_at_work() {
    [ -n "$command_runs$command_unknown$command_starting" ]
}

# command_status: sets state, and prints how it ended.
command_status() {
    if command_at_work; then
        state=running
    elif [ -f "$dir/slots/$rec_slot/exit" ]; then
        echo "exit=${command_exit:-$(cat "$dir/slots/$rec_slot/exit")}"
        state=exited
    else
        state=gone
    fi
}

# stop_command TENTHS: has it end within so many tenths of a second. Its stop command is run once per start, also where its status command fails:
# what is between two crashes is started again by what looks after it.
stop_command() {
    how=already
    if command_at_work; then
        how=term
    elif [ -f "$dir/slots/$rec_slot/stopped" ]; then
        echo "stopped=$how"
        return
    fi
    uptime_tenths
    until=$((tenths + $1))
    by_command stop timeout $(($1 / 10 + 20)) >&2
    stopped=$?
    while ask_command && command_at_work; do
        uptime_tenths
        if [ "$tenths" -ge "$until" ]; then
            how=kill
            # shellcheck disable=SC2046 # a list of numbers
            kill -KILL $(of_command) 2>/dev/null
            if starting; then kill -KILL "-$rec_starter" 2>/dev/null; fi
        fi
        if [ "$tenths" -ge $((until + 100)) ]; then
            why='still exits with 0'
            if [ -n "$command_unknown" ]; then why='does not end within 20 s, so that it is not known whether it runs'; fi
            echo "still running: the stop command ended with $stopped, and the status command $why; look what it waits for, and stop it by hand" >&2
            return 1
        fi
        sleep 0.1
    done
    : >"$dir/slots/$rec_slot/stopped" || return 1
    echo "stopped=$how"
}
