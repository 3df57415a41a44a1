# Waits until the time of a standby is over, and stops it by end_slot, which stands before this: DIRECTORY SLOT TENTHS_OF_A_SECOND SECONDS MARK
# MARK is what the slot's file standby holds as long as this is its business. Nothing is stopped while a deployment is under way or half-done, nor
# what users may be led to again: by a router's file that was changed since, or because nothing else is up, or since more comes here than there.
trap '' HUP
unset bg_fence bg_look
cd / || exit 1
place=$dir/slots/$2
if [ "$2" = blue ]; then other=green; else other=blue; fi

# mine MARK: tells whether the standby is still that of this script, and nothing else was put into its place.
mine() {
    [ "$(cat "$place/standby" 2>/dev/null)" = "$1" ] && grep -qsxF "deployment=$own" "$place/process"
}

# held: tells whether somebody has the lock of the application, without taking it (holder.sh).
held() {
    for fd in /proc/[0-9]*/fd/9; do
        if [ "$fd" -ef "$dir/lock" ] && grep -qs '^lock:.*FLOCK.*WRITE' "${fd%/fd/9}/fdinfo/9"; then return 0; fi
    done
    return 1
}

# connected PORT: prints how many connections to it are established.
connected() {
    hex=$(printf '%04X' "$1")
    grep -hF ":$hex " /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -c "^ *[0-9]*: [0-9A-F]*:$hex [0-9A-F:]* 01 "
}

# field NAME: prints a value of the journal.
field() {
    sed -n "s/^$1=//p" "$dir/journal" 2>/dev/null
}

# unused SLOT: tells whether nobody needs what is in it. Sets waited where that is held for somebody who promotes or discards it: then the
# journal is its own.
unused() {
    waited=
    if held; then return 1; fi
    load "$1" && standby && [ "$rec_deployment" = "$stand_by" ] || return 1
    if [ -e "$dir/journal" ]; then
        [ "$(field phase)" = held ] && [ "$(field deployment)" = "$rec_own" ] || return 1
        waited=yes
    fi
    if [ -f "$place/kept" ] || [ "$rec_kept" = yes ] || ! routed; then return 1; fi
    port=${rec_port:-0}
    load "$other" && up && listen "${rec_port:-0}" && [ -n "$listening" ] || return 1
    [ "$(connected "$port")" -le "$(connected "${rec_port:-0}")" ]
}

# uptime_seconds: sets seconds since boot, which nobody sets back.
uptime_seconds() {
    read -r seconds _ </proc/uptime
    seconds=${seconds%.*}
}

# unseen: leads no testers any more to what was held, by files beside those that the standby names (router/flag/preview.sh).
unseen() {
    sed -n 's/^file=//p' "$place/standby.over" | while IFS= read -r file; do rm -f -- "$file.preview-"*; done
}

# closed: notes in the journal's stead that what was held for somebody is gone.
closed() {
    echo "undone at=$(date -u '+%Y-%m-%dT%H:%M:%SZ') application=$(field application) deployment=$(field deployment) release=$(field release) slot=$(field slot) owner=$(field owner)" >>"$dir/history"
    rm -f "$dir/journal"
}

# attempt SLOT TENTHS_OF_A_SECOND MARK: stops it, where nobody needs it any more. To be called in a shell of its own, since one bad answer may
# end that. Ends with 2 where it was to be stopped and could not be.
attempt() {
    exec 3>&2 2>/dev/null
    alone
    mine "$3" && unused "$1" || exit 1
    exec 2>&3 3>&-
    # Before the stop: nobody is to take it over from now on.
    mv -f "$place/standby" "$place/standby.over" || exit 1
    echo "$(date -u '+%Y-%m-%d %H:%M:%S UTC') blue-green: the time of this standby is over" >>"$place/log"
    if [ -n "$waited" ]; then unseen; fi
    # It is alone already, and would wait for itself.
    if ! (alone() { :; }; end_slot "$dir" "$1" "$2" "$(printf '%s\n' "$3" | sed -n 's/^by=//p')") >/dev/null; then
        echo 'blue-green: it could not be stopped, which is tried again' >>"$place/log"
        mv -f "$place/standby.over" "$place/standby"
        exit 2
    fi
    rm -f "$place/standby.over"
    if [ -n "$waited" ]; then closed; fi
}

own=$(printf '%s\n' "$5" | sed -n 's/^of=//p')
uptime_seconds
until=$((seconds + $4))
while mine "$5"; do
    uptime_seconds
    left=$((until - seconds))
    if [ $left -gt 0 ]; then
        sleep $((left > 2 ? 2 : left))
        continue
    fi
    # Another script may be at work for long, and is waited for.
    (attempt "$2" "$3" "$5")
    case $? in
        0) exit 0 ;;
        2) sleep 5 ;;
        *) sleep 2 ;;
    esac
done
