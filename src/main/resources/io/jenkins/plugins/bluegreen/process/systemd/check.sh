# Tells what systemd is to know of the units of an application, and whether the login user may have it start and stop them:
# DIRECTORY SCOPE UNIT...
rec_scope=$2
command -v systemctl >/dev/null || { echo "no=systemctl" && exit 0; }
shift 2
if [ "$rec_scope" = user ]; then
    if ! [ -e "/var/lib/systemd/linger/$(id -nu)" ]; then echo "no=linger"; fi
elif [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    echo "no=sudo"
fi
# allowed COMMAND...: tells whether sudo lets the login user run it, or does not tell (listpw in sudoers(5)).
allowed() {
    said=$(sudo -n -l "$@" 2>&1 >/dev/null) && return 0
    case $said in *option* | *sage* | *support*) return 0 ;; esac
    return 1
}
echo "user=$(id -nu)"
for rec_unit in "$@"; do
    shown=$(manager show -p LoadState -p LoadError -p NeedDaemonReload -p User -p ExecStart -p Restart -p StartLimitIntervalUSec -p KillMode \
        -p TimeoutStopUSec -p Type -p UnitFileState "$rec_unit" 2>&1) || { printf '%s\n' "unreachable=$(echo "$shown" | tr '\n' ' ')" && exit 0; }
    printf '%s\n' "$shown" | sed "s/^/$rec_unit./"
    # The targets that it is for, which systemd knows only once it is enabled.
    wanted=$(sed -n 's/^[[:space:]]*WantedBy[[:space:]]*=[[:space:]]*//p; s/^[[:space:]]*RequiredBy[[:space:]]*=[[:space:]]*//p' \
        "$(manager show -p FragmentPath --value "$rec_unit")" 2>/dev/null | tr '\n' ' ')
    printf '%s\n' "$rec_unit.targets=$wanted"
    if [ "$rec_scope" = user ] || [ "$(id -u)" = 0 ]; then continue; fi
    for verb in start stop 'kill -s KILL' enable disable; do
        # shellcheck disable=SC2086 # words
        allowed systemctl $verb "$rec_unit" || echo "denied=systemctl $verb $rec_unit"
    done
    allowed journalctl --no-pager -q -o export -n 1000 -u "$rec_unit" || echo "denied=journalctl --no-pager -q -o export -n 1000 -u $rec_unit"
done
