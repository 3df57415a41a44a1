# For the scripts before which it stands.

# in_memory DIRECTORY: prints the kind of its filesystem where that is one in memory, which a reboot empties. Where the whole host is in one,
# or somebody tries things out in /tmp, the application is gone with it.
in_memory() {
    kind=$(stat -f -c %T "$1" 2>/dev/null) || return 0
    case $kind in tmpfs | ramfs) ;; *) return 0 ;; esac
    for all in / /tmp; do
        [ "$(stat -L -c %d "$1")" != "$(stat -L -c %d "$all")" ] || return 0
    done
    echo "$kind"
}
