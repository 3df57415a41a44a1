# Holds the application's lock for as long as a line comes in each minute, unless preflight.sh, which stands before this, found the host
# unfit: DIRECTORY OWNER APPLICATION
[ -z "$unfit" ] || exit 1
# What goes wrong is told on the one channel that is read.
exec 2>&1
umask 077

# Another application's directory is left as it is, its lock too.
refuse_another() {
    [ -e "$dir/application" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        [ "$line" != "application=$1" ] || return 0
    done <"$dir/application"
    echo "belongs=$(sed -n 's/^application=//p' "$dir/application")"
    exit 77
}
refuse_another "$3"
# One that was there keeps its mode: others may have to reach what else is in it. What is ours there is private by itself.
[ -d "$dir" ] || mkdir -p "$dir" || exit 1
exec 9>>"$dir/lock" || exit 1
# Where the directory hands rights on (setfacl -d), no umask counts.
chmod 600 "$dir/lock" 2>/dev/null
flock -n 9
# 1: somebody holds it (flock(1)).
case $? in
    0) ;;
    1)
        holder= holding= application=
        { IFS= read -r holder && IFS= read -r holding && IFS= read -r application; } <"$dir/lock"
        # Before the first deployment into a directory has written anything else.
        case $application in
            '' | "application=$3") ;;
            *) echo "belongs=${application#application=}" && exit 77 ;;
        esac
        [ -z "${bg_fence-}" ] || [ "$holding" != "fence=$bg_fence" ] || echo "ours=yes"
        echo "held=$holder"
        exit 75
        ;;
    *) echo "no file can be locked in $dir" && exit 1 ;;
esac
refuse_another "$3"
# The second line fences off whoever had the lock before. Written over what is there: that needs no room on a full disk.
printf '%s, since %s\nfence=%s\napplication=%s\n' "$2" "$(date -u '+%Y-%m-%d %H:%M:%S UTC')" "${bg_fence-}" "$3" 1<>"$dir/lock" || exit 1
echo locked
# timeout(1), since the read of POSIX has none. The child must not hold the lock: it may outlive a killed parent.
# Closed in it, and not for it, which in dash moves our own file to another number meanwhile: holder.sh looks for 9.
while (exec 9>&- && exec timeout 60 sh -c 'read -r beat'); do :; done
