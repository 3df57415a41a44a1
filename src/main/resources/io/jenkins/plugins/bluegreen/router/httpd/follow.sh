# For the scripts before which it stands: the Apache httpds that run here, and what each is configured with.
watchers="httpd's workers"

# followed FILE: prints of each httpd, up to the first that tests for the file, "router=PID", as whom its workers run as "user=UID", and
# each line of its configuration as "line=...", file by file behind "line=# configuration file FILE:", with each path by which that names
# the file as "alias=PATH"; "named=yes" where it is named in another way, "untold=WHY" where it may be tested unseen. Sets readers to the
# workers of one that does test.
followed() {
    readers=
    all=" $(grep -lxE 'apache2|httpd' /proc/[0-9]*/comm 2>/dev/null | tr '\n' ' ')"
    for each in $all; do
        process=${each%/comm}
        case $all in *" /proc/$(parent "$process")/comm "*) continue ;; esac
        master=${process#/proc/}
        echo "router=$master"
        owned=$(workers "$all")
        for worker in $owned; do
            sed -n "s/^Uid:[ $tab]*[0-9]*[ $tab]*\([0-9]*\).*/user=\1/p" "/proc/${worker#*:}/status" 2>/dev/null
        done | sort -u
        if contained "$process"; then
            echo "untold=it runs in a container"
        else
            configured "$1"
            [ -z "$readers" ] || break
        fi
    done
}

# workers COMMS: prints "MASTER:PID" of each worker of the master; of one that has none, itself (httpd -X).
workers() {
    none=yes
    for one in $1; do
        if [ "$(parent "${one%/comm}")" = "$master" ]; then
            none=
            one=${one%/comm}
            echo "$master:${one#/proc/}"
        fi
    done
    [ -z "$none" ] || echo "$master:$master"
}

# parent /proc/PID: prints the pid of its parent; behind the name in parentheses stand the state and that (proc(5)).
parent() {
    line=
    { IFS= read -r line <"$1/stat"; } 2>/dev/null
    # shellcheck disable=SC2086 # words
    set -- ${line##*") "}
    echo "${2-}"
}

# configured FILE: the same of the httpd that is looked at.
configured() {
    arguments
    files=$(included || textual) || {
        echo "untold=$(printf '%s\n' "$files" | tail -n 1)"
        return
    }
    whole=$(printf '%s\n' "$files" | while IFS= read -r each; do
        echo "# configuration file $each:"
        cat -- "$each" || exit 1
        echo
    done 2>/dev/null) || {
        echo "untold=one of its files may not be read by $(id -nu)"
        return
    }
    # What is longer is of no use: it would come cut off.
    if [ ${#whole} -gt 500000 ]; then
        echo "untold=its configuration has more than 500 kB"
        return
    fi
    names=$(aliases "$1")
    if [ -n "$names" ]; then
        echo "$names"
        readers=$owned
    elif printf '%s\n' "$whole" | grep -v "^[ $tab]*#" | grep -qF -e "$1"; then
        echo named=yes
        readers=$owned
    fi
    printf '%s\n' "$whole" | sed 's/^/line=/'
}

# arguments: sets root and main to what its command line gives (httpd(8)), and given to what of it changes what is read. It is not run by
# the name that a stranger's process has.
arguments() {
    root= main= given= takes=
    words=$(tr '\0' '\n' 2>/dev/null <"$process/cmdline" | sed 1d)
    while IFS= read -r word; do
        case $takes in
            d) root=$word ;;
            f) main=$word ;;
            D) given="$given -D $word" ;;
        esac
        takes=
        case $word in
            -d | -f | -D) takes=${word#-} ;;
            -d?*) root=${word#-d} ;;
            -f?*) main=${word#-f} ;;
            -D?*) given="$given $word" ;;
        esac
    done <<END
$words
END
    # Nothing is defined by it that could be split in words.
    case $given in *[!a-zA-Z0-9_\ -]*) given= ;; esac
    IFS= read -r name <"$process/comm"
    program=$(command -v "$name" || command -v "/usr/sbin/$name" || command -v "/usr/local/apache2/bin/$name") || program=
    built=
    if [ -n "$program" ]; then built=$("$program" -V 2>/dev/null); fi
    [ -n "$root" ] || root=$(printf '%s\n' "$built" | sed -n 's/.*-D HTTPD_ROOT="\(.*\)"/\1/p')
    [ -n "$main" ] || main=$(printf '%s\n' "$built" | sed -n 's/.*-D SERVER_CONFIG_FILE="\(.*\)"/\1/p')
    case $main in
        /*) ;;
        '') ;;
        *) main=${root%/}/$main ;;
    esac
}

# included: prints the files that it reads, as it tells them itself; it may not tell, as where keys of TLS may not be read. What a
# configuration loads is run then, so it has to be root's or our own.
included() (
    [ -n "$program" ] && [ -r "$main" ] || exit 1
    case $(sed -n "s/^Uid:[ $tab]*\([0-9]*\).*/\1/p" "$process/status" 2>/dev/null) in 0 | "$(id -u)") ;; *) exit 1 ;; esac
    # Debian's files take names from there.
    if [ -r "${main%/*}/envvars" ]; then . "${main%/*}/envvars" >/dev/null 2>&1; fi
    # shellcheck disable=SC2086 # words
    told=$("$program" -d "$root" -f "$main" $given -t -D DUMP_INCLUDES 2>/dev/null </dev/null) || exit 1
    told=$(printf '%s\n' "$told" | sed -n 's/^ *([0-9*]*) //p')
    [ -n "$told" ] && printf '%s\n' "$told"
)

# textual: prints the same by what stands in them; fails with a reason where that cannot be told.
textual() (
    [ -n "$main" ] && [ -r "$main" ] || { echo "its main file ${main:-, which its command line does not name,} may not be read by $(id -nu)" && exit 1; }
    named=$(sed -n "s/^[ $tab]*[Ss]erver[Rr]oot[ $tab]*\"\{0,1\}\(\/[^\" $tab]*\).*/\1/p" "$main" | head -n 1)
    root=${named:-$root}
    own=
    level=$main
    while [ -n "$level" ]; do
        own=$own$level$newline
        next=
        IFS=$newline
        set -f
        # shellcheck disable=SC2086 # lines
        patterns=$(sed -n "s/^[ $tab]*[Ii][Nn][Cc][Ll][Uu][Dd][Ee]\([Oo][Pp][Tt][Ii][Oo][Nn][Aa][Ll]\)\{0,1\}[ $tab][ $tab]*//p" $level | sed -e "s/[ $tab]*\$//" -e 's/^"//' -e 's/"$//')
        set +f
        for pattern in $patterns; do
            case $pattern in
                *'$'*) echo "it includes $pattern" && exit 1 ;;
                /*) ;;
                *) pattern=${root%/}/$pattern ;;
            esac
            # Without a pattern, a directory stands for all that is in it.
            [ ! -d "$pattern" ] || pattern=$pattern/*
            IFS=
            # shellcheck disable=SC2086 # a pattern
            set -- $pattern
            IFS=$newline
            for found in "$@"; do
                [ -e "$found" ] || continue
                [ -f "$found" ] && [ -r "$found" ] || { echo "$found may not be read by $(id -nu)" && exit 1; }
                case $newline$own$next in *"$newline$found$newline"*) ;; *) next=$next$found$newline ;; esac
            done
        done
        level=${next%"$newline"}
    done
    printf '%s' "$own"
)

# aliases FILE: prints each path that whole tests for and that leads to the file.
aliases() (
    printf '%s\n' "$whole" | sed -n "s/^[ $tab]*[Rr]ewrite[Cc]ond[ $tab][ $tab]*\"\{0,1\}\(\/[^\" $tab]*\)\"\{0,1\}[ $tab][ $tab]*\"\{0,1\}!\{0,1\}-[a-zA-Z].*/\1/p" | sort -u | while IFS= read -r path; do
        if [ "${path##*/}" = "${1##*/}" ] && [ "${path%/*}" -ef "${1%/*}" ]; then echo "alias=$path"; fi
    done
)
