# For the scripts that follow, which run where the releases are: what is kept of a release, and whether it is all there.
# kept NAME RELEASE: prints a value. They stand before the first empty line, and behind that the variables of the application.
kept() {
    sed -n -e '/^$/q' -e "s/^$1=//p" "$2/.kept" 2>/dev/null
}

# contents DIRECTORY: prints what is in it, in an order of its own: what is there, and which files are not empty.
contents() {
    (cd "./$1" && { find . | sed 's/^/is /' && find . -type f ! -size 0 | sed 's/^/holds /'; }) | sort
}

# whole RELEASE: tells whether all that was shipped is there, as far as that is seen without reading it; sets fault where it is not. An
# application may write into its directory, also to what was shipped in it, but it takes nothing away.
whole() {
    fault=
    file=$(kept file "$1")
    if [ "$(kept directory "$1")" = yes ]; then
        if [ ! -d "$1/$file" ]; then
            fault="the directory $file is not there"
        elif [ ! -f "$1/.contents" ]; then
            fault="it is not known what has to be in $file"
        else
            now=$(contents "$1/$file")
            # What both have is the same as what is there now, unless something is gone.
            both=$({ printf '%s\n' "$now" && cat "$1/.contents"; } | sort -u | wc -l)
            if [ "$((both))" -ne "$(($(printf '%s\n' "$now" | wc -l)))" ]; then
                gone=$(printf '%s\n' "$now" | grep -vxF -f - "$1/.contents" | head -n 1)
                fault="in $file, ${gone#* ./} is not there any more, or empty"
            fi
        fi
    elif [ ! -f "$1/$file" ]; then
        fault="the file $file is not there"
    elif [ "$(($(wc -c <"$1/$file")))" != "$(kept size "$1")" ]; then
        fault="$file has $(($(wc -c <"$1/$file"))) bytes, and was shipped with $(kept size "$1")"
    fi
    [ -z "$fault" ]
}

