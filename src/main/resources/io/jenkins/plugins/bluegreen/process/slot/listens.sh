# Prints where the processes of a slot listen, as the kernel writes addresses and ports: DIRECTORY SLOT
load "$2" || exit 0
held=" $(for pid in $(members); do ls -l "/proc/$pid/fd" 2>/dev/null; done | sed -n 's/.*socket:\[\([0-9]*\)]$/\1/p' | tr '\n' ' ')"
grep -hF ' 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -r _ address _ how _ _ _ _ _ inode _; do
    [ "$how" = 0A ] || continue
    case $held in *" $inode "*) echo "listens=$address" ;; esac
done
