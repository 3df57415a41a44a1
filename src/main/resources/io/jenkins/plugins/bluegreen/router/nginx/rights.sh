# For the scripts before which it stands: what keeps a switch from being possible, or nginx from seeing it; each is printed as refused=...

refused() {
    echo "refused=$1"
}

# may_switch FILE LAYOUT PORTS [TEST_COMMAND RELOAD_COMMAND]: tells whether the login user may do what a switch does.
may_switch() {
    file=$1
    # shellcheck disable=SC2086 # words
    [ "$2" = reload-free ] || file=$(switched "$1" $3) || { refused "the directory of $1 does not exist; create it" && return; }
    folder=${file%/*}
    folder=${folder:-/}
    next=${file%/*}/.${file##*/}.bluegreen
    if [ ! -d "$folder" ]; then
        refused "the directory $folder does not exist; create it"
    elif [ -e "$file" ] && [ ! -f "$file" ]; then
        refused "it is a directory, or something else that is no file; remove it"
    elif read_only "$folder"; then
        refused "the filesystem of $folder is mounted read-only; mount it so that it can be written to"
    elif [ ! -w "$folder" ]; then
        may_replace_by_sudo "$2" "$3"
    elif [ -k "$folder" ] && [ -e "$file" ] && [ ! -O "$file" ] && [ ! -O "$folder" ] && [ "$(id -u)" -ne 0 ]; then
        refused "it is not $(id -nu)'s, and in $folder, whose sticky bit is set, only the owner may replace a file; give it to $(id -nu) (chown)"
    fi
    [ $# -eq 3 ] || { may_run "$4" test && may_run "$5"; }
}

may_replace_by_sudo() {
    if [ "$1" = reload-free ]; then
        refused "$(id -nu) may not write to $folder; give it that directory, as README shows"
    elif [ -L "$file" ]; then
        may_relink_by_sudo "$2"
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

# mounted PID DIRECTORY: prints where a process finds a directory: the device, the path there, and "ro" where nothing can be written; only
# "none" where it has none there (proc(5)). There may be thousands of mounts, and options begin with rw or ro.
mounted() {
    at=$2
    points=' / r'
    while [ -n "$at" ]; do
        points="$points$newline $at r"
        at=${at%/*}
    done
    grep -F -e "$points" "/proc/$1/mountinfo" | {
        device=none long=0
        while read -r _ _ dev root point options rest; do
            point=${point%/}
            case $2/ in "$point"/*) ;; *) continue ;; esac
            [ ${#point} -ge $long ] || continue
            long=${#point}
            device="$dev ${root%/}${2#"$point"}"
            case $options,${rest##* }, in ro,* | *,ro,*) device="$device ro" ;; esac
        done
        echo "$device"
    }
}

read_only() {
    case $(mounted self "$(cd "$1" && pwd -P)") in *' ro') ;; *) return 1 ;; esac
}

# seen FILE READERS: tells what keeps nginx's workers from seeing whether the file is there. All of one master have the same user.
seen() {
    masters=
    for reader in $2; do
        case "$masters " in *" ${reader%:*} "*) continue ;; esac
        masters="$masters ${reader%:*}"
        hidden "$1" "${reader#*:}"
    done
}

# hidden FILE PID: what may be searched goes by the ids for files, and by CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capabilities(7)).
hidden() (
    set -f
    there=$(cd "${1%/*}/" && pwd -P) || exit 0
    uid='' groups='' caps=''
    while read -r key rest; do
        case $key in
            Uid:) uid=${rest##*[!0-9]} ;;
            Gid:) groups="${rest##*[!0-9]} $groups" ;;
            Groups:) groups="$groups $rest" ;;
            CapEff:) caps=$rest ;;
        esac
    done 2>/dev/null <"/proc/$2/status"
    [ -n "$uid" ] || exit 0
    user=$(sed -n "s/^\([^:]*\):[^:]*:$uid:.*/\1/p" /etc/passwd | head -n 1)
    user=${user:-uid $uid}
    own=$(mounted self "$there")
    others=$own
    # What is written otherwise there is not compared.
    case $there in *[\\\ $tab]*) ;; *) others=$(mounted "$2" "$there" 2>/dev/null) ;; esac
    # It may have ended meanwhile; of one in a chroot, nothing stands there.
    cat "/proc/$2/mountinfo" >/dev/null 2>&1 || exit 0
    if [ "${others% ro}" != "${own% ro}" ]; then
        refused "nginx's workers ($user) find another directory at $there than the login user, so they would never see it (a container, a chroot, or a service with PrivateTmp); choose a path that is the same for both"
        exit 0
    fi
    case $caps in *[2-7a-f]) exit 0 ;; esac
    way "$1" | while IFS= read -r each; do
        case $each in "in "*) each=${each#???} ;; *) continue ;; esac
        searched "$each" && continue
        refused "nginx's workers ($user) may not search $each ($(stat -c '%U:%G, mode %a' "$each")), so they would never see it; let them (chmod o+x), or put it into a directory of its own, as README shows"
        break
    done
)

# searched DIRECTORY: tells whether uid with its groups may search it, or whether that cannot be told.
searched() {
    # shellcheck disable=SC2046 # words
    set -- "$1" $(ls -ldn -- "$1")
    # Mode, links, uid, gid; where there is an access control list, the group's part of the mode is its mask (acl(5)).
    case $2 in *+) listed "$1" "$4" "$5" && return 0 || return 1 ;; esac
    case $2 in
        ???[xs]*) [ "$4" != "$uid" ] || return 0 ;;
        *) [ "$4" != "$uid" ] || return 1 ;;
    esac
    case " $groups " in
        *" $5 "*) case $2 in ??????[xs]*) return 0 ;; *) return 1 ;; esac ;;
    esac
    case $2 in
        ?????????[xt]*) return 0 ;;
        # Busybox does not tell of a list.
        ??????[xs]*) ! ls --version >/dev/null 2>&1 ;;
        *) return 1 ;;
    esac
}

# listed DIRECTORY OWNER GROUP: the same by its access control list, where that can be read.
listed() {
    list=$(getfacl -npc -- "$1" 2>/dev/null) || return 0
    mask=yes owner='' named='' grouped='' other=''
    while IFS=: read -r kind who may; do
        case ${may%%[!rwx-]*} in *x) may=yes ;; *) may=no ;; esac
        case $kind:$who in
            mask:) mask=$may ;;
            user:) owner=$may ;;
            "user:$uid") named=$may ;;
            group:*) case " $groups " in *" ${who:-$3} "*) [ "$grouped" = yes ] || grouped=$may ;; esac ;;
            other:) other=$may ;;
        esac
    done <<END
$list
END
    if [ "$2" = "$uid" ]; then
        may=$owner
    else
        may=${named:-$grouped}
        may=${may:+$may$mask}
        may=${may:-$other}
    fi
    case $may in *no*) return 1 ;; esac
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
