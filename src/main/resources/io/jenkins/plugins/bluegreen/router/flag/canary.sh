# Leads a share of the clients to a port, by one file for each share up to that: FILE PORT SHARE; 0 for none
# They come from the smallest on, and go from the largest on, so that nobody is led there and back.
set -u
alone "$1" change
next=${1%/*}/.${1##*/}.bluegreen
for share in 50 25 10 5 1; do
    if [ "$share" -gt "$3" ]; then rm -f -- "$1.canary-$2-$share" || exit 1; fi
done
for share in 1 5 10 25 50; do
    if [ "$share" -le "$3" ] && [ ! -e "$1.canary-$2-$share" ]; then
        (umask 022 && : >"$next") && mv -f -- "$next" "$1.canary-$2-$share" || exit 1
    fi
done
