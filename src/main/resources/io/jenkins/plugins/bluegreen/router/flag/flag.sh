# Creates or removes the flag file, by a rename: FILE on|off
set -u
alone "$1" change
next=${1%/*}/.${1##*/}.bluegreen
if [ -d "$1" ]; then echo "$1 is a directory" >&2 && exit 1; fi
case $2 in
    on) [ -e "$1" ] || { (umask 022 && : >"$next") && mv -f "$next" "$1"; } ;;
    off) if [ -e "$1" ]; then mv -f "$1" "$next" && rm -f "$next"; fi ;;
esac
