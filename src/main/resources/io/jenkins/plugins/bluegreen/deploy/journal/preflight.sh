# Tells what stands in the way of any deployment beside the tools, and sets unfit where anything does: DIRECTORY
parent=$dir
while [ ! -e "$parent" ]; do
    case $parent in */?*) parent=${parent%/*} ;; *) parent=/ ;; esac
    [ -n "$parent" ] || parent=/
done
if [ ! -d "$parent" ] || [ ! -w "$parent" ]; then
    unfit=yes
    echo "user=$(id -nu)"
    echo "refused=$parent"
fi
