# Tells who holds the application's lock, neither taking it nor keeping anybody waiting: DIRECTORY
# lock.sh has the file open as 9, and the locks that a process has by an open file stand beside it (proc(5)).
if [ -f "$dir/lock" ]; then
    for fd in /proc/[0-9]*/fd/9; do
        if [ "$fd" -ef "$dir/lock" ] && grep -qs '^lock:.*FLOCK.*WRITE' "${fd%/fd/9}/fdinfo/9"; then
            holder= holding=
            { IFS= read -r holder && IFS= read -r holding; } <"$dir/lock"
            holding=${holding#fence=}
            printf '%s\n' "held=$holder" "deployment=${holding%%/*}"
            break
        fi
    done
fi
