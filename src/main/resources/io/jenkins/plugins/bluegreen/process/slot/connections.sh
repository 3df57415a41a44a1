# Counts the connections to a port that the application may have something to do for: DIRECTORY PORT
# 01 is established, 03 is just being made, 08 is one whose client has sent all that it wants to, and may wait for its answer.
# A plain text is looked for first, since a busy host has very many connections.
hex=$(printf '%04X' "$2")
printf connections=
grep -hF ":$hex " /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -c "^ *[0-9]*: [0-9A-F]*:$hex [0-9A-F:]* 0[138] " || :
