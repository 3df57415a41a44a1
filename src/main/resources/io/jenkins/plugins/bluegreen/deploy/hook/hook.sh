# Runs a hook in a session of its own, for as long as a line comes in each minute:
# DIRECTORY run MARK RELEASE FILE DEPLOYMENT COMMAND ENVIRONMENT [KEPT]
# With KEPT, what is kept beside the release of its variables comes before the ENVIRONMENT. What the hook writes is passed on as it is; the last
# line is MARK, ended or failed, and an exit status.
# Or ends one that was cut off, if anything of it still runs: DIRECTORY end
# The file hook tells of the one that runs its process, which leads the session, its deployment, and since when that process is there: the boot,
# and clock ticks in it. What is set here begins with bg_, as in start.sh.
bg_umask=$(umask)
umask 077
bg_mark=${3-}
bg_how=failed
if [ -n "$bg_mark" ]; then
    # What goes wrong is told on the one channel that is read.
    exec 2>&1
    trap 'bg_status=$?; printf "\n%s %s %s\n" "$bg_mark" "$bg_how" "$bg_status"' EXIT
fi
# A script that runs one is waited for: that ends it as soon as it is not fed any more.
alone

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

# bg_began PID: sets bg_ticks to when a process was started; to nothing for none.
bg_began() {
    bg_line=
    { IFS= read -r bg_line <"/proc/$1/stat"; } 2>/dev/null
    # shellcheck disable=SC2086
    set -- ${bg_line##*") "}
    bg_ticks=${20-}
}

# bg_now: prints which boot this is.
bg_now() {
    bg_booted=
    { read -r bg_booted </proc/sys/kernel/random/boot_id; } 2>/dev/null
    echo "$bg_booted"
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
            echo "still running after SIGKILL, where $(id -nu) may send one:" >&2
            for bg_each in $bg_left; do
                echo "pid $bg_each of $(stat -c %U "/proc/$bg_each"): $(tr '\0\n' '  ' <"/proc/$bg_each/cmdline")" >&2
            done
            return 1
        fi
        bg_lap=$((bg_lap + 1))
        sleep 0.1
    done
}

# bg_concealed PID: tells whether one of the session is of the hook though nobody may look at its mark, as of what it runs by sudo. As long as
# one of it is left, nobody else is given its number; so if that is another process by now, it is over.
bg_concealed() {
    [ -d "/proc/$1" ] && [ ! -r "/proc/$1/environ" ] && [ -n "$bg_boot" ] && [ "$bg_boot" = "$(bg_now)" ] || return 1
    bg_began "$bg_session"
    [ -z "$bg_ticks" ] || [ "$bg_ticks" = "$bg_since" ]
}

# bg_end_left: ends a hook that was cut off. The number of its session may be somebody else's by now, so one of that has to have its mark.
bg_end_left() {
    [ -f "$dir/hook" ] || return 0
    bg_session= bg_of= bg_boot= bg_since=
    { IFS= read -r bg_session && IFS= read -r bg_of && IFS= read -r bg_boot && IFS= read -r bg_since; } <"$dir/hook"
    if [ -n "$bg_of" ]; then
        for bg_one in $(bg_members "$bg_session"); do
            if grep -qszxF -e "BLUE_GREEN_DEPLOYMENT=$bg_of" "/proc/$bg_one/environ" || bg_concealed "$bg_one"; then
                bg_end "$bg_session" || exit 1
                echo "ended=yes"
                break
            fi
        done
    fi
    rm -f "$dir/hook"
}

bg_end_left
[ "$2" = run ] || exit 0
exec 3<&0
(
    trap - EXIT
    exec 3<&-
    # Before anything of it runs, so that nothing ever runs unrecorded.
    IFS=' ' read -r bg_pid _ </proc/self/stat
    bg_began "$bg_pid"
    printf '%s\n%s\n%s\n%s\n' "$bg_pid" "$6" "$(bg_now)" "$bg_ticks" >"$dir/hook" && chmod 600 "$dir/hook" || exit 1
    bg_place=$dir/releases/$4
    # What is needed after the environment is kept where no variable of it can come in between.
    # Whatever PATH the application has.
    set -- "$bg_umask" "$7" "$bg_place" "$5" "$8" "${9-}" "$(command -v setsid)" "$(command -v sh)"
    as_login
    if [ -n "$6" ]; then eval "$(sed '1,/^$/d' "$3/.kept")" || exit 1; fi
    eval "$5" || exit 1
    if [ -d "$3/$4" ]; then cd "$3/$4"; else cd "$3"; fi || exit 1
    umask "$1"
    exec "$7" "$8" -c "$2"
) </dev/null 8<&- &
bg_hook=$!
# timeout(1), since the read of POSIX has none.
(
    trap - EXIT
    while timeout 60 sh -c 'read -r beat'; do :; done
    bg_end $bg_hook
) <&3 >/dev/null 2>&1 8<&- &
bg_watch=$!
exec 3<&-
wait $bg_hook 2>/dev/null
bg_status=$?
kill $bg_watch 2>/dev/null
# What it left running would be at work beside what comes next.
bg_end $bg_hook || { bg_how=left; exit 1; }
rm -f "$dir/hook"
bg_how=ended
exit $bg_status
