# Prints the configuration of each nginx that runs here, file by file as "nginx -T" does, and its version before it; of one that cannot be
# followed to its end, "unread=WHY" where errors go.
# Nothing is what this looks for: all is followed to its end.
target=
kind=include

# version PROGRAM: prints such as 1.22.1, without what distributions write behind it.
version() {
    program=$(command -v "$1" || command -v "/usr/sbin/$1") || return 0
    "$program" -v 2>&1 | sed -n 's,^nginx version: [^/]*/\([0-9.]*\).*,\1,p'
}

# unread: prints why the one cannot be followed that was looked at last.
unread() {
    if contained "/proc/$master"; then
        echo "unread=it runs in a container"
        return
    fi
    if [ -z "$main" ]; then
        echo "unread=its command line does not tell its main file"
        return
    fi
    while IFS= read -r each; do
        if [ -n "$each" ] && { [ ! -f "$each" ] || [ ! -r "$each" ]; }; then
            echo "unread=$each may not be read by $(id -nu)"
            return
        fi
    done <<END
$own
END
    case $pattern in
        *[*?[]*) echo "unread=what it includes as $pattern may not be read by $(id -nu)" ;;
        *) echo "unread=what it includes as $pattern is not there, or may not be read by $(id -nu)" ;;
    esac
}

for master in $(masters); do
    main= own= pattern=
    configuration "/proc/$master" || { unread >&2; continue; }
    title=$(tr '\0' ' ' <"/proc/$master/cmdline")
    title=${title#*master process }
    echo "# nginx $(version "${title%% *}")"
    while IFS= read -r each; do
        if [ -n "$each" ]; then
            echo "# configuration file $each:"
            cat -- "$each"
            echo
        fi
    done <<END
$own
END
done
