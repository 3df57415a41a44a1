# Counts the established connections to a port: DIRECTORY PORT
echo "connections=$(grep -hi "^ *[0-9]*: [0-9A-F]*:$(printf '%04X' "$2") [0-9A-F:]* 01 " /proc/net/tcp /proc/net/tcp6 2>/dev/null | wc -l)"
