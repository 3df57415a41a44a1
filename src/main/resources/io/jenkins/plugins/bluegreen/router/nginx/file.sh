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
    begun=$(seconds)
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

# choice FILE BLUE GREEN: where the last link that leads to the file leads to one of two that are named by their slots or ports, prints the
# link, what it leads to, and what it would lead to for the other slot, each on a line.
choice() (
    link=$(way "$1" | sed -n 's/^by //p' | tail -n 1)
    [ -n "$link" ] && [ "$link" -ef "$1" ] || exit 0
    leads=$(readlink "$link")
    name=${leads##*/}
    other=$(printf '%s\n' "$name" | exchanged blue green 'A-Za-z' | exchanged Blue Green 'A-Za-z' | exchanged BLUE GREEN 'A-Za-z' | exchanged "$2" "$3" 0-9)
    other=${leads%"$name"}$other
    case $other in /*) there=$other ;; *) there=${link%/*}/$other ;; esac
    if [ "$other" != "$leads" ] && [ -f "$there" ]; then printf '%s\n' "$link" "$leads" "$other" "$there"; fi
)

# switched FILE BLUE GREEN: prints what a switch by an included file replaces: the file itself, or the link that chooses one.
switched() {
    link=$(choice "$@" | sed -n 1p)
    if [ -n "$link" ]; then echo "$link"; else readlink -f "$1"; fi
}

# exchanged ONE OTHER LETTERS: exchanges two words of a name, beside which no such letter stands. A name has no slash.
exchanged() {
    sed -e 's,.*,/&/,' -e :a -e "s,\([^$3]\)$1\([^$3]\),\1/-/\2," -e ta \
        -e :b -e "s,\([^$3]\)$2\([^$3]\),\1$1\2," -e tb -e "s,/-/,$2,g" -e 's,^/,,' -e 's,/$,,'
}

# moment PATH: prints when it was changed, in hundredths of a second since 1970; where the host does not tell them, in whole ones. What the
# kernel notes itself, and nobody can set: an older file that is brought back keeps its other time ("cp -p", "rsync -t").
moment() {
    time=$(stat -c '%Z %z' "$1") || return 1
    case $time in *.[0-9][0-9]*) part=${time#*.} ;; *) part=00 ;; esac
    echo $((${time%% *} * 100 + 1${part%"${part#??}"} - 100))
}

# changed FILE: prints when it, or a link that leads to it, was changed last.
changed() {
    last=0
    while IFS= read -r each; do
        case $each in "in "*) continue ;; esac
        at=$(moment "${each#???}") || return 1
        if [ "$at" -gt "$last" ]; then last=$at; fi
    done <<END
$(way "$1")
END
    echo "$last"
}

# ahead MOMENT: tells how many seconds it lies ahead of the clock, which was set back then; nothing where it does not. 2 s: the host of a
# network filesystem has a clock of its own.
ahead() {
    now=$(moment /proc/self/)
    if [ "$1" -gt $((now + 200)) ]; then echo $((($1 - now) / 100)); fi
}
