# Runs a hook in a session of its own, for as long as a line comes in each minute: DIRECTORY MARK RELEASE FILE DEPLOYMENT COMMAND ENVIRONMENT [KEPT]
# With KEPT, what is kept beside the release of its variables comes before the ENVIRONMENT. What the hook writes is passed on as it is; the last
# line is MARK, ended or failed, and an exit status.
bg_umask=$(umask)
umask 077
# What goes wrong is told on the one channel that is read.
exec 2>&1
bg_mark=$2
bg_how=failed
trap 'bg_status=$?; printf "\n%s %s %s\n" "$bg_mark" "$bg_how" "$bg_status"' EXIT
alone
bg_end_left
exec 3<&0

# bg_as_login: has what is started from now on find what the login has; as in start.sh.
bg_as_login() {
    case $bg_locale in
        '') unset LC_ALL ;;
        *) LC_ALL=${bg_locale#set} ;;
    esac
    # Where it has none, none is exported.
    dir=$bg_dir
    if [ -z "${LC_ALL-}${LC_CTYPE-}${LANG-}" ] && LANG=$(bg_utf8_locale); then export LANG; fi
}

bg_utf8_locale() {
    command -v locale >/dev/null || { echo C.UTF-8 && return; }
    for bg_name in C.UTF-8 en_US.UTF-8; do
        if locale -a 2>/dev/null | grep -qxF -e "$bg_name" -e "${bg_name%UTF-8}utf8"; then echo "$bg_name" && return; fi
    done
    return 1
}

(
    trap - EXIT
    exec 3<&-
    # Before anything of it runs, so that nothing ever runs unrecorded.
    IFS=' ' read -r bg_pid _ </proc/self/stat
    printf '%s\n%s\n' "$bg_pid" "$5" >"$dir/hook" && chmod 600 "$dir/hook" || exit 1
    bg_place=$dir/releases/$3
    # What is needed after the environment is kept where no variable of it can come in between.
    set -- "$bg_umask" "$6" "$bg_place" "$4" "$7" "${8-}"
    bg_as_login
    if [ -n "$6" ]; then eval "$(sed '1,/^$/d' "$3/.kept")" || exit 1; fi
    eval "$5" || exit 1
    if [ -d "$3/$4" ]; then cd "$3/$4"; else cd "$3"; fi || exit 1
    umask "$1"
    exec setsid sh -c "$2"
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
bg_end $bg_hook || exit 1
rm -f "$dir/hook"
bg_how=ended
exit $bg_status
