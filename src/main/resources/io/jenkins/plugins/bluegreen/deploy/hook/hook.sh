# For the scripts that follow: the hook that runs here, which leads a session of its own. The file hook tells its process and its deployment.
# What is set here begins with bg_, as in start.sh.

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

# bg_end SESSION: asks all of it to end, and makes it after 5 s.
bg_end() {
    bg_lap=0
    while :; do
        bg_left=$(bg_members "$1")
        [ -n "$bg_left" ] || return 0
        # shellcheck disable=SC2086 # a list of numbers
        if [ $bg_lap -eq 0 ]; then
            kill -TERM $bg_left 2>/dev/null
        elif [ $bg_lap -ge 50 ]; then
            kill -KILL $bg_left 2>/dev/null
        fi
        if [ $bg_lap -ge 150 ]; then
            echo "still running after SIGKILL: $(echo "$bg_left" | tr '\n' ' ')" >&2
            return 1
        fi
        bg_lap=$((bg_lap + 1))
        sleep 0.1
    done
}

# bg_end_left: ends a hook that was cut off. The number of its session may be somebody else's by now, so one of that has to have its mark.
bg_end_left() {
    [ -f "$dir/hook" ] || return 0
    bg_session= bg_of=
    { IFS= read -r bg_session && IFS= read -r bg_of; } <"$dir/hook"
    if [ -n "$bg_of" ]; then
        for bg_one in $(bg_members "$bg_session"); do
            if grep -qszxF -e "BLUE_GREEN_DEPLOYMENT=$bg_of" "/proc/$bg_one/environ"; then
                bg_end "$bg_session" || exit 1
                echo "ended=yes"
                break
            fi
        done
    fi
    rm -f "$dir/hook"
}

