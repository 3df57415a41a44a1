# Holds the application's lock for as long as a line comes in each minute, unless preflight.sh, which stands before this, found the host
# unfit: DIRECTORY OWNER
[ -z "$unfit" ] || exit 1
# What goes wrong is told on the one channel that is read.
exec 2>&1
umask 077
mkdir -p "$dir" || exit 1
chmod go-rwx "$dir" 2>/dev/null
exec 9>>"$dir/lock" || exit 1
if ! flock -n 9; then
    echo "held=$(head -n 1 "$dir/lock")"
    exit 75
fi
printf '%s, since %s\n' "$2" "$(date -u '+%Y-%m-%d %H:%M:%S UTC')" >"$dir/lock"
echo locked
# timeout(1), since the read of POSIX has none. The child must not hold the lock: it may outlive a killed parent.
while timeout 60 sh -c 'read -r beat' 9>&-; do :; done
