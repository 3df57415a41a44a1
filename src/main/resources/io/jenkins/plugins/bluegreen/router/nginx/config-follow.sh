# For the scripts before which it stands: whether the configuration of a running nginx goes by a file. It is read as text, from the files
# that nginx's command line leads to, since "nginx -T" wants more rights than a login user has. The rule is never to be wrong when it says no.

# goes_by FILE include|reload-free: prints of each master, up to the first that goes by the file, "yes PID", "no PID" and each file that
# was read as "read FILE", or, where that cannot be told, such as of an nginx in a container, "unknown PID".
goes_by() (
    target=$1
    kind=$2
    if [ -e "${target%/*}/" ]; then target=$(cd "${target%/*}/" && pwd -P)/${target##*/}; fi
    for master in $(masters); do
        own=$(configuration "/proc/$master" || exit 2; printf '%s' "$own"; exit 3)
        case $? in
            # Another one that goes by it too is not looked for: following each takes its time.
            0) echo "yes $master"; exit 0 ;;
            3) echo "no $master" && echo "$own" | sed 's/^/read /' ;;
            *) echo "unknown $master" ;;
        esac
    done
)

# refers VERDICTS: of what goes_by printed, prints refers=yes, or refers=no and each file that was read as configuration=...; where that
# cannot be told, nothing.
refers() {
    case $newline$1 in
        *"${newline}yes "*) echo refers=yes ;;
        *"${newline}unknown "*) ;;
        *"${newline}no "*) echo refers=no && echo "$1" | sed -n 's/^read /configuration=/p' ;;
    esac
}

# find_readers VERDICTS: of what goes_by printed, sets readers to the workers whose master goes by the file, and sure to yes. Where no master
# surely does, it sets sure to nothing and readers to the workers of those that cannot be followed.
find_readers() {
    readers=
    sure=
    case $newline$1 in *"${newline}yes "*) sure=yes ;; esac
    for worker in $(workers); do
        case $newline$1$newline in
            *"${newline}yes ${worker%:*}$newline"*) ;;
            *"${newline}no ${worker%:*}$newline"*) continue ;;
            *) [ -z "$sure" ] || continue ;;
        esac
        readers="$readers $worker"
    done
}

newline='
'
tab=$(printf '\t')

# configuration /proc/PID: follows one nginx, setting own to its files; fails where it cannot be followed. Ends the shell where it goes by the file.
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
    # Within quotes these end no statement, which is not seen here.
    case $target in *[\;\{\}\"\'\\]*) return 1 ;; esac
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
    exit 0
}
