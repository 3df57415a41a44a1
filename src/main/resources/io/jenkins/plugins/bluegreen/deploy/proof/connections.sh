# Prints the TCP connections that have to do with some ports, as proc(5) has them in /proc/net/tcp: PORT...
#   in PORT CLIENT_PORT STATE OWN_ADDRESS CLIENT_ADDRESS   those to a port of this host
#   out PORT CLIENT_PORT STATE ADDRESS USER INODE OWN_ADDRESS   those of this host to such a port, here or on another host
#   got PORT CLIENT_PORT BYTES CLIENT_ADDRESS              what has come over one of those to a port of this host, where ss(8) can tell
#   own ADDRESS                                            the addresses of this host
#   over NOW MOST                                          how many connections that are over the kernel remembers, and may remember
# Numbers are hexadecimal but for PORT, USER and INODE, and all of got and over. Left out is what only listens (0A), and, of those that the kernel remembers for 60 s
# after they are over (06), what has been so for more than 6 s (less than 0x1500 hundredths are left): a busy host has very many. For the same
# reason an IPv4 address is written as such where a socket for IPv6 has it.
LC_ALL=C
export LC_ALL
set_of() {
    for port in "$@"; do
        hex=$(printf '%04X' "$port")
        printf '%s\n' "s/^ *[0-9]*: \([0-9A-F]*\):$hex \([0-9A-F]*\):\([0-9A-F]*\) \([0-9A-F]*\) .*/in $port \3 \4 \1 \2/p"
        printf '%s\n' "s/^ *[0-9]*: \([0-9A-F]*\):\([0-9A-F]*\) \([0-9A-F]*\):$hex \([0-9A-F]*\) [0-9A-F:]* [0-9A-F:]* [0-9A-F]* *\([0-9]*\) *[0-9]* \([0-9]*\) .*/out $port \2 \4 \3 \5 \6 \1/p"
    done
}
# A plain text is found fast among very many connections.
texts=
for port in "$@"; do texts="$texts -e :$(printf '%04X' "$port")"; done
# Read once: where there is much memory, the kernel goes through a large table each time.
# shellcheck disable=SC2086 # words
grep -hF $texts /proc/net/tcp /proc/net/tcp6 2>/dev/null | sed -n -e '/^ *[0-9]*: [0-9A-F:]* [0-9A-F:]* 0A /d' \
    -e '/^ *[0-9]*: [0-9A-F:]* [0-9A-F:]* 06 [0-9A-F:]* [0-9A-F]*:00000/d' \
    -e '/^ *[0-9]*: [0-9A-F:]* [0-9A-F:]* 06 [0-9A-F:]* [0-9A-F]*:00001[0-4]/d' \
    -e 's/ 0000000000000000FFFF0000/ /g' -e "$(set_of "$@")"
if command -v ss >/dev/null; then
    from=
    for port in "$@"; do from="${from:+$from or }sport = :$port"; done
    # Two lines for each; where nothing has come yet, it does not say so.
    ss -Htin state established "( $from )" 2>/dev/null | sed -n -e 'N;s/\n/ /' -e 't joined' -e ':joined' \
        -e 's/^ *[0-9]* *[0-9]* *[^ ]*:\([0-9]*\) *\([^ ]*\):\([0-9]*\) .* bytes_received:\([0-9]*\).*/got \1 \3 \4 \2/p' -e t \
        -e 's/^ *[0-9]* *[0-9]* *[^ ]*:\([0-9]*\) *\([^ ]*\):\([0-9]*\) .*/got \1 \3 0 \2/p'
fi
now=
while read -r what line; do
    case $what in TCP:) line=${line#*tw } && now=${line%% *} ;; esac
done 2>/dev/null </proc/net/sockstat
most=$(cat /proc/sys/net/ipv4/tcp_max_tw_buckets 2>/dev/null)
if [ -n "$now" ] && [ -n "$most" ]; then
    echo "over $now $most"
fi
# Of IPv4 each one that is this host's is named twice.
sed -n -e '/|-- /h' -e '/host LOCAL/{g;s/.*|-- /own /p;}' -e 's/^\([0-9a-f]\{32\}\) .*/own \1/p' /proc/net/fib_trie /proc/net/if_inet6 2>/dev/null
exit 0
