# Prints a file that says which slot is served: FILE include|reload-free [LOOK]
# Of an included file also tells whether nginx, which reads it at a reload, was last reloaded before the file was changed; with
# LOOK, whether nginx goes by the file at all.
# A script of a deployment that is gone may still be changing it; a folder that cannot be read is told below.
if [ -r "${1%/*}/" ]; then exec 8<"${1%/*}/" && flock -w 120 8; fi
if [ -e "$1" ]; then
    content=$(base64 <"$1") || exit 1
    echo "content=$(printf '%s' "$content" | tr -d '\n')"
else
    # A folder that cannot be searched would look like a missing file.
    cd "${1%/*}/" || exit 1
fi
if [ $# -gt 2 ]; then refers "$1" "$2"; fi
if [ "$2" = reload-free ] || [ ! -e "$1" ]; then exit 0; fi
changed=$(stat -c %Y "$1") || exit 1
booted=$(sed -n 's/^btime //p' /proc/stat)
youngest=
for worker in $(workers); do
    IFS= read -r line <"/proc/${worker#*:}/stat" || continue
    set -- ${line##*") "}
    # Clock ticks since boot, 100 of them a second (proc(5), time(7)).
    started=$((booted + ${20} / 100))
    if [ -z "$youngest" ] || [ $started -gt "$youngest" ]; then youngest=$started; fi
done
# Both are rounded to seconds, hence the two.
if [ -n "$youngest" ] && [ $((youngest + 2)) -lt "$changed" ]; then echo "stale=yes"; fi
