# Tells what an application that is to come finds here: who logs in, which java runs without a path, and the ports on which somebody listens.
set -u
echo "user=$(id -nu)"
if command -v java >/dev/null; then
    echo "java=$(java -version 2>&1 </dev/null | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)"
fi
# State 0A is LISTEN (proc(5), include/net/tcp_states.h).
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    sed -n 's/^ *[0-9]*: [0-9A-F]*:\([0-9A-F]*\) [0-9A-F:]* 0A .*/\1/p' |
    while read -r hex; do echo "listens=$((0x$hex))"; done
