# For the scripts before which it stands: what keeps a switch from being possible; each is printed as refused=...

# may_switch FILE LAYOUT PORTS [TEST_COMMAND RELOAD_COMMAND]: tells whether the login user may do what a switch does.
may_switch() {
    if [ "$2" = reload-free ]; then
        may_flag "$1"
        return
    fi
    # shellcheck disable=SC2086 # words
    file=$(switched "$1" $3) || { refused "the directory of $1 does not exist; create it" && return; }
    next=${file%/*}/.${file##*/}.bluegreen
    may_change "$file" may_replace_by_sudo "$3"
    [ $# -eq 3 ] || { may_run "$4" test && may_run "$5"; }
}

# may_replace_by_sudo PORTS: the same of a file in a folder that the login user may not write to.
may_replace_by_sudo() {
    if [ -L "$file" ]; then
        may_relink_by_sudo "$1"
    elif ! by_sudo tee "$next" || ! by_sudo mv -f "$next" "$file"; then
        refused "$(id -nu) may not replace it: the directory $folder is not writable, and sudo does not allow the two commands that README lists for that"
    elif ! kept && ! by_sudo cp -p "$file" "$next"; then
        is=$(stat -c '%U:%G, mode %a' "$file")
        if [ -z "$left" ]; then
            refused "it would not stay as it is ($is) by what sudo allows; allow '$(command -v cp) -p $file $next' as well, as README shows"
        else
            refused "it would not stay as it is ($is), since $next ($(stat -c '%U:%G, mode %a' "$next")) was left of an earlier switch; as root, run 'rm $next' there"
        fi
    fi
}

# may_relink_by_sudo PORTS: the same of a link, which may have to lead back.
may_relink_by_sudo() {
    # shellcheck disable=SC2086 # words
    choice "$file" $1 | sed 1d | sed 2q | while IFS= read -r leads; do
        if ! by_sudo ln -sfn "$leads" "$next" || ! by_sudo mv -f "$next" "$file"; then
            refused "$(id -nu) may not replace it: the directory $folder is not writable, and sudo does not allow 'ln -sfn $leads $next' and 'mv -f $next $file'; allow both, as README shows"
            break
        fi
    done
}

# kept: tells whether sudo's tee leaves the file as it is: root's, and of a mode that a umask can leave of 666, to which sudo adds 022
# (sudoers(5)). What was left of an earlier switch, tee leaves as it is: sets left where that alone is in the way.
kept() {
    left=
    [ -e "$file" ] || return 0
    is=$(stat -c '%u %g %a' "$file")
    case $is in '0 0 6'[04][04]) ;; *) return 1 ;; esac
    [ ! -e "$next" ] || [ "$(stat -c '%u %g %a' "$next")" = "$is" ] || left=yes
    [ -z "$left" ]
}

# by_sudo COMMAND...: asks sudo, and says no only where that does. It may want a password to tell, and none to do it (listpw in sudoers(5)),
# and not each can tell.
by_sudo() {
    said=$(sudo -n -l "$@" 2>&1 >/dev/null) && return 0
    case $said in *password* | *option* | *sage* | *support*) return 0 ;; esac
    return 1
}

# may_run COMMAND [test]: asks sudo about one that begins so; another one may be anything. One that tests changes nothing, and may be tried.
may_run() {
    case $1 in
        *[!a-zA-Z0-9_./:@%+,\ -]*) return 0 ;;
        'sudo -n '[!-]*) ;;
        *) return 0 ;;
    esac
    if ! command -v sudo >/dev/null; then
        refused "there is no sudo for '$1'; install it, or give a command that needs none"
        return 0
    fi
    # shellcheck disable=SC2086 # words
    if ! by_sudo ${1#sudo -n }; then
        refused "sudo does not allow $(id -nu) to run '$1'; allow it, as README shows"
        return 0
    fi
    case $#$said in
        2*password*) ! sh -c "$1" 2>&1 | grep -q '^sudo: a password' || refused "sudo wants a password of $(id -nu) to run '$1'; allow it with NOPASSWD, as README shows" ;;
    esac
}

# upgrading VERDICTS: tells, of what goes_by printed, that the nginx which goes by the file runs twice (USR2): a reload reaches but one of both.
upgrading() {
    for master in $(masters); do
        line=
        { IFS= read -r line <"/proc/$master/stat"; } 2>/dev/null
        # shellcheck disable=SC2086 # words
        set -- "$1" ${line##*") "}
        [ $# -gt 2 ] && grep -qs '^nginx: master process' "/proc/$3/cmdline" || continue
        case $newline$1$newline in
            *"${newline}yes $master$newline"* | *"${newline}yes $3$newline"*)
                refused "nginx is being upgraded, and its old master ($3) and its new one ($master) both run, of which a reload reaches but one; end the upgrade (kill -QUIT $3)"
                return
                ;;
        esac
    done
}
