# For the scripts before which it stands: commands of the user's own. What is set here begins with bg_, since the login may have exported any
# other name, which the commands are to find as it was.
bg_mask=$(umask)
umask 077

bg_seconds() {
    IFS=. read -r bg_up _ </proc/uptime
    echo "$bg_up"
}

# alone: waits for a command of a deployment that is gone and may still be at it. Where $bg_look stands before the script, nobody is waited for.
alone() {
    [ -z "${bg_look-}" ] && [ -d "${HOME-}/" ] && [ -r "$HOME/" ] || return 0
    exec 8<"$HOME/"
    bg_begun=$(bg_seconds)
    ! flock -w $((bg_limit * 5 + 60)) 8 2>/dev/null || return 0
    # A home that cannot be locked, as on a network filesystem, says so at once.
    [ $(($(bg_seconds) - bg_begun)) -ge $((bg_limit * 5 + 59)) ] || return 0
    echo "another command of the router is still at work" >&2
    exit 1
}

# bg_begin: makes the place for what the commands are and write. They never stand on a command line, where others could read them.
bg_begin() {
    bg_place=$(mktemp -d) || exit 1
    trap 'rm -rf "$bg_place"' EXIT
    trap 'exit 1' HUP INT TERM
}

bg_over() {
    bg_line=
    { IFS= read -r bg_line <"/proc/$bg_pid/stat"; } 2>/dev/null
    # The state stands behind the name, which is in parentheses (proc(5)).
    case ${bg_line##*") "} in '' | Z* | X*) return 0 ;; esac
    return 1
}

# bg_run COMMAND: sets bg_status to its exit status, or to nothing where it took longer than it may, and was ended with what it started. What it
# wrote lies in files, so that a process which it leaves behind keeps nobody waiting.
bg_run() {
    printf '%s\n' "$1" >"$bg_place/command" || exit 1
    (umask "$bg_mask" && exec setsid sh "$bg_place/command") </dev/null >"$bg_place/out" 2>"$bg_place/err" 8<&- &
    bg_pid=$!
    bg_until=$(($(bg_seconds) + bg_limit))
    bg_signal=
    until bg_over; do
        if [ "$(bg_seconds)" -ge $bg_until ]; then
            if [ -z "$bg_signal" ]; then bg_signal=TERM bg_until=$((bg_until + 5)); else bg_signal=KILL; fi
            kill -s $bg_signal -- "-$bg_pid" 2>/dev/null
        fi
        sleep 0.05
    done
    wait $bg_pid 2>/dev/null
    bg_status=$?
    # What does not go with the one that started it.
    if [ -n "$bg_signal" ]; then bg_status='' && kill -s KILL -- "-$bg_pid" 2>/dev/null; fi
    return 0
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
