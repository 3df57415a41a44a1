# Tells what stands in the way of any deployment, and sets unfit where anything does: DIRECTORY
unfit=
for tool in flock setsid sha256sum timeout base64; do
    command -v $tool >/dev/null || { unfit=yes; echo "missing=$tool"; }
done
[ -r /proc/self/stat ] || { unfit=yes; echo "missing=/proc"; }
parent=$dir
while [ ! -e "$parent" ]; do
    parent=${parent%/*}
    [ -n "$parent" ] || parent=/
done
if [ ! -d "$parent" ] || [ ! -w "$parent" ]; then
    unfit=yes
    echo "user=$(id -nu)"
    echo "refused=$parent"
fi
