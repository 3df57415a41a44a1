# Tells what stands in the way of any deployment: DIRECTORY
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
if [ ! -d "$parent" ] || [ ! -w "$parent" ]; then echo "refused=$parent"; fi
