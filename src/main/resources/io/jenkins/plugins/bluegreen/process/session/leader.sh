# Leads the session of a slot: PLACE UMASK RELEASE DEPLOYMENT COMMAND PORT RESTART LIMIT KEEP
# It writes the record itself, before it starts anything, so that nothing ever runs unrecorded. It lives as long as the application, notes how
# that ended, also where that never began, and starts it again if it is to be kept up: then there is no file trial, but kept, in the slot.
# That file goes from one name to the other in one move, and needs no room: so either the leader sees in it that the application ended too
# early, or keep-up.sh that it runs.
# What is set outside of parentheses begins with bg_: a shell hands what it sets on to all that it starts, where the login exports a
# variable of that name. What is needed after the environment is kept where no variable of it can come in between.
bg_told=
trap 'bg_told=yes' TERM INT
# Nobody's terminal or login is a reason to end: a host that goes down says TERM as well. It is not ignored, since the application would
# ignore it then.
trap : HUP
# By its time bg_watch knows whether the log was written to. It has no name any more when anything is recorded: nothing in the slot changes
# by itself.
if { printf '' >"$1/looked"; } 2>/dev/null; then
    exec 7<"$1/looked"
    rm -f "$1/looked"
fi
(
    place=$1 release=$3 deployment=$4 port=$6
    read -r boot </proc/sys/kernel/random/boot_id
    IFS= read -r line </proc/$$/stat
    set -- ${line##*") "}
    printf "pid=%s\nstart=%s\nboot=%s\nrelease=%s\nport=%s\ndeployment=%s\n" \
        "$$" "${20}" "$boot" "$release" "$port" "$deployment" >"$place/process.new" && mv -f "$place/process.new" "$place/process"
) || exit 1

# bg_rotate PLACE LIMIT KEEP: begins a new log. Processes that have it open to append go on writing into it meanwhile, so it stays the same
# file: its beginning is copied, and taken out of it, which fallocate(1) does on many file systems without losing anything. Where it cannot, all
# is copied, and the file cut as soon as that is done. Of a flood, and on a full disk, a part is lost, and that is told.
bg_rotate() (
    size=$(stat -c %s "$1/log") || exit 0
    copied=$size
    if [ "$3" -gt 0 ]; then
        bg_shift "$1" "$3"
        # Whole blocks, and not to its end.
        cut=$(((size - 1) / 4096 * 4096))
        if [ $cut -gt $(($2 * 4)) ]; then cut=$(($2 * 4 / 4096 * 4096)); fi
        if head -c $cut "$1/log" >"$1/log.1" && [ "$size" -le $(($2 * 8)) ]; then
            if fallocate -c -o 0 -l $cut "$1/log"; then exit 0; fi
            if tail -c +$((cut + 1)) "$1/log" | head -c $(($2 * 4)) >>"$1/log.1"; then
                copied=$(stat -c %s "$1/log.1")
                tail -c +$((copied + 1)) "$1/log" | head -c "$2" >>"$1/log.1"
                : >"$1/log"
                exit 0
            fi
        fi
        copied=$(stat -c %s "$1/log.1")
    fi
    lost=$(($(stat -c %s "$1/log") - ${copied:-0}))
    : >"$1/log"
    if [ $lost -gt 0 ] && [ "$3" -gt 0 ]; then
        echo "$(date -u '+%Y-%m-%d %H:%M:%S UTC') blue-green: $lost bytes of this log are left out, since there were too many at once, or no room" >>"$1/log"
    fi
) 2>/dev/null

# bg_watch PLACE LIMIT KEEP: sees to it that the log stays within its limit, more often while much is written. It ends with the leader.
# Most applications write nothing most of the time, and the start of a program costs a host more than all that it does here. So the size is
# asked for only where the log was written to since it was last asked for, which the shell itself can tell by the time of a file; and now and
# then all the same, since a clock may be set back.
bg_watch() {
    nap=
    trap 'kill $nap 2>/dev/null; exit 0' TERM
    trap '' HUP
    last=0
    lap=1
    quiet=9
    while kill -0 $$; do
        sleep $lap &
        nap=$!
        wait $nap
        if [ "$last" -le "$2" ] && [ $quiet -lt 9 ] && [ /proc/self/fd/7 -nt "$1/log" ]; then
            quiet=$((quiet + 1))
            lap=1
            continue
        fi
        quiet=0
        # Before the question, so that what is written meanwhile is no older; a full disk is no reason not to ask.
        printf '' >/proc/self/fd/7
        size=$(stat -c %s "$1/log") || continue
        if [ "$size" -gt "$2" ]; then
            bg_rotate "$1" "$2" "$3"
            lap=0.1
        elif [ $((size - last)) -gt $(($2 / 20)) ]; then
            lap=0.1
        else
            lap=1
        fi
        last=$size
    done
}
(bg_watch "$1" "$8" "$9") </dev/null >/dev/null 2>&1 &
bg_watcher=$!
exec 7<&-

# bg_left PLACE DEPLOYMENT [EVERYWHERE]: tells whether anything of the application still runs in this session, by the mark in its environment
# (proc(5)), which neither the leader nor its tools have; with EVERYWHERE, also what left it. As long as that which was found runs, nothing
# else is looked for.
bg_found=
bg_left() {
    [ -n "$bg_found" ] && [ "$(bg_stat "${bg_found%% *}")" = "$bg_found" ] || bg_found=$(bg_find "$@")
    [ -n "$bg_found" ]
}

# bg_stat PID: prints it with its session, and when it was started in ticks since boot; nothing for none, and for a zombie.
bg_stat() (
    line=
    { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null
    pid=$1
    # The name in parentheses may hold anything, so the fields are counted from the last one.
    set -- ${line##*") "}
    case ${1:-Z} in Z | X) ;; *) echo "$pid $4 ${20}" ;; esac
)

bg_find() (
    LC_ALL=C
    export LC_ALL
    dir=${1%/slots/*}
    for pid in $(grep -lzxF "BLUE_GREEN_DEPLOYMENT=$2" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3); do
        found=$(bg_stat "$pid")
        case $found in '') continue ;; "$pid $$ "*) ;; *) [ -n "$3" ] || continue ;; esac
        if [ -e "/proc/$pid/root$dir" ] && ! [ "/proc/$pid/root$dir" -ef "$dir" ]; then continue; fi
        [ "$(grep -czxF -e "BLUE_GREEN_DEPLOYMENT=$2" -e "DEPLOY_DIR=$dir" -e "SLOT=${1##*/}" "/proc/$pid/environ" 2>/dev/null)" = 3 ] || continue
        echo "$found"
        exit 0
    done
)

# bg_end: ends with who watches the log.
bg_end() {
    kill "$bg_watcher" 2>/dev/null
    wait "$bg_watcher" 2>/dev/null
    exit 0
}

# bg_nap SECONDS: waits so long, or until the leader is told to end.
bg_nap() {
    [ "$1" -gt 0 ] && [ -z "$bg_told" ] || return 0
    sleep "$1" &
    # A signal ends that as well.
    while [ -z "$bg_told" ] && kill -0 $! 2>/dev/null; do wait $!; done
    if [ -n "$bg_told" ]; then kill $! 2>/dev/null; fi
}

# bg_listens PORT: tells whether anybody does. A plain text is looked for first: a busy host has very many connections.
bg_listens() (
    hex=$(printf '%04X' "$1")
    grep -hF ":$hex " /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q "^ *[0-9]*: [0-9A-F]*:$hex [0-9A-F:]* 0A "
)

# bg_uptime: prints for how many seconds the host is up, which nobody sets back.
bg_uptime() (
    read -r up _ </proc/uptime
    echo "${up%.*}"
)

# bg_rename PLACE FROM TO: fails where there is none.
bg_rename() {
    [ -f "$1/$2" ] && mv -f "$1/$2" "$1/$3" 2>/dev/null
}

bg_pause=0
bg_count=0
if [ -f "$1/restarts" ]; then bg_count=$(sed -n 's/^count=//p' "$1/restarts"); fi
bg_count=${bg_count:-0}
while :; do
    bg_begun=$(bg_uptime)
    (
        . "$1/env" || exit 1
        umask "$2"
        exec sh -c "$5"
    )
    bg_exit=$?
    echo $bg_exit >"$1/exit"
    # Until it is known what it left, keep-up.sh waits. Where its command failed, what is left is the application only if that serves: a helper
    # that outlives it must not keep it down. One that ended well may have left the application, which need not listen yet, so there a helper
    # does (README says so).
    bg_rename "$1" trial trial.held
    while { [ $bg_exit = 0 ] || bg_listens "$6"; } && bg_left "$1" "$4" "$([ ! -f "$1/kept" ] || echo everywhere)"; do
        bg_rename "$1" trial.held trial
        sleep 1
        bg_rename "$1" trial trial.held
    done
    # Where all are asked to end, as by a host that goes down, the application did not end by itself.
    if [ -n "$bg_told" ]; then
        bg_rename "$1" trial.held trial
        bg_end
    fi
    if bg_rename "$1" trial.held over || [ "$7" != always ] || [ ! -f "$1/kept" ]; then bg_end; fi
    bg_ran=$(($(bg_uptime) - bg_begun))
    # One that had run for a while is started again at once.
    if [ $bg_ran -ge 60 ]; then bg_pause=0; fi
    bg_count=$((bg_count + 1))
    echo "$(date -u '+%Y-%m-%d %H:%M:%S UTC') blue-green: release $3 ended with exit status $bg_exit after $bg_ran s; restart $bg_count in $bg_pause s"
    bg_nap $bg_pause
    if [ ! -f "$1/kept" ] || [ -n "$bg_told" ]; then bg_end; fi
    bg_pause=$((bg_pause == 0 ? 1 : bg_pause * 2))
    if [ $bg_pause -gt 60 ]; then bg_pause=60; fi
    # A full disk is no reason not to.
    { printf 'count=%s\nlast=%s\nexit=%s\n' $bg_count "$(date +%s)" $bg_exit >"$1/restarts.new" && mv -f "$1/restarts.new" "$1/restarts"; } 2>/dev/null
    rm -f "$1/exit"
done
