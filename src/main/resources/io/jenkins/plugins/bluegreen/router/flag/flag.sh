# Creates or removes the flag file, by a rename, says switched=yes, and tells what is there then: FILE on|off LEFT_PORT
# The files that lead a share of the clients, or who sends a token, to a port go with it. Those of the port that is left would come alive by the switch: they go first.
# The others are dead after it: who was led there already stays there.
set -u
alone "$1" change
next=${1%/*}/.${1##*/}.bluegreen
if [ -d "$1" ]; then echo "$1 is a directory" >&2 && exit 1; fi
rm -f -- "$1.canary-$3-"* "$1.preview-$3-"* || exit 1
case $2 in
    on) [ -e "$1" ] || { (umask 022 && : >"$next") && mv -f "$next" "$1"; } ;;
    off) if [ -e "$1" ]; then mv -f "$1" "$next" && rm -f "$next"; fi ;;
esac || exit 1
# A request for which the router has just looked for the flag, and looks for these next, would be led to the port that is left.
for beside in "$1.canary-"* "$1.preview-"*; do
    if [ -e "$beside" ]; then sleep 0.3 && break; fi
done
rm -f -- "$1.canary-"* "$1.preview-"* || exit 1
echo switched=yes
read_flag "$1"
