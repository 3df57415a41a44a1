# Starts a slot's unit: DIRECTORY SLOT RELEASE DEPLOYMENT COMMAND ENVIRONMENT PORT KEPT UNIT SCOPE
# COMMAND is quoted for sh. With KEPT, what is kept beside the release of its variables comes before the ENVIRONMENT.
alone
umask 077
place=$dir/slots/$2
mkdir -p "$place" || exit 1
chmod 700 "$dir/slots" || exit 1
rec_slot=$2
rec_unit=$9
rec_scope=${10}
ask_unit
case $unit_state in
    inactive | failed) ;;
    *)
        manager=systemctl
        if [ "$rec_scope" = user ]; then manager='systemctl --user'; fi
        echo "$rec_unit is $unit_state already, and this deployment did not start it; look what it is, and run: $manager stop $rec_unit" >&2
        exit 1
        ;;
esac
# What ran here before is put back by an undo; it also keeps its release from being pruned.
if [ -f "$place/process" ]; then mv -f "$place/process" "$place/process.before" || exit 1; fi
rm -f "$place/invocation" "$place/exit" "$place/kept" "$place/trial" "$place/trial.held" "$place/over" "$place/again" "$place/restarts"
rm -f "$place/standby" "$place/taken" "$place/taken.before"
# What systemd starts it by, now, after a crash and after a reboot.
if [ -n "$8" ]; then sed '1,/^$/d' "$dir/releases/$3/.kept"; fi >"$place/env" && printf '%s' "$6" >>"$place/env" || exit 1
# What is needed after the environment is written into it, where no variable can come in between.
{
    echo '# Written anew by each deployment, for systemd to run.'
    # The first start of all since then, which a deployment watches.
    echo '[ -e "${0%/*}/invocation" ] || printf "%s\n" "${INVOCATION_ID-}" >"${0%/*}/invocation"'
    # Java writes ? for what is not ASCII where there is no locale; the environment may say otherwise.
    if locale=$(utf8_locale); then echo "[ -n \"\${LC_ALL-}\${LC_CTYPE-}\${LANG-}\" ] || export LANG=$locale"; fi
    echo '. "${0%/*}/env" || exit 1'
    printf 'exec sh -c %s\n' "$5"
} >"$place/run" || exit 1
# Before it starts, so that nothing ever runs unrecorded.
printf 'unit=%s\nscope=%s\nboot=%s\nrelease=%s\nport=%s\ndeployment=%s\n' "$rec_unit" "$rec_scope" "$boot" "$3" "$7" "$4" >"$place/process.new" &&
    mv -f "$place/process.new" "$place/process" || exit 1
# Before users are led to it, so that a reboot at any moment starts what they are led to; what is in the other slot is taken out by keep-up and stop.
command_manager enable "$rec_unit" 2>"$place/said" && command_manager start "$rec_unit" 2>>"$place/said"
status=$?
said=$(cat "$place/said")
rm -f "$place/said"
tries=0
until [ $status != 0 ] || [ -s "$place/invocation" ]; do
    ask_unit
    case $unit_state in inactive | failed) break ;; esac
    tries=$((tries + 1))
    [ $tries -le 1000 ] || break
    sleep 0.01
done
if ! [ -s "$place/invocation" ]; then
    ask_unit
    printf '%s\n' "$said" "$rec_unit is $unit_state ($unit_sub), its result is $unit_result, and its main process ended with $(shell_status "$unit_code" "$unit_exit")" >&2
    exit 1
fi
