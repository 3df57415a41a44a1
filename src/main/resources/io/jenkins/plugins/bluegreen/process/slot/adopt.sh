# Takes the process that listens on a slot's port, which was started by hand, as what runs in the slot, or only tells which one that is:
# DIRECTORY SLOT PORT COMMAND DEPLOYMENT, which is empty for the latter
alone
# refuse REASON
refuse() {
    echo "$1" >&2
    exit 1
}

listen "$3"
sockets=$listening
[ -n "$sockets" ] || refuse "nobody listens on port $3"
search
holders=
for socket in $sockets; do
    of_this=
    for each in $found; do
        if [ "${each%%:*}" = "${socket%:*}" ]; then of_this="$of_this ${each#*:}"; fi
    done
    [ -n "$of_this" ] || refuse "port $3 is held by $(unseen "${socket#*:}"), which cannot be stopped by $(id -nu)"
    holders="$holders$of_this"
done
# Of a process and its workers, the one that the others come from.
pids=
for pid in $holders; do
    case " $pids " in *" $pid "*) continue ;; esac
    look "$pid" || continue
    case " $holders " in *" $parent "*) ;; *) pids="${pids:+$pids }$pid" ;; esac
done
case $pids in
    '') refuse "the process that held port $3 is gone" ;;
    *' '*) refuse "port $3 is held by several processes that were started apart: $pids" ;;
esac
owner=$(stat -c %u "/proc/$pids") || exit 1
[ "$owner" = "$(id -u)" ] || [ "$(id -u)" = 0 ] || refuse "port $3 is held by $(describe "$pids" "$owner"), which cannot be stopped by $(id -nu)"
case $(tr '\0\n' '  ' <"/proc/$pids/cmdline") in
    *"$4"*) ;;
    *) refuse "port $3 is held by another command: $(describe "$pids" "$owner")" ;;
esac
# What looks after a service would start it again, on this port.
unit=$(sed -n 's,.*/\([^/]*\.service\).*,\1,p' "/proc/$pids/cgroup" | grep -vE '^(user@.*|sshd?(@.*)?|crond?|atd)\.service$' | head -n 1)
manager=systemctl
if grep -q '/user@[0-9]*\.service/' "/proc/$pids/cgroup"; then manager='systemctl --user'; fi
# shown PROPERTY: prints one of it. Of a service that another manager looks after, each says that it does not restart it, and knows no file of it.
shown() {
    XDG_RUNTIME_DIR=/run/user/$owner DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$owner/bus \
        $manager show -p "$1" --value "$unit" 2>/dev/null
}
if [ -n "$unit" ] && [ "$(shown Restart)" != no ]; then
    refuse "port $3 is held by $(describe "$pids" "$owner"), which systemd would start again as $unit: set Restart=no there ($manager edit, then $manager daemon-reload, which leaves it running), and disable it"
fi
if [ -n "$unit" ]; then
    case $(shown UnitFileState) in
        enabled*)
            refuse "port $3 is held by $(describe "$pids" "$owner"), which systemd would start after a reboot as $unit: $manager disable $unit, which leaves it running"
            ;;
    esac
fi
printf '%s\n' "adopted=$(describe "$pids" "$owner")"
[ -n "$5" ] || exit 0

umask 077
place=$dir/slots/$2
mkdir -p "$place" || exit 1
chmod 700 "$dir/slots" || exit 1
if [ -f "$place/process" ]; then mv -f "$place/process" "$place/process.before" || exit 1; fi
rm -f "$place/exit" "$place/kept" "$place/trial" "$place/trial.held" "$place/over" "$place/again" "$place/restarts"
look "$pids" || refuse "the process that held port $3 is gone"
printf 'pid=%s\nstart=%s\nboot=%s\nrelease=by-hand\nport=%s\ndeployment=%s\nadopted=yes\n' \
    "$pids" "$started" "$boot" "$3" "$5" >"$place/process.new" && mv -f "$place/process.new" "$place/process"
