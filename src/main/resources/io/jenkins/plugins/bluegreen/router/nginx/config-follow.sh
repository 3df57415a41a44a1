# For the scripts before which it stands: whether the configuration of a running nginx goes by a file. It is read as text, from the files
# that nginx's command line leads to, since "nginx -T" wants more rights than a login user has. The rule is never to be wrong when it says no.

# goes_by FILE include|reload-free: prints of each master, up to the first that goes by the file, "yes PID", "no PID" and each file that
# was read as "read FILE", or, where that cannot be told, such as of an nginx in a container, "unknown PID". Of one that goes by it and was followed to
# its end, each file that was read is printed as "used FILE".
goes_by() (
    target=$1
    kind=$2
    elsewhere=
    if [ -e "${target%/*}/" ]; then target=$(cd "${target%/*}/" && pwd -P)/${target##*/}; fi
    for master in $(masters); do
        own=$(configuration "/proc/$master" || exit 2; printf '%s' "$own"; exit 3)
        case $? in
            # Another one that goes by it too is not looked for, since following each takes its time; but one that goes by what has the same
            # name in a place of its own is not the one that is meant where there is another.
            0)
                if ! apart "$master"; then
                    echo "yes $master"
                    [ -z "$own" ] || each_file used
                    exit 0
                fi
                elsewhere=$master
                ;;
            3)
                echo "no $master"
                each_file read
                ;;
            *) echo "unknown $master" ;;
        esac
    done
    if [ -n "$elsewhere" ]; then echo "yes $elsewhere"; fi
)

each_file() {
    while IFS= read -r each; do echo "$1 $each"; done <<END
$own
END
}

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

# configuration /proc/PID: follows one nginx, setting own to its files; fails where it cannot be followed. Ends the shell where it goes by the file.
configuration() {
    ! contained "$1" || return 1
    title=
    { while IFS= read -r line || [ -n "$line" ]; do title="$title$line "; done <"$1/cmdline"; } 2>/dev/null
    set -f
    # shellcheck disable=SC2086 # words
    main_file ${title#*master process } && [ -n "$main" ] || main=
    set +f
    [ -n "$main" ] || return 1
    base=${main%/*}
    own=
    all=
    level=$main
    while [ -n "$level" ]; do
        own=$own$level$newline
        next=
        text=$(statements "$level") || return 1
        all=$all$newline$text
        patterns=$(included)
        while IFS= read -r pattern; do
            [ -z "$pattern" ] || include "$pattern" || return 1
        done <<END
$patterns
END
        level=${next%"$newline"}
    done
    [ "$kind" = include ] || tested
}

# main_file WORD...: sets main to where the main file of a master lies, by the arguments that stand in its title.
main_file() {
    main= prefix=
    program=${1-}
    command -v "$program" >/dev/null || command -v "/usr/sbin/$program" >/dev/null || return 1
    while [ $# -gt 0 ]; do
        case $1 in
            -c) main=${2-} ;;
            -p) prefix=${2-} ;;
            -c* | -p* | -t* | -T* | -q?* | include) return 1 ;;
        esac
        shift
    done
    case $main in /*) return ;; esac
    program=$(command -v "$program" || command -v "/usr/sbin/$program")
    built=$("$program" -V 2>&1)
    if [ -z "$main" ]; then
        built_with --conf-path
        main=$value
    fi
    if [ -z "$prefix" ]; then
        built_with --prefix
        prefix=$value
    fi
    case $main in
        '' | /*) ;;
        *) main=${prefix%/}/$main ;;
    esac
}

# built_with NAME: sets value to that of an argument that it was built with.
built_with() {
    value=
    case $built in *" $1="*) value=${built#*" $1="} ;; esac
    value=${value%%[" $newline"]*}
}

# statements FILES: prints what stands in these files, each statement from the beginning of a line, without lines of comment; fails if
# that cannot be read.
statements() (
    IFS=$newline
    set -f
    for each in $1; do
        [ -f "$each" ] && [ -r "$each" ] || exit 1
    done
    # shellcheck disable=SC2086 # lines
    exec sed -e "/^[ $tab]*#/d" -e 's/[;{}]/\
/g' -e "s/^[ $tab]*//" -e "s/\n[ $tab]*/\\
/g" -- $1
)

# included: prints what text includes. A word on a line of its own, whose argument would stand on the next one, becomes what is no file.
included() {
    case $newline$text in
        *"${newline}include"*)
            sed -n -e "/^include[ $tab]*\$/{s,.*,/,p;d;}" -e "/^include[ $tab]/!d" -e "s/^include[ $tab]*//" \
                -e "s/[ $tab]*\$//" -e "s/^[\"']//" -e "s/[\"']\$//" -e p <<END
$text
END
            ;;
    esac
}

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

# tested: looks in all statements for a test of the flag file; fails if what they test is only known at a request.
tested() {
    case $all in *"$target"*) found_in_all ;; esac
    # Within quotes these end no statement, which is not seen here.
    case $target in *[\;\{\}\"\'\\]*) return 1 ;; esac
    name=${target##*/}
    case $newline$all in
        *"${newline}perl"* | *"${newline}js_"* | *_by_lua*)
            ! printf '%s\n' "$all" | grep -qE "^(perl|perl_set|js_[a-z_]+|[a-z_]*_by_lua[a-z_]*)[ $tab]" || return 1
            ;;
    esac
    case $newline$all in
        *"${newline}try_files"*) ! printf '%s\n' "$all" | grep -E "^try_files[ $tab]" | grep -qF -e "/$name" || return 1 ;;
    esac
    case $all in *-[edfx][" $tab"]*) ;; *) return 0 ;; esac
    tests=$(
        sed -n -e "s/.*([ $tab]*!\{0,1\}-[edfx][ $tab]\{1,\}\([^) $tab]*\).*/\1/" -e ta -e d -e :a -e "s/[\"']//g" -e p <<END
$all
END
    )
    while IFS= read -r path; do
        case $path in
            '' | '$request_filename') ;;
            /*'$'*) return 1 ;;
            /*) if [ "${path##*/}" = "$name" ] && [ "${path%/*}" -ef "${target%/*}" ]; then found_in_all; fi ;;
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

# found_in_all: likewise, once all of its files are known.
found_in_all() {
    printf '%s' "$own"
    exit 0
}
