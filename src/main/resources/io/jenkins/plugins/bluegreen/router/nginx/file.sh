# For the scripts before which it stands: the file that nginx includes, or the link to one, and when it was changed.

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
