# For the scripts before which it stands: what keeps a file from being switched, or a router from seeing it; each is printed as refused=...

refused() {
    echo "refused=$1"
}

# may_change FILE COMMAND...: tells whether the login user may create, replace and remove a file; of a folder that user may not write to,
# the command tells.
may_change() {
    file=$1
    shift
    folder=${file%/*}
    folder=${folder:-/}
    if [ ! -d "$folder" ]; then
        refused "the directory $folder does not exist; create it"
    elif [ -e "$file" ] && [ ! -f "$file" ]; then
        refused "it is a directory, or something else that is no file; remove it"
    elif read_only "$folder"; then
        refused "the filesystem of $folder is mounted read-only; mount it so that it can be written to"
    elif [ ! -w "$folder" ]; then
        "$@"
    elif [ -k "$folder" ] && [ -e "$file" ] && [ ! -O "$file" ] && [ ! -O "$folder" ] && [ "$(id -u)" -ne 0 ]; then
        refused "it is not $(id -nu)'s, and in $folder, whose sticky bit is set, only the owner may replace a file; give it to $(id -nu) (chown)"
    fi
}

# may_flag FILE: tells whether the login user may create and remove a flag file.
may_flag() {
    may_change "$1" not_ours
}

# lasts FILE: tells whether it would be gone after a reboot. That keeps nobody from a switch.
lasts() {
    folder=$(cd "${1%/*}/" 2>/dev/null && pwd -P) || return 0
    kind=$(in_memory "$folder")
    [ -z "$kind" ] || echo "memory=$folder is in memory ($kind)"
}

not_ours() {
    refused "$(id -nu) may not write to $folder; give it that directory (chown $(id -nu) $folder)"
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
    mounts=$(grep -F -e "$points" "/proc/$1/mountinfo")
    device=none long=0
    while read -r _ _ dev root point options rest; do
        [ -n "$dev" ] || break
        point=${point%/}
        case $2/ in "$point"/*) ;; *) continue ;; esac
        [ ${#point} -ge $long ] || continue
        long=${#point}
        device="$dev ${root%/}${2#"$point"}"
        case $options,${rest##* }, in ro,* | *,ro,*) device="$device ro" ;; esac
    done <<END
$mounts
END
    echo "$device"
}

read_only() {
    case $(mounted self "$(cd "$1" && pwd -P)") in *' ro') ;; *) return 1 ;; esac
}

# seen FILE READERS: tells what keeps a router's processes, each "MASTER:PID", from seeing whether the file is there. All of one master have the same
# user. What they are called is in watchers.
seen() {
    masters=
    for reader in $2; do
        case "$masters " in *" ${reader%:*} "*) continue ;; esac
        masters="$masters ${reader%:*}"
        hidden "$1" "${reader#*:}"
    done
}

# called UID: prints the name of a user.
called() {
    user=$(sed -n "s/^\([^:]*\):[^:]*:$1:.*/\1/p" /etc/passwd | head -n 1)
    echo "${user:-uid $1}"
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
    own=$(mounted self "$there")
    others=$own
    # What is written otherwise there is not compared.
    if [ "/proc/$2/ns/mnt" -ef /proc/self/ns/mnt ] && [ "/proc/$2/root" -ef /proc/self/root ]; then
        : # It finds what we find.
    else
        case $there in *[\\\ $tab]*) ;; *) others=$(mounted "$2" "$there" 2>/dev/null) ;; esac
        # It may have ended meanwhile; of one in a chroot, nothing stands there.
        cat "/proc/$2/mountinfo" >/dev/null 2>&1 || exit 0
    fi
    if [ "${others% ro}" != "${own% ro}" ]; then
        refused "$watchers ($(called "$uid")) find another directory at $there than the login user, so they would never see it (a container, a chroot, or a service with PrivateTmp); choose a path that is the same for both"
        exit 0
    fi
    case $caps in *[2-7a-f]) exit 0 ;; esac
    way "$1" | while IFS= read -r each; do
        case $each in "in "*) each=${each#???} ;; *) continue ;; esac
        searched "$each" && continue
        refused "$watchers ($(called "$uid")) may not search $each ($(stat -c '%U:%G, mode %a' "$each")), so they would never see it; let them (chmod o+x), or put it into a directory of its own, as README shows"
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
