# Prints which of these processes still run: PID:START...
left=
for process in "$@"; do
    line=
    { IFS= read -r line <"/proc/${process%:*}/stat"; } 2>/dev/null
    # Behind the name in parentheses: the state, and as the 20th the start (proc(5)); a pid may be somebody else's by now.
    set -- ${line##*") "}
    if [ "${20-}" = "${process#*:}" ] && [ "$1" != Z ]; then left="$left ${process%:*}"; fi
done
echo "left=${left# }"
