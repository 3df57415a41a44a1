# Counts the connections to a port that the application may have something to do for: DIRECTORY PORT
# 01 is established, 03 is just being made, 08 is one whose client has sent all that it wants to, and may wait for its answer.
echo "connections=$(grep -hi "^ *[0-9]*: [0-9A-F]*:$(printf '%04X' "$2") [0-9A-F:]* 0[138] " /proc/net/tcp /proc/net/tcp6 2>/dev/null | wc -l)"
