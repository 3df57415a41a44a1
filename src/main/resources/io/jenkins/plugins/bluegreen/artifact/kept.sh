# For the scripts that follow, which run where the releases are: what is kept of a release, and whether it is all there.
# kept NAME RELEASE: prints a value. They stand before the first empty line, and behind that the variables of the application.
kept() {
    {
        while IFS= read -r line && [ -n "$line" ]; do
            case $line in "$1="*) printf '%s\n' "${line#*=}" ;; esac
        done <"$2/.kept"
    } 2>/dev/null
}

# shipped RELEASE: sets file, directory and size to what is kept of it under these names; keep.sh writes them first.
shipped() {
    file= directory= size=
    {
        while IFS= read -r line && [ -n "$line" ]; do
            case $line in
                file=*) file=${line#*=} ;;
                directory=*) directory=${line#*=} ;;
                size=*) size=${line#*=} ;;
                format=*) break ;;
            esac
        done <"$1/.kept"
    } 2>/dev/null
}

# contents DIRECTORY: prints what is in it, in an order of its own: what is there, and which files are not empty.
contents() {
    (cd "./$1" && { find . | sed 's/^/is /' && find . -type f ! -size 0 | sed 's/^/holds /'; }) | sort
}

# What is known of the sizes of files by one question for all, lines SIZE=FILE.
sizes=

# as_long FILE SIZE: tells whether a file has so many bytes.
as_long() {
    case $kept_newline$sizes$kept_newline in *"$kept_newline$2=$1$kept_newline"*) return 0 ;; esac
    [ "$(($(wc -c <"$1")))" = "$2" ]
}
kept_newline='
'

# whole RELEASE: tells whether all that was shipped is there, as far as that is seen without reading it; sets fault where it is not, and file. An
# application may write into its directory, also to what was shipped in it, but it takes nothing away.
whole() {
    fault=
    shipped "$1"
    if [ "$directory" = yes ]; then
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
    elif ! as_long "$1/$file" "$size"; then
        fault="$file has $(($(wc -c <"$1/$file"))) bytes, and was shipped with $size"
    fi
    [ -z "$fault" ]
}

