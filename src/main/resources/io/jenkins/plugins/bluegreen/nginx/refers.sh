# For read.sh: whether the configuration of the running nginx goes by a file. It is read as text, from the files that nginx's
# command line leads to, since "nginx -T" wants more rights than a login user has. The rule is never to be wrong when it says no.

# refers FILE include|reload-free: prints refers=yes, or refers=no and each file that was read as configuration=...; where that cannot
# be told, such as of an nginx in a container, prints nothing.
refers() (
    masters=$(grep -l '^nginx: master process' /proc/[0-9]*/cmdline 2>/dev/null) || exit 0
    target=$1
    kind=$2
    if [ -e "${target%/*}/" ]; then target=$(cd "${target%/*}/" && pwd -P)/${target##*/}; fi
    seen=
    for master in $masters; do
        configuration "${master%/cmdline}" || exit 0
    done
    echo refers=no
    printf '%s' "$seen" | sed 's/^/configuration=/'
)

newline='
'
tab=$(printf '\t')

# configuration /proc/PID: follows one nginx, adding to seen; fails where it cannot be followed. Ends all where it goes by the file.
configuration() {
    [ "$(grep -s '^NSpid:' "$1/status" | wc -w)" -eq "$(grep '^NSpid:' /proc/self/status | wc -w)" ] || return 1
    main=$(main_file "$(tr '\0' ' ' <"$1/cmdline")") && [ -n "$main" ] || return 1
    base=${main%/*}
    own=
    level=$main
    while [ -n "$level" ]; do
        own=$own$level$newline
        next=
        patterns=$(included "$level") || return 1
        while IFS= read -r pattern; do
            [ -z "$pattern" ] || include "$pattern" || return 1
        done <<END
$patterns
END
        level=${next%"$newline"}
    done
    seen=$seen$own
    [ "$kind" = include ] || tested "${own%"$newline"}"
}

# main_file TITLE: prints where the main file of a master lies, by the arguments that stand in its title.
main_file() (
    set -f
    # shellcheck disable=SC2086 # words
    set -- ${1#*master process }
    program=$(command -v "$1" || command -v "/usr/sbin/$1") || exit 1
    shift
    main= prefix=
    while [ $# -gt 0 ]; do
        case $1 in
            -c) main=${2-} ;;
            -p) prefix=${2-} ;;
            -c* | -p* | -t* | -T* | -q?* | include) exit 1 ;;
        esac
        shift
    done
    built=$("$program" -V 2>&1 | tr ' ' '\n')
    [ -n "$main" ] || main=$(echo "$built" | sed -n 's/^--conf-path=//p')
    [ -n "$prefix" ] || prefix=$(echo "$built" | sed -n 's/^--prefix=//p')
    case $main in
        /*) echo "$main" ;;
        ?*) echo "${prefix%/}/$main" ;;
    esac
)

# statements FILES: prints what stands in these files, each statement from the beginning of a line, without lines of comment.
statements() (
    IFS=$newline
    set -f
    # shellcheck disable=SC2086 # lines
    grep -hv "^[ $tab]*#" -- $1 | tr ';{}' '\n\n\n' | sed "s/^[ $tab]*//"
)

# included FILES: prints what they include; fails if that cannot be read.
included() (
    IFS=$newline
    for each in $1; do
        [ -f "$each" ] && [ -r "$each" ] || exit 1
    done
    # A word on a line of its own would have its argument on the next one.
    ! statements "$1" | grep -q "^include[ $tab]*\$" || exit 1
    statements "$1" | sed -n "s/^include[ $tab]\{1,\}//p" | sed "s/[ $tab]*\$//; s/^[\"']//; s/[\"']\$//"
)

# include PATTERN: adds what it stands for to next.
include() {
    case $1 in
        /*) pattern=$1 ;;
        *) pattern=$base/$1 ;;
    esac
    # shellcheck disable=SC2254 # a pattern
    if [ "$kind" = include ]; then case $target in $pattern) found ;; esac; fi
    IFS=
    # shellcheck disable=SC2086 # a pattern
    set -- $pattern
    unset IFS
    if [ ! -e "$1" ]; then
        case $pattern in *[*?[]*) ;; *) return 1 ;; esac
        [ -r "${pattern%/*}" ] && [ -x "${pattern%/*}" ] || return 1
        return 0
    fi
    for each in "$@"; do
        if [ "$kind" = include ] && [ "$each" -ef "$target" ]; then found; fi
        case $newline$own$next in *"$newline$each$newline"*) ;; *) next=$next$each$newline ;; esac
    done
}

# tested FILES: looks for a test of the flag file; fails if what they test is only known at a request.
tested() {
    if statements "$1" | grep -qF -e "$target"; then found; fi
    name=${target##*/}
    ! statements "$1" | grep -qE "^(perl|perl_set|js_[a-z_]+|[a-z_]*_by_lua[a-z_]*)[ $tab]" || return 1
    ! statements "$1" | grep -E "^try_files[ $tab]" | grep -qF -e "/$name" || return 1
    tests=$(statements "$1" | sed -n "s/.*([ $tab]*!\{0,1\}-[edfx][ $tab]\{1,\}\([^) $tab]*\).*/\1/p" | tr -d "\"'")
    while IFS= read -r path; do
        case $path in
            '' | '$request_filename') ;;
            /*'$'*) return 1 ;;
            /*) if [ "${path##*/}" = "$name" ] && [ "${path%/*}" -ef "${target%/*}" ]; then found; fi ;;
            */"$name") return 1 ;;
            *'$'*/*'$'*) return 1 ;;
            *'$'*/*) ;;
            *) return 1 ;;
        esac
    done <<END
$tests
END
}

found() {
    echo refers=yes
    exit 0
}
