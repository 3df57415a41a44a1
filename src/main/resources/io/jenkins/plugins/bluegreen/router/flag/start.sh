# What the scripts for a router start from: it is fed to sh in front of them.
LC_ALL=C
export LC_ALL
newline='
'
tab='	'

# apart PID: tells whether it surely sees other mounts than we do.
apart() {
    [ -e "/proc/$1/ns/mnt" ] && ! [ "/proc/$1/ns/mnt" -ef /proc/self/ns/mnt ]
}

# depth /proc/PID: sets depth to the number of PID namespaces that a process is in.
depth() {
    depth=0
    while read -r key value; do
        if [ "$key" = NSpid: ]; then
            # shellcheck disable=SC2086 # words
            set -- $value
            depth=$#
            break
        fi
    done <"$1/status"
}

# contained /proc/PID: tells whether a process is in PID namespaces of its own, as in a container, whose files are not where it names them.
contained() {
    depth /proc/self
    own_depth=$depth
    { depth "$1"; } 2>/dev/null
    [ "$depth" -ne "$own_depth" ]
}
