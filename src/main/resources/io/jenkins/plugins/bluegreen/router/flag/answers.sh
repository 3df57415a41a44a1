# Reads on in a file to which lines are only ever added: FILE INODE OFFSET MOST [former]; without an inode, tells where it ends.
# Prints "inode=... size=... from=... missed=... old=...", and behind that line no more than so many bytes. One that was rotated by a new
# name is read to its end first, which is told by "old=yes"; "missed=yes" where what was to be read is not there any more. With "former" only
# the one of that inode is read, where it is there yet: who has it open goes on writing to it until told.
set -u
at() {
    stat -L -c '%i %s' -- "$1" 2>/dev/null
}
file=$1
# Between a rotation and the router's opening it anew, there may be none.
for _ in 1 2 3 4 5; do
    if [ -z "$2" ] || [ -e "$file" ]; then break; fi
    sleep 1
done
now=$(at "$file") || { echo "there is no $file" >&2 && exit 1; }
[ -r "$file" ] || { echo "$(id -un) may not read $file ($(stat -L -c '%U:%G, mode %a' -- "$file"))" >&2 && exit 1; }
if [ -z "$2" ]; then
    echo "inode=${now% *} size=${now#* } from=${now#* }"
    exit 0
fi
from=$3
missed=no rotated=no
if [ "${now% *}" != "$2" ]; then
    old=
    for each in "$file".* "$file"-* "${file%.*}"[.-]*; do
        was=$(at "$each") && [ "${was% *}" = "$2" ] && [ -r "$each" ] && old=$each && break
    done
    if [ $# -gt 4 ] && [ -z "$old" ]; then
        echo "inode=$2 size=$from from=$from missed=no old=yes"
        exit 0
    elif [ -n "$old" ] && { [ $# -gt 4 ] || [ "${was#* }" -gt "$from" ]; }; then
        file=$old now=$was rotated=yes
    else
        if [ -z "$old" ]; then missed=yes; fi
        from=0
    fi
elif [ "${now#* }" -lt "$from" ]; then
    # It was copied and truncated.
    from=0 missed=yes
fi
echo "inode=${now% *} size=${now#* } from=$from missed=$missed old=$rotated"
tail -c "+$((from + 1))" -- "$file" | head -c "$4"
