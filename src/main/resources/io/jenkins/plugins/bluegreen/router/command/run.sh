# For the scripts before which it stands: commands of the user's own. What is set here begins with bg_, since the login may have exported any
# other name, which the commands are to find as it was.
bg_mask=$(umask)
umask 077

bg_seconds() {
    IFS=. read -r bg_up _ </proc/uptime
    echo "$bg_up"
}

# alone [change]: waits for a command of a deployment that is gone and may still be at it. Where $bg_look stands before the script, nobody is
# waited for. One who only looks creates no file.
alone() {
    [ -z "${bg_look-}" ] && [ -n "${HOME-}" ] || return 0
    bg_lock=$HOME/.bluegreen-router-$APPLICATION
    if [ $# -gt 0 ]; then (: >>"$bg_lock") 2>/dev/null; fi
    [ -f "$bg_lock" ] && [ -w "$bg_lock" ] || return 0
    exec 8>>"$bg_lock"
    bg_begun=$(bg_seconds)
    ! flock -w $((bg_limit * 5 + 60)) 8 2>/dev/null || return 0
    # What cannot be locked, as on a network filesystem, says so at once.
    [ $(($(bg_seconds) - bg_begun)) -ge $((bg_limit * 5 + 59)) ] || return 0
    echo "another command of the router is still at work" >&2
    exit 1
}

# bg_begin: makes the place for what the commands are and write. They never stand on a command line, where others could read them.
bg_begin() {
    bg_place=$(mktemp -d) || exit 1
    trap 'rm -rf "$bg_place"' EXIT
    trap 'exit 1' HUP INT TERM PIPE
}

bg_over() {
    bg_line=
    { IFS= read -r bg_line <"/proc/$bg_pid/stat"; } 2>/dev/null
    # The state stands behind the name, which is in parentheses (proc(5)).
    case ${bg_line##*") "} in '' | Z* | X*) return 0 ;; esac
    return 1
}

# bg_members SESSION: prints the processes of a session.
bg_members() {
    grep -l ") [A-Za-z] [0-9]* [0-9]* $1 " /proc/[0-9]*/stat 2>/dev/null | while IFS=/ read -r _ _ bg_each _; do
        bg_line=
        { IFS= read -r bg_line <"/proc/$bg_each/stat"; } 2>/dev/null
        # The name in parentheses may hold anything, so the fields are counted from the last one: state, parent, group, session (proc(5)).
        # shellcheck disable=SC2086
        set -- "$1" ${bg_line##*") "}
        case ${2-Z} in Z | X) continue ;; esac
        if [ "${5-}" = "$1" ]; then echo "$bg_each"; fi
    done
}

# bg_began PID: prints when a process was started, in clock ticks since this boot; nothing for none.
bg_began() {
    bg_line=
    { IFS= read -r bg_line <"/proc/$1/stat"; } 2>/dev/null
    # shellcheck disable=SC2086
    set -- ${bg_line##*") "}
    echo "${20-}"
}

# bg_stay SECONDS: ends what is left of the last one, and sets bg_left to what stays nevertheless, as PID:BEGIN: what it runs by sudo may
# not be sent a signal.
bg_stay() {
    bg_until=$(($(bg_seconds) + $1 + 1))
    while :; do
        bg_left=$(bg_members "$bg_pid")
        [ -n "$bg_left" ] || return 0
        # shellcheck disable=SC2086 # a list of numbers
        kill -s KILL $bg_left 2>/dev/null
        [ "$(bg_seconds)" -lt $bg_until ] || break
        sleep 0.05
    done
    bg_left=$(for bg_one in $bg_left; do
        bg_ticks=$(bg_began "$bg_one")
        if [ -n "$bg_ticks" ]; then printf '%s ' "$bg_one:$bg_ticks"; fi
    done)
}

# bg_run COMMAND: sets bg_status to its exit status, or to nothing where it took longer than it may, and was ended with what it started, but for
# what is in bg_left. What it wrote lies in files, so that a process which it leaves behind keeps nobody waiting.
bg_run() {
    printf '%s\n' "$1" >"$bg_place/command" || exit 1
    (as_login && umask "$bg_mask" && exec setsid sh "$bg_place/command") </dev/null >"$bg_place/out" 2>"$bg_place/err" 8<&- &
    bg_pid=$!
    # Whole seconds are counted, of which the first has begun.
    bg_until=$(($(bg_seconds) + bg_limit + 1))
    bg_signal= bg_left=
    until bg_over; do
        if [ "$(bg_seconds)" -ge $bg_until ]; then
            [ -z "$bg_signal" ] || break
            bg_signal=TERM bg_until=$((bg_until + 5))
            kill -s TERM -- "-$bg_pid" 2>/dev/null
        fi
        sleep 0.05
    done
    bg_status=
    # Also of what does not go with the one that started it.
    if [ -n "$bg_signal" ]; then bg_stay 3 && return 0; fi
    wait $bg_pid 2>/dev/null
    bg_status=$?
}

# bg_wrote: passes on the end of what the last one wrote.
bg_wrote() {
    tail -c 4000 "$bg_place/out" >&2
    tail -c 4000 "$bg_place/err" >&2
}

# bg_state: has show say which slot is served, and sets bg_says to that, to none, or to nothing where it is not clear, with bg_why.
bg_state() {
    bg_run "$bg_show"
    bg_says='' bg_why=
    if [ -z "$bg_status" ]; then
        bg_why="took longer than $bg_limit s"
    elif [ "$bg_status" -ne 0 ]; then
        bg_why="ended with exit status $bg_status"
    else
        set -f
        # shellcheck disable=SC2046 # words
        set -- $(head -c 1000 "$bg_place/out" | tr -d '\000\r')
        set +f
        case $#${1-} in
            1blue | 1"$bg_blue") bg_says=blue ;;
            1green | 1"$bg_green") bg_says=green ;;
            1none) bg_says=none ;;
            *) bg_why="printed something else" ;;
        esac
    fi
}
