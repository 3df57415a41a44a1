# Starts what the last finished deployment left live, where it does not run, as after a reboot: from its own release, with its own settings. It is
# safe at any time: it waits for a deployment that is under way, and for another one of itself, and does nothing where all runs already.
unset bg_fence bg_look
cd / || exit 1
umask 077
say() {
    echo "start-live: $1"
}
[ -d "$dir/slots" ] || { say "$dir holds no application" >&2 && exit 1; }

# The lock of the application, as a deployment has it (lock.sh): while it is held, who holds it stands in its first line.
exec 9>>"$dir/lock" || exit 1
if ! flock -n 9; then
    say "waiting for $(sed -n 1p "$dir/lock")"
    flock 9 || exit 1
fi
holder= holding= application=
{ IFS= read -r holder && IFS= read -r holding && IFS= read -r application; } <"$dir/lock"
# The other lines stay: a deployment that was cut off by the reboot may take its lock again, to undo what it did.
printf '%s, since %s\n%s\n%s\n' "start-live on this host" "$(date -u '+%Y-%m-%d %H:%M:%S UTC')" "$holding" "$application" 1<>"$dir/lock"
[ -e "$dir/busy" ] || : >>"$dir/busy" || exit 1
alone

# field NAME: prints a value of the journal of a deployment that is half-done.
field() {
    sed -n "s/^$1=//p" "$dir/journal" 2>/dev/null
}

# due SLOT: tells whether it is to be started. Beside what is kept up, that is what a deployment that was cut off between its switch and its end
# had started, since the router may lead there: the next deployment settles which of both is to stay.
due() {
    [ -f "$dir/slots/$1/again" ] && load "$1" && [ -z "$rec_adopted" ] || return 1
    if [ -f "$dir/slots/$1/kept" ]; then return 0; fi
    # What its leader was at when the host went down.
    if [ ! -f "$dir/slots/$1/trial" ] && [ -f "$dir/slots/$1/trial.held" ] && ! led; then mv -f "$dir/slots/$1/trial.held" "$dir/slots/$1/trial"; fi
    [ -f "$dir/slots/$1/trial" ] && [ "$(field slot)" = "$1" ] && [ "$(field deployment)" = "$rec_deployment" ] || return 1
    case $(field phase) in switch | retire) return 0 ;; *) return 1 ;; esac
}

# launch SLOT: starts it, and waits until its leader runs.
launch() {
    place=$dir/slots/$1
    before=$(cat "$place/process")
    rm -f "$place/exit"
    say "$(date -u '+%Y-%m-%d %H:%M:%S UTC') starting release $rec_release in $1" | tee -a "$place/log"
    (
        bg_place=$place bg_name=blue-green-$1
        unset LC_ALL
        . "$place/again"
        exec setsid sh -c "$bg_leader" "$bg_name" "$bg_place" "$@"
    ) </dev/null >>"$place/log" 2>&1 8<&- 9<&- &
    tries=0
    until [ "$(cat "$place/process")" != "$before" ]; do
        tries=$((tries + 1))
        if [ $tries -gt 500 ]; then
            say "no process came up in $1 within 10 s; see $place/log" >&2
            return 1
        fi
        sleep 0.02
    done
}

status=0
any=
for slot in blue green; do
    due "$slot" || continue
    any=yes
    if led || [ -n "$(members)" ]; then
        say "release $rec_release runs in $slot already"
        continue
    fi
    if [ ! -d "$dir/releases/$rec_release" ]; then
        say "release $rec_release, which is to run in $slot, is not there any more; deploy once more" >&2
        status=1
        continue
    fi
    listen "$rec_port"
    sockets=$listening
    if [ -n "$sockets" ]; then
        rec_pid=
        whose "$rec_port" "$sockets"
        say "port $rec_port of $slot is held by ${listener#stranger }; stop that, and run this again" >&2
        status=1
        continue
    fi
    launch "$slot" || status=1
done
[ -n "$any" ] || say "no deployment has left anything here that is to be started"
exit $status
