# Starts a slot: DIRECTORY SLOT RELEASE DEPLOYMENT COMMAND ENVIRONMENT PORT KEPT RESTART LIMIT LOGS
# With KEPT, what is kept beside the release of its variables comes before the ENVIRONMENT. The last three are the leader's.
alone
bg_mask=$(umask)
umask 077
bg_place=$dir/slots/$2
[ -d "$bg_place" ] || mkdir -p "$bg_place" || exit 1
# What ran here before is put back by an undo; it also keeps its release from being pruned.
if [ -f "$bg_place/process" ]; then mv -f "$bg_place/process" "$bg_place/process.before" || exit 1; fi
bg_shift "$bg_place" "${11}"
if [ "${11}" -gt 0 ] && [ -f "$bg_place/log" ]; then mv -f "$bg_place/log" "$bg_place/log.1" || exit 1; fi
rm -f "$bg_place/exit" "$bg_place/kept" "$bg_place/over" "$bg_place/trial.held" "$bg_place/restarts" \
    "$bg_place/standby" "$bg_place/taken" "$bg_place/taken.before"
bg_boot=
read -r bg_boot </proc/sys/kernel/random/boot_id
# In which boot it was deployed. It is to be kept up once keep-up.sh calls the file so.
printf '%s\n' "${bg_boot-}" >"$bg_place/trial" || exit 1
if [ -n "$8" ]; then sed '1,/^$/d' "$dir/releases/$3/.kept"; fi >"$bg_place/env" && printf '%s' "$6" >>"$bg_place/env" || exit 1
printf '' >"$bg_place/log" || exit 1

{
    as_login
    bg_remember "$bg_mask" "$3" "$4" "$5" "$7" "$9" "${10}" "${11}" >"$bg_place/again" || exit 1
    exec setsid sh -c "$bg_leader" "blue-green-$2" "$bg_place" "$bg_mask" "$3" "$4" "$5" "$7" "$9" "${10}" "${11}"
} </dev/null >>"$bg_place/log" 2>&1 8<&- &
bg_pid=$!
bg_tries=0
until [ -f "$bg_place/process" ]; do
    bg_tries=$((bg_tries + 1))
    if [ $bg_tries -gt 500 ]; then
        echo "no process came up within 10 s" >&2
        cat "$bg_place/log" >&2
        exit 1
    fi
    kill -0 $bg_pid 2>/dev/null || [ -f "$bg_place/process" ] || { cat "$bg_place/log" >&2; exit 1; }
    sleep 0.02
done
