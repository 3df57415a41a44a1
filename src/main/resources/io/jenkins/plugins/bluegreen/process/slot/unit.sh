# For the scripts that follow: the unit of systemd that the loaded record of a slot names.
# manager WORD...: has the manager that it is of do what needs no rights.
manager() {
    if [ "$rec_scope" = user ]; then
        XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} systemctl --user "$@"
    else
        systemctl "$@"
    fi
}

# command_manager WORD...: has it do what it takes rights for: those that README's lines for sudo give.
command_manager() {
    if [ "$rec_scope" = user ] || [ "$(id -u)" = 0 ]; then
        manager "$@"
        return
    fi
    sudo -n systemctl "$@" && return
    unit_failed=$?
    echo "sudo -n systemctl $* failed; where sudo refused it, allow $(id -nu) to run exactly that (README, Under systemd), or run it by hand" >&2
    return $unit_failed
}

# ask_unit: sets unit_state, unit_sub, unit_pid (empty for none), unit_group (as /proc/PID/cgroup has it), unit_invocation, unit_restarts, unit_code, unit_exit,
# unit_result and unit_enabled. Ends the script where its manager does not answer: what is not known must not pass for ended.
ask_unit() {
    unit_state= unit_sub= unit_pid= unit_group= unit_invocation= unit_restarts=0 unit_code= unit_exit= unit_result= unit_enabled=
    unit_shown=$(manager show -p ActiveState -p SubState -p MainPID -p ControlGroup -p InvocationID -p NRestarts -p ExecMainCode \
        -p ExecMainStatus -p Result -p UnitFileState "$rec_unit" 2>&1) && [ "${unit_shown#*ActiveState=}" != "$unit_shown" ] || {
        unit_again='see that systemd and dbus run there'
        if [ "$rec_scope" = user ]; then unit_again="have its manager run again: loginctl enable-linger $(id -nu), as root"; fi
        echo "systemd does not tell of $rec_unit: $unit_shown; $unit_again; or, if nothing of that unit runs any more, remove $dir/slots/$rec_slot/process" >&2
        exit 1
    }
    while IFS='=' read -r key value; do
        case $key in
            ActiveState) unit_state=$value ;;
            SubState) unit_sub=$value ;;
            MainPID) unit_pid=${value#0} ;;
            ControlGroup) unit_group=$value ;;
            InvocationID) unit_invocation=$value ;;
            NRestarts) unit_restarts=$value ;;
            ExecMainCode) unit_code=$value ;;
            ExecMainStatus) unit_exit=$value ;;
            Result) unit_result=$value ;;
            UnitFileState) unit_enabled=$value ;;
        esac
    done <<END
$unit_shown
END
}

# unit_up: tells whether it runs, or is about to be started again.
unit_up() {
    case $unit_state in '' | inactive | failed) return 1 ;; esac
}

# of_unit: prints the processes in its control group, and below (cgroups(7)).
of_unit() {
    [ -n "$unit_group" ] || return 0
    grep -lF ":$unit_group" /proc/[0-9]*/cgroup 2>/dev/null | while IFS=/ read -r _ _ pid _; do
        if look "$pid"; then echo "$pid"; fi
    done
}

# first_start: prints the invocation of its first start since its deployment, as run noted it; nothing where it never came to that.
first_start() {
    cat "$dir/slots/$rec_slot/invocation" 2>/dev/null
}

# as_started: tells whether it is still as it was started, and was not started again.
as_started() {
    [ "$unit_invocation" = "$(first_start)" ] && [ "${unit_restarts:-0}" = 0 ]
}

# entries: prints the newest entries of its journal, as lines NAME=value with an empty one behind each (Journal Export Formats of systemd).
# Their number is fixed, since sudo compares all arguments.
entries() {
    if [ "$rec_scope" = user ]; then
        journalctl --user --no-pager -q -o export -n 1000 --user-unit "$rec_unit"
    elif [ "$(id -u)" = 0 ]; then
        journalctl --no-pager -q -o export -n 1000 -u "$rec_unit"
    else
        sudo -n journalctl --no-pager -q -o export -n 1000 -u "$rec_unit" 2>/dev/null ||
            journalctl --no-pager -q -o export -n 1000 -u "$rec_unit"
    fi
}

# written INVOCATION: prints what its processes wrote in one of its starts. What is not plain text stands behind its length, of 8 bytes.
written() {
    [ -n "$1" ] || return 0
    entries 2>/dev/null | sed -n -e '/./{H;$!d;}' -e x -e "/\\n_SYSTEMD_INVOCATION_ID=$1/!d" \
        -e 's/.*\nMESSAGE=\([^\n]*\).*/\1/p' -e t -e 's/.*\nMESSAGE\n.\{8\}\([^\n]*\).*/\1/p'
}

# ended INVOCATION: prints the exit status of its main process in one of its starts, as a shell would tell it; nothing where that is not known.
ended() {
    [ -n "$1" ] || return 0
    entries 2>/dev/null | sed -n -e '/./{H;$!d;}' -e x -e "/\\n\\(USER_\\)*INVOCATION_ID=$1/!d" -e '/\nEXIT_STATUS=/!d' \
        -e 's/.*\nEXIT_CODE=\([a-z]*\).*/&\n\1/' -e 's/.*\nEXIT_STATUS=\([0-9]*\).*\n\([a-z]*\)$/\2 \1/p' | tail -n 1 |
        while read -r code status; do shell_status "$code" "$status"; done
}

# shell_status CODE STATUS: prints it as a shell would: 128 and the signal, where it was killed (wait(2), siginfo codes in sigaction(2)).
shell_status() {
    case $1 in
        1 | exited) echo "$2" ;;
        2 | 3 | killed | dumped) echo $((128 + $2)) ;;
    esac
}

# watched: prints the invocation that counts: the first one until it is kept up, since it may not end until then, and after that the last one.
watched() {
    if [ -n "$rec_kept" ]; then echo "$unit_invocation"; else first_start; fi
}

# unit_status: sets state, and prints how it ended. Where systemd has started it again already, its journal tells that.
unit_status() {
    if led && { [ -n "$rec_kept" ] || as_started; }; then
        state=running
        return
    fi
    [ "$rec_began" = "$boot" ] || [ -n "$rec_kept" ] || return 0
    # It may be known to be gone before systemd has heard how.
    tries=0
    until [ "$unit_invocation" != "$(watched)" ] || [ "${unit_code:-0}" != 0 ] || [ $tries -gt 100 ]; do
        sleep 0.02
        ask_unit
        tries=$((tries + 1))
    done
    if [ "$unit_invocation" = "$(watched)" ] && ! led; then
        echo "exit=$(shell_status "$unit_code" "$unit_exit")"
    else
        echo "exit=$(ended "$(watched)")"
    fi
    state=exited
}

# stop_unit TENTHS: has it end, within so many tenths of a second, and not be started by a reboot. It may be about to be started again.
stop_unit() {
    how=already
    case $unit_state in
        inactive | failed) ;;
        *)
            if [ -n "$(of_unit)" ]; then how=term; fi
            stop_running_unit "$1" || exit 1
            ;;
    esac
    # After the stop: as long as it runs, there may be a way back to it, and a reboot must find that.
    case $unit_enabled in enabled*) command_manager disable "$rec_unit" >&2 || exit 1 ;; esac
    echo "stopped=$how"
}

stop_running_unit() {
    uptime_tenths
    until=$((tenths + $1))
    command_manager stop "$rec_unit" &
    stopping=$!
    while kill -0 $stopping 2>/dev/null; do
        sleep 0.02
        uptime_tenths
        if [ "$tenths" -ge "$until" ] && [ $how != kill ]; then
            how=kill
            command_manager kill -s KILL "$rec_unit"
        fi
        if [ "$tenths" -ge $((until + 300)) ]; then
            echo "$rec_unit still runs after SIGKILL: $(of_unit | tr '\n' ' ')" >&2
            return 1
        fi
    done
    wait $stopping || return 1
    ask_unit
    if [ "$unit_result" = timeout ]; then how=kill; fi
    [ -z "$(of_unit)" ] || { echo "$rec_unit has ended, and left $(of_unit | tr '\n' ' ')" >&2 && return 1; }
}

# uptime_tenths: sets tenths, of a second since boot.
uptime_tenths() {
    read -r up _ </proc/uptime
    tenths=${up%.*}${up#*.}
    tenths=${tenths%?}
}

# tell_restarts SLOT: prints how often it was started again since it was deployed, or since a reboot after that, and when last (systemd counts so).
tell_restarts() {
    echo "$1.restarts.count=$unit_restarts"
    [ -z "$rec_start" ] || echo "$1.restarts.last=$(($(sed -n 's/^btime //p' /proc/stat) + rec_start / 100))"
}

# mark VALUE: notes in the loaded unit's record that it is kept up (yes), or was until now (was).
mark() {
    [ "$rec_kept" != "$1" ] || return 0
    (umask 077 && { sed '/^kept=/d' "$dir/slots/$rec_slot/process" && echo "kept=$1"; } >"$dir/slots/$rec_slot/process.new") &&
        mv -f "$dir/slots/$rec_slot/process.new" "$dir/slots/$rec_slot/process"
}

# keep_theirs: has what the loaded record's unit or commands look after be kept up by these, whichever kind of manager asks; fails where it does not run.
keep_theirs() {
    if [ -n "$rec_command" ]; then
        [ -n "$command_runs" ]
        return
    fi
    # One that is kept up for some time may just be down.
    led || { [ -n "$rec_kept" ] && unit_up; } || return 1
    # After a reboot it was started by systemd alone, and that is well.
    [ -n "$rec_kept" ] || [ "$rec_began" != "$boot" ] || as_started || return 1
    case $unit_enabled in enabled*) ;; *) command_manager enable "$rec_unit" >&2 || exit 1 ;; esac
    mark yes || exit 1
}

# at_boot WORD: has a reboot start the loaded record's unit, if it is one, or not (yes, no).
at_boot() {
    [ -n "$rec_unit" ] || return 0
    case $1:$unit_enabled in
        yes:enabled* | no:disabled) ;;
        yes:*) command_manager enable "$rec_unit" >&2 ;;
        no:enabled*) command_manager disable "$rec_unit" >&2 ;;
    esac
}

# unit_lacks: prints what the loaded record's unit, if any that is kept up, is not as it should be, a line each.
unit_lacks() {
    [ -n "$rec_unit" ] && [ "$rec_kept" = yes ] || return 0
    unit_manager=systemctl
    if [ "$rec_scope" = user ]; then unit_manager='systemctl --user'; fi
    case $unit_enabled in
        enabled*) ;;
        *) echo "lacks=nothing starts this application after a reboot: $rec_unit is not enabled; deploy again, or run: $unit_manager enable $rec_unit" ;;
    esac
    case $(manager show -p Restart "$rec_unit") in
        Restart=no) echo "lacks=nothing starts this application after a crash: $rec_unit has Restart=no; set Restart=always there" ;;
    esac
    if [ "$rec_scope" = user ] && ! [ -e "/var/lib/systemd/linger/$(id -nu)" ]; then
        echo "lacks=nothing starts this application after a reboot, until $(id -nu) logs in: run 'loginctl enable-linger $(id -nu)' as root"
    fi
    if [ "$rec_began" != "$boot" ]; then echo "lacks=this host was rebooted since release $rec_release was deployed"; fi
}

# leave_down SLOT: has what is in a slot not be started after a reboot any more, whoever would; it may not run at this moment.
leave_down() (
    if [ -f "$dir/slots/$1/kept" ]; then mv -f "$dir/slots/$1/kept" "$dir/slots/$1/trial" || exit 1; fi
    load "$1" && [ -n "$rec_unit" ] || exit 0
    case $unit_enabled in enabled*) command_manager disable "$rec_unit" >&2 || exit 1 ;; esac
    [ -z "$rec_kept" ] || mark was
)
