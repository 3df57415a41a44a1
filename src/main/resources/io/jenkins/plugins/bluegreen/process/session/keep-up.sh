# Has what runs in a slot be started again from now on, after it ended and after a reboot, and what is in the other one not any more:
# DIRECTORY SLOT AT_BOOT START_LIVE
# AT_BOOT is cron, or empty; START_LIVE is what the file of that name has to hold.
alone
umask 077
place=$dir/slots/$2
if [ "$2" = blue ]; then other=$dir/slots/green; else other=$dir/slots/blue; fi

# at_work: prints what runs of it, but for its leader, who watches its log, and their tools, with when it was started.
at_work() {
    words=$(tr '\0' ' ' <"/proc/$rec_pid/cmdline" 2>/dev/null)
    for each in $(members); do
        [ "$each" != "$rec_pid" ] && look "$each" || continue
        since=$started
        if [ "$(tr '\0' ' ' <"/proc/$each/cmdline")" = "$words" ]; then continue; fi
        if [ "$parent" != "$rec_pid" ] && [ "$(tr '\0' ' ' <"/proc/$parent/cmdline")" = "$words" ]; then continue; fi
        echo "$each:$since"
    done 2>/dev/null
}

# works: tells whether something does, and still does a moment later: what the leader itself runs is over by then.
works() {
    found=$(at_work)
    sleep 0.1
    for each in $found; do
        if look "${each%:*}" && [ "$started" = "${each#*:}" ]; then return 0; fi
    done
    return 1
}

load "$2" || exit 0
if [ -n "$rec_unit$rec_command" ]; then
    keep_theirs || exit 0
elif [ ! -f "$place/again" ] || [ -n "$rec_adopted" ]; then
    # It was started by hand, or by an earlier version of the plugin.
    [ -n "$(members)" ] || exit 0
else
    tries=0
    until [ -f "$place/kept" ] || mv "$place/trial" "$place/kept" 2>/dev/null; do
        # Its leader looks at this moment what it left.
        tries=$((tries + 1))
        # It renames it to and fro, also between two of these looks.
        [ -f "$place/trial.held" ] || [ -f "$place/trial" ] || [ -f "$place/trial.held" ] || exit 0
        if [ $tries -ge 100 ]; then
            if [ -f "$place/trial" ]; then
                echo "$place/trial could not be renamed to kept; look whether $place can be written to" >&2
                exit 1
            fi
            exit 0
        fi
        sleep 0.05
    done
    # One that is kept up for some time may just be down.
    if ! works && ! { led && [ -f "$place/restarts" ]; }; then
        mv "$place/kept" "$place/over"
        exit 0
    fi
fi
leave_down "${other##*/}" || exit 1
# What finds no room here is told by upkeep.sh, and ends no deployment.
if [ "$(cat "$dir/start-live" 2>/dev/null)" != "$4" ] || [ ! -x "$dir/start-live" ]; then
    { printf '%s\n' "$4" >"$dir/.start-live.new" && chmod 700 "$dir/.start-live.new" && mv -f "$dir/.start-live.new" "$dir/start-live"; } 2>/dev/null ||
        rm -f "$dir/.start-live.new"
fi
if [ "$3" = cron ] && [ -z "$rec_unit$rec_command" ]; then
    boot_line "$(boot_word "$dir/start-live")"
else
    boot_line ''
fi
rm -f "$place/standby"
echo runs=yes
