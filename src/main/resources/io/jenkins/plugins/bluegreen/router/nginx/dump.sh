# Prints the configuration of each nginx that runs here, file by file as "nginx -T" does, and its version before it.
# Nothing is what this looks for: all is followed to its end.
target=
kind=include

# version PROGRAM: prints such as 1.22.1, without what distributions write behind it.
version() {
    program=$(command -v "$1" || command -v "/usr/sbin/$1") || return 0
    "$program" -v 2>&1 | sed -n 's,^nginx version: [^/]*/\([0-9.]*\).*,\1,p'
}

for master in $(masters); do
    configuration "/proc/$master" || continue
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
