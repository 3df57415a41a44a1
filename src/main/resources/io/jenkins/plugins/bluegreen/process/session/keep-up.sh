# Has what runs in a slot be started again from now on, after it ended and after a reboot, and what is in the other one not any more:
# DIRECTORY SLOT AT_BOOT START_LIVE
# AT_BOOT is cron, or empty; START_LIVE is what the file of that name has to hold.
alone
umask 077
place=$dir/slots/$2
if [ "$2" = blue ]; then other=$dir/slots/green; else other=$dir/slots/blue; fi

# words PID: sets words to what stands for its command line in sums.
words() {
    words=${sums%%"  /proc/$1/cmdline"*}
    [ "$words" != "$sums" ] || words=
    words=${words##*"$newline"}
}

# at_work PID...: sets found to those of these that are neither its leader, who watches its log, nor their tools, with when each was started.
at_work() {
    found=
    seen=
    for each in "$@"; do
        shift
        [ "$each" != "$rec_pid" ] && look "$each" || continue
        seen="$seen $each:$started:$parent"
        set -- "$@" "/proc/$each/cmdline" "/proc/$parent/cmdline"
    done
    [ -n "$seen" ] || return 0
    # One program for all of them.
    sums=$(sha256sum "/proc/$rec_pid/cmdline" "$@" 2>/dev/null)
    words "$rec_pid"
    leader=$words
    for each in $seen; do
        words "${each%%:*}"
        if [ "$words" = "$leader" ]; then continue; fi
        if [ "${each##*:}" != "$rec_pid" ]; then
            words "${each##*:}"
            if [ "$words" = "$leader" ]; then continue; fi
        fi
        found="$found ${each%:*}"
    done
}

# stays: tells whether any of what was found is still there a moment later: what the leader itself runs is over by then.
stays() {
    [ -n "$found" ] || return 1
    sleep 0.1
    for each in $found; do
        if look "${each%:*}" && [ "$started" = "${each#*:}" ]; then return 0; fi
    done
    return 1
}

# works: tells whether something is at work. Mostly it is near, and then not all processes are gone through.
works() {
    near
    # shellcheck disable=SC2086 # a list of numbers
    at_work $near
    if stays; then return 0; fi
    # shellcheck disable=SC2046
    at_work $(members)
    stays
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
