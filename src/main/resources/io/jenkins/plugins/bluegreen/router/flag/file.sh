# For the scripts before which it stands: the one file that says which slot is served, and the way to it.

seconds() {
    IFS=. read -r up _ </proc/uptime
    echo "$up"
}

# alone FILE [change]: waits for a script of a deployment that is gone and may still be at it; where there is no lock to wait for, and it is
# to be changed, says unlocked=yes. A folder that cannot be read is told elsewhere. Where $bg_look stands before the script, nobody is waited for.
alone() {
    [ -z "${bg_look-}" ] || return 0
    [ -d "${1%/*}/" ] && [ -r "${1%/*}/" ] || return 0
    exec 8<"${1%/*}/"
    ! locked "$1" || return 0
    # NFS locks nothing that is open for reading only (flock(2)).
    lock=${1%/*}/.${1##*/}.bluegreen.lock
    if [ $# -gt 1 ] && [ -w "${1%/*}/" ]; then (umask 022 && : >>"$lock"); fi
    if [ -w "$lock" ]; then
        exec 8>>"$lock"
        ! locked "$1" || return 0
    fi
    [ $# -eq 1 ] || echo unlocked=yes
}

# locked FILE: takes a lock of what is open as 8, or tells that there are none. Of both, busybox may say 1.
locked() {
    IFS=. read -r begun _ </proc/uptime
    ! flock -w 120 8 2>/dev/null || return 0
    [ $(($(seconds) - begun)) -ge 119 ] || return 1
    echo "the directory of $1 was locked for 120 s" >&2
    exit 1
}

# way FILE: prints what leads to it: each directory that is searched as "in DIRECTORY", each link that is followed as "by LINK", and where
# that ends as "to FILE".
way() (
    set -f
    at=
    rest=$1
    links=0
    while rest=${rest#"${rest%%[!/]*}"} && [ -n "$rest" ]; do
        echo "in ${at:-/}"
        name=${rest%%/*}
        rest=${rest#"$name"}
        case $name in
            .) continue ;;
            ..) at=${at%/*} && continue ;;
        esac
        if [ -L "$at/$name" ] && [ $links -lt 40 ]; then
            links=$((links + 1))
            echo "by $at/$name"
            name=$(readlink "$at/$name")
            case $name in /*) at= ;; esac
            rest=$name$rest
        else
            at=$at/$name
        fi
    done
    echo "to $at"
)

# closed FILE: tells which of what leads to a file keeps the login user from reading it, and ends.
closed() {
    way "$1" | while IFS= read -r each; do
        at=${each#???}
        case $each in
            "in "*) [ -d "$at" ] && [ ! -x "$at" ] && lets=a+x ;;
            "to "*) [ -e "$at" ] && [ ! -r "$at" ] && lets=a+r ;;
            *) false ;;
        esac || continue
        printf '%s\n' "closed=$at" "lets=$lets" "$(stat -c 'is=%U:%G, mode %a' "$at")"
        break
    done
    exit 1
}

# read_flag FILE [PORTS]: prints "content=" where it is there; nothing where it is not. Ends where that cannot be told. Of each of the ports
# prints as canary-PORT=... the largest share of the clients for which there is a file beside it, and preview=PORT where there is one for a token,
# which is nobody's business.
read_flag() {
    if [ -e "$1" ]; then
        echo content=
    else
        # A folder that cannot be searched would look like a missing file.
        cd "${1%/*}/" || closed "$1"
    fi
    for port in ${2-}; do
        for share in 50 25 10 5 1; do
            if [ -e "$1.canary-$port-$share" ]; then
                echo "canary-$port=$share"
                break
            fi
        done
        for each in "$1.preview-$port-"*; do
            if [ -e "$each" ]; then
                echo "preview=$port"
                break
            fi
        done
    done
}
