# For the scripts before which it stands: the processes of nginx.

# What the sentences of rights.sh say of who has to see a file.
watchers="nginx's workers"

# masters: prints the pid of each master of nginx.
masters() {
    for each in $(grep -l '^nginx: master process' /proc/[0-9]*/cmdline 2>/dev/null); do
        each=${each#/proc/}
        echo "${each%/cmdline}"
    done
}

# workers: prints "master:pid" of each worker of nginx that accepts connections. One whose master was killed is not one of them: no reload
# reaches it. A master that may not be looked at is none that was killed.
workers() {
    # shellcheck disable=SC2046 # numbers, and names without blanks
    set -- $(masters)
    there=" $* "
    # shellcheck disable=SC2046
    set -- $(grep -l '^nginx: worker process' /proc/[0-9]*/cmdline 2>/dev/null)
    [ $# -gt 0 ] || return 0
    leaving=$newline$(grep -l 'is shutting down' "$@" 2>/dev/null)$newline
    for each in "$@"; do
        pid=${each#/proc/}
        pid=${pid%/*}
        case $leaving in *"$newline$each$newline"*) continue ;; esac
        line=
        { IFS= read -r line <"/proc/$pid/stat"; } 2>/dev/null
        # Behind the name in parentheses: the state, then the parent's pid (proc(5)).
        set -- ${line##*") "}
        [ $# -gt 1 ] || continue
        case $there in
            *" $2 "*) ;;
            *) [ ! -r "/proc/$2/cmdline" ] || continue ;;
        esac
        echo "$2:$pid"
    done
}

# every_worker: prints "pid:start" of each worker, also of those that only end what they began; start is in clock ticks since boot.
every_worker() {
    for pid in $(grep -l '^nginx: worker process' /proc/[0-9]*/cmdline 2>/dev/null); do
        pid=${pid%/cmdline}
        pid=${pid#/proc/}
        line=
        { IFS= read -r line <"/proc/$pid/stat"; } 2>/dev/null
        set -- ${line##*") "}
        [ $# -lt 20 ] || echo "$pid:${20}"
    done
}
