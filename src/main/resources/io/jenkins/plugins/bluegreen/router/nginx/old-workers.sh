# Prints which of these workers of nginx still end what they began: PID:START...; of all workers where none is named.
# Those that were not told to are of another nginx on the host, which goes on as it was.
left=
# shellcheck disable=SC2046 # a list
if [ $# -eq 0 ]; then set -- $(every_worker); fi
for worker in "$@"; do
    pid=${worker%:*}
    line=
    { IFS= read -r line <"/proc/$pid/stat"; } 2>/dev/null
    # Behind the name in parentheses: the state, and as the 20th the start (proc(5)); a pid may be somebody else's by now.
    set -- ${line##*") "}
    if [ "${20-}" = "${worker#*:}" ] && grep -q 'is shutting down' "/proc/$pid/cmdline" 2>/dev/null; then left="$left $pid"; fi
done
echo "left=${left# }"
