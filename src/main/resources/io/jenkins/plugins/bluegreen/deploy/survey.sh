# Prints what there is: DIRECTORY BLUE_PORT GREEN_PORT
for tool in flock setsid sha256sum timeout base64; do
    command -v $tool >/dev/null || echo "missing=$tool"
done
[ -r /proc/self/stat ] || echo "missing=/proc"
echo "user=$(id -nu)"
parent=$dir
while [ ! -e "$parent" ]; do
    parent=${parent%/*}
    [ -n "$parent" ] || parent=/
done
if [ -d "$parent" ] && [ -w "$parent" ]; then echo "writable=yes"; else echo "writable=no $parent"; fi
slot=blue
for port in "$2" "$3"; do
    if load $slot; then
        echo "$slot.release=$rec_release"
        echo "$slot.deployment=$rec_deployment"
    fi
    if [ -n "$(members)" ]; then echo "$slot.process=$rec_pid"; fi
    echo "$slot.listener=$(whose "$port")"
    slot=green
done
if [ -f "$dir/journal" ]; then
    sed 's/^/journal./' "$dir/journal"
fi
