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

# ask_command: sets command_runs, and rec_pid, rec_start and command_exit by what the status command prints of them.
ask_command() {
    command_runs=
    if command_said=$(by_command status timeout 20 2>/dev/null); then command_runs=yes; fi
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

# starting: tells whether the start command has not returned yet.
starting() {
    [ ! -f "$dir/slots/$rec_slot/exit" ] && look "$rec_starter"
}

# command_status: sets state, and prints how it ended.
command_status() {
    if [ -n "$command_runs" ] || starting; then
        state=running
    elif [ -f "$dir/slots/$rec_slot/exit" ]; then
        echo "exit=${command_exit:-$(cat "$dir/slots/$rec_slot/exit")}"
        state=exited
    else
        state=gone
    fi
}

# stop_command TENTHS: has it end within so many tenths of a second.
stop_command() {
    how=already
    if [ -n "$command_runs" ] || starting; then
        how=term
        uptime_tenths
        until=$((tenths + $1))
        by_command stop timeout $(($1 / 10 + 20)) >&2
        stopped=$?
        while ask_command && { [ -n "$command_runs" ] || starting; }; do
            uptime_tenths
            if [ "$tenths" -ge "$until" ]; then
                how=kill
                # shellcheck disable=SC2046 # a list of numbers
                kill -KILL $(of_command) 2>/dev/null
                if starting; then kill -KILL "-$rec_starter" 2>/dev/null; fi
            fi
            if [ "$tenths" -ge $((until + 100)) ]; then
                echo "still running: the stop command ended with $stopped, and the status command still exits with 0" >&2
                return 1
            fi
            sleep 0.1
        done
    fi
    echo "stopped=$how"
}
