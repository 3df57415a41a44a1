# Prints what there is in the two slots: DIRECTORY BLUE_PORT GREEN_PORT
alone
hear /proc/stat
btime=${heard##*btime }
btime=${btime%%"$newline"*}
on "$2"
blue=$listening
on "$3"
green=$listening
sockets="$blue $green"

# tell SLOT PORT SOCKETS
tell() {
    if load "$1"; then
        echo "$1.release=$rec_release"
        echo "$1.deployment=$rec_deployment"
        # A record that an earlier version of the plugin wrote does not name it; its environment does.
        echo "$1.port=${rec_port:-$(sed -n "s/^export PORT='\([0-9]*\)'\$/\1/p" "$dir/slots/$1/env" 2>/dev/null | tail -n 1)}"
        # count, last (seconds since 1970) and exit, which the leader writes.
        if [ -f "$dir/slots/$1/restarts" ]; then
            while IFS= read -r line || [ -n "$line" ]; do printf '%s\n' "$1.restarts.$line"; done <"$dir/slots/$1/restarts"
        fi
    fi
    if [ -n "$rec_unit" ] && [ "${unit_restarts:-0}" != 0 ]; then tell_restarts "$1"; fi
    if led || [ -n "$command_runs$command_unknown" ] || unit_up || [ -n "$(members)" ]; then
        echo "$1.process=${rec_pid:-${rec_unit:-?}}"
        # Clock ticks since boot, 100 of them a second (proc(5), time(7)).
        [ -z "$rec_start" ] || echo "$1.since=$((btime + rec_start / 100))"
        if standby; then echo "$1.standby=$stand_until"; fi
    fi
    whose "$2" "$3"
    printf '%s\n' "$1.listener=$listener"
}

tell blue "$2" "$blue"
tell green "$3" "$green"
