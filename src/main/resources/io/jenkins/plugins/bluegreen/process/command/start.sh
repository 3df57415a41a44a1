# Starts a slot by a command of the user's own: DIRECTORY SLOT RELEASE DEPLOYMENT COMMAND ENVIRONMENT PORT KEPT STOP STATUS TRUST
# With KEPT, what is kept beside the release of its variables comes before the ENVIRONMENT. With TRUST, its answers tell which release they are
# of, so that the port may be held by one whose files may not be looked at.
alone
bg_mask=$(umask)
umask 077
bg_place=$dir/slots/$2
mkdir -p "$bg_place" || exit 1
chmod 700 "$dir/slots" || exit 1
# What ran here before is put back by an undo; it also keeps its release from being pruned.
if [ -f "$bg_place/process" ]; then mv -f "$bg_place/process" "$bg_place/process.before" || exit 1; fi
if [ -f "$bg_place/log" ]; then mv -f "$bg_place/log" "$bg_place/log.1" || exit 1; fi
rm -f "$bg_place/exit" "$bg_place/kept" "$bg_place/trial" "$bg_place/trial.held" "$bg_place/over" "$bg_place/again" "$bg_place/restarts" "$bg_place/stopped"
rm -f "$bg_place/standby" "$bg_place/taken" "$bg_place/taken.before"
if [ -n "$8" ]; then sed '1,/^$/d' "$dir/releases/$3/.kept"; fi >"$bg_place/env" && printf '%s' "$6" >>"$bg_place/env" || exit 1
printf '%s\n' "$5" >"$bg_place/start.command" && printf '%s\n' "$9" >"$bg_place/stop.command" &&
    printf '%s\n' "${10}" >"$bg_place/status.command" && printf '' >"$bg_place/log" || exit 1
# Its leader writes the record before it starts anything, so that nothing ever runs unrecorded, and notes how the command ended.
bg_leader='
    printf "command=yes\nstarter=%s\nboot=%s\nrelease=%s\nport=%s\ndeployment=%s\ntrust=%s\n" "$$" "$3" "$4" "$6" "$5" "$7" >"$1/process.new" &&
        mv -f "$1/process.new" "$1/process" || exit 1
    trap "echo \$? >\"\$1/exit\"" EXIT
    . "$1/env" || exit 1
    umask "$2"
    sh "$1/start.command"
'
{
    bg_boot=$boot
    as_login
    exec setsid sh -c "$bg_leader" "blue-green-$2" "$bg_place" "$bg_mask" "$bg_boot" "$3" "$4" "$7" "${11}"
} </dev/null >>"$bg_place/log" 2>&1 8<&- &
bg_tries=0
until [ -f "$bg_place/process" ]; do
    bg_tries=$((bg_tries + 1))
    if [ $bg_tries -gt 1000 ]; then
        echo "no process came up within 10 s" >&2
        cat "$bg_place/log" >&2
        exit 1
    fi
    sleep 0.01
done
