# For the scripts before which it stands: the Caddys that run here, and what each is configured with.
watchers=Caddy

# followed FILE: prints of each Caddy, up to the first that tests for the file, "router=PID", as whom it runs as "user=UID", and its
# configuration as "adapted=JSON", with each path by which that names the file as "alias=PATH"; "named=yes" where the text of its
# configuration does and nothing else can be told; "untold=WHY" where it may test for the file unseen. Sets readers to those that do test.
followed() {
    readers=
    for process in $(grep -lx caddy /proc/[0-9]*/comm 2>/dev/null); do
        process=${process%/comm}
        arguments "$process" || continue
        echo "router=${process#/proc/}"
        sed -n "s/^Uid:[ $tab]*[0-9]*[ $tab]*\([0-9]*\).*/user=\1/p" "$process/status"
        if contained "$process"; then
            echo "untold=it runs in a container"
            continue
        fi
        if [ -z "$main" ]; then
            echo "untold=its command line names no file that it goes by"
            continue
        fi
        configured "$1"
        [ -z "$readers" ] || break
    done
}

# configured FILE: the same of the Caddy whose arguments were read.
configured() {
    if json=$(adapted 2>&1); then
        names=$(aliases "$1")
        if [ -n "$names" ]; then
            echo "$names"
            readers=${process#/proc/}:${process#/proc/}
        fi
        # What is longer is of no use: it would come cut off.
        if [ ${#json} -lt 500000 ]; then echo "adapted=$json"; else echo "untold=its configuration has more than 500 kB"; fi
        if by_environment; then echo "untold=its configuration takes something from its environment"; fi
    elif grep -v "^[ $tab]*#" "$main" 2>/dev/null | grep -qF -e "${1%/*}"; then
        echo named=yes
        readers=${process#/proc/}:${process#/proc/}
    else
        echo "untold=$(printf '%s\n' "$json" | grep -v '"level":"warn"' | tail -n 1)"
    fi
}

# arguments /proc/PID: sets main to the file that a Caddy goes by, or to nothing where that is not told, and adapter to how it reads that;
# fails for what is no server.
arguments() {
    main= adapter= takes=program
    words=$(tr '\0' '\n' 2>/dev/null <"$1/cmdline") || return 1
    resumes=
    while IFS= read -r word; do
        case $takes in
            program) takes=command && continue ;;
            command) [ "$word" = run ] || return 1 ;;
            config) main=$word ;;
            adapter) adapter=$word ;;
        esac
        takes=
        case $word in
            --config | -config) takes=config ;;
            --adapter | -adapter) takes=adapter ;;
            --config=* | -config=*) main=${word#*=} ;;
            --adapter=* | -adapter=*) adapter=${word#*=} ;;
            -c) takes=config ;;
            -c*) main=${word#-c} main=${main#=} ;;
            -a) takes=adapter ;;
            -a*) adapter=${word#-a} adapter=${adapter#=} ;;
            --resume*) resumes=yes ;;
            -e | -w | -ew | -we | --*) ;;
            # -r resumes; of others in one word, what they come to is not told here.
            -*) resumes=yes ;;
        esac
    done <<END
$words
END
    [ -n "$words" ] && [ "$takes" != command ] || return 1
    case $main in
        /*) ;;
        *) main=$(readlink "$1/cwd" 2>/dev/null)/${main:-Caddyfile} ;;
    esac
    # What was saved goes before what is written, and lies where others may not look.
    case $resumes$main in yes* | /Caddyfile) main= ;; esac
    case ${adapter:-${main##*/}} in
        *.json) ;;
        Caddyfile* | *.caddyfile) adapter=caddyfile ;;
    esac
}

# adapted: prints the configuration as Caddy itself understands it, in one line. It is not run by the name that a stranger's process has.
adapted() (
    [ -r "$main" ] || { echo "$main may not be read by $(id -nu)" && exit 1; }
    if [ -z "$adapter" ]; then
        tr -d '\n\r' <"$main"
    else
        program=$(command -v caddy || command -v /usr/bin/caddy || command -v /usr/local/bin/caddy) || { echo "there is no caddy to ask" && exit 1; }
        "$program" adapt --config "$main" --adapter "$adapter" 2>/dev/null </dev/null || { "$program" adapt --config "$main" --adapter "$adapter" 2>&1 >/dev/null </dev/null; exit 1; }
    fi
)

# aliases FILE: prints each path that json tests for and that leads to the file: any root with any name behind it.
aliases() (
    name=${1##*/}
    words=$(printf '%s\n' "$json" | sed 's/[][{},]/\
/g')
    tried=$(printf '%s\n' "$words" | sed -n 's/^"\([^"]*\)"$/\1/p' | grep -F -e "$name" | sort -u)
    printf '%s\n' "$words" | sed -n 's/^"root":"\([^"]*\)"$/\1/p' | sort -u | while IFS= read -r root; do
        while IFS= read -r each; do
            path=$root/$each
            if [ "${path##*/}" = "$name" ] && [ "${path%/*}" -ef "${1%/*}" ]; then echo "alias=$path"; fi
        done <<END
$tried
END
    done
)

# by_environment: tells whether what is read names a variable of the environment ({$NAME}), which is another one here.
by_environment() (
    folder=${main%/*}
    cd "$folder" || exit 1
    imported=$(sed -n "s/^[ $tab]*import[ $tab][ $tab]*\([^ $tab]*\).*/\1/p" "$main")
    # shellcheck disable=SC2086 # patterns
    cat "$main" $imported 2>/dev/null | grep -v "^[ $tab]*#" | grep -q '{\$'
)
