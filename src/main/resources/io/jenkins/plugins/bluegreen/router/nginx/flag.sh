# Creates or removes the flag file, by a rename: FILE on|off
set -u
# A script of a deployment that is gone may still be at it. A folder that cannot be read has no lock to wait for.
if [ -r "${1%/*}/" ]; then
    exec 8<"${1%/*}/" && flock -w 120 8
    # 1: somebody held it all that time (flock(1)); anything else, that there are no locks there.
    if [ $? -eq 1 ]; then echo "the directory of $1 was locked for 120 s" >&2 && exit 1; fi
fi
next=${1%/*}/.${1##*/}.bluegreen
case $2 in
    on) (umask 022 && : >"$next") && mv -f "$next" "$1" ;;
    off) if [ -e "$1" ]; then mv -f "$1" "$next" && rm -f "$next"; fi ;;
esac
