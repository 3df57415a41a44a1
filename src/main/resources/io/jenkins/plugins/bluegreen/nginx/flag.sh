# Creates or removes the flag file, by a rename: FILE on|off
set -u
next=${1%/*}/.${1##*/}.bluegreen
case $2 in
    on) (umask 022 && : >"$next") && mv -f "$next" "$1" ;;
    off) if [ -e "$1" ]; then mv -f "$1" "$next" && rm -f "$next"; fi ;;
esac
