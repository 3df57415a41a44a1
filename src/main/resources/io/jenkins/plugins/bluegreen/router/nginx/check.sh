# Tells whether a switch would be possible, changing nothing: FILE [TEST_COMMAND]
file=$(readlink -f "$1") || { echo "the directory of $1 does not exist" >&2; exit 1; }
folder=${file%/*}
if [ ! -d "${folder:-/}" ]; then
    echo "the directory ${folder:-/} does not exist" >&2
    exit 1
fi
next=$folder/.${file##*/}.bluegreen
if [ ! -w "${folder:-/}" ]; then
    if [ $# -lt 2 ] || ! sudo -n -l tee "$next" >/dev/null 2>&1 || ! sudo -n -l mv -f "$next" "$file" >/dev/null 2>&1; then
        echo "$(id -nu) may not replace $file: the directory $folder is not writable" >&2
        exit 1
    fi
fi
if [ $# -ge 2 ]; then
    sh -c "$2" >&2
    status=$?
    if [ $status -ne 0 ]; then
        echo "tested=$status"
        exit 1
    fi
fi
