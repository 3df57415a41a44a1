# Prints the TCP connections that have to do with some ports, as proc(5) has them in /proc/net/tcp: PORT=HEXADECIMAL...
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
texts=
rules=
from=
for port in "$@"; do
    hex=${port#*=}
    port=${port%=*}
    # A plain text is found fast among very many connections.
    texts="$texts -e :$hex"
    from="${from:+$from or }sport = :$port"
    rules="${rules}s/^ *[0-9]*: \([0-9A-F]*\):$hex \([0-9A-F]*\):\([0-9A-F]*\) \([0-9A-F]*\) .*/in $port \3 \4 \1 \2/p
s/^ *[0-9]*: \([0-9A-F]*\):\([0-9A-F]*\) \([0-9A-F]*\):$hex \([0-9A-F]*\) [0-9A-F:]* [0-9A-F:]* [0-9A-F]* *\([0-9]*\) *[0-9]* \([0-9]*\) .*/out $port \2 \4 \3 \5 \6 \1/p
"
done
# A proof looks often, and on a host the start of a program costs more than all that it does here: so one sed goes through all of it, each kind
# of line told by how it begins. The table is read once: where there is much memory, the kernel goes through a large one each time. Where it has none
# that is established (01), there is nothing to ask ss for.
# shellcheck disable=SC2086 # words
table=$(grep -hF $texts /proc/net/tcp /proc/net/tcp6 2>/dev/null)
case $table in
    *' 01 '*) ;;
    *) from= ;;
esac
{
    printf '%s\n' "$table"
    if [ -n "$from" ] && command -v ss >/dev/null; then exec ss -Htin state established "( $from )"; fi
} 2>/dev/null | sed -n -e '/^ *[0-9]*: [0-9A-F:]* [0-9A-F:]* 0A /d' \
    -e '/^ *[0-9]*: [0-9A-F:]* [0-9A-F:]* 06 [0-9A-F:]* [0-9A-F]*:00000/d' \
    -e '/^ *[0-9]*: [0-9A-F:]* [0-9A-F:]* 06 [0-9A-F:]* [0-9A-F]*:00001[0-4]/d' \
    -e '/^ *[0-9]*: /s/ 0000000000000000FFFF0000/ /g' -e "$rules" -e t \
    -e '/^ *[0-9][0-9]*  *[0-9][0-9]*  *[^ ]*:[0-9][0-9]*  *[^ ]*:[0-9]/!b other' \
    -e 'N;s/\n/ /' -e 't joined' -e ':joined' \
    -e 's/^ *[0-9]* *[0-9]* *[^ ]*:\([0-9]*\) *\([^ ]*\):\([0-9]*\) .* bytes_received:\([0-9]*\).*/got \1 \3 \4 \2/p' -e t \
    -e 's/^ *[0-9]* *[0-9]* *[^ ]*:\([0-9]*\) *\([^ ]*\):\([0-9]*\) .*/got \1 \3 0 \2/p' -e b \
    -e ':other' -e '/^TCP: .* tw /{s/.* tw \([0-9]*\).*/\1/;h;d;}' \
    -e '/^[0-9][0-9]*$/{H;g;s/^\([0-9][0-9]*\)\n/over \1 /p;}' \
    -e '/|-- /h' -e '/host LOCAL/{g;s/.*|-- /own /p;}' -e 's/^\([0-9a-f]\{32\}\) .*/own \1/p' \
    - /proc/net/sockstat /proc/sys/net/ipv4/tcp_max_tw_buckets /proc/net/fib_trie /proc/net/if_inet6 2>/dev/null
exit 0
