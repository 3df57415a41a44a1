# Tells how much room there is where the application's directory is, or will be: DIRECTORY RELEASE
# Of what the file system does not tell there is no line: some have no fixed number of files.
place=$dir
while [ ! -e "$place" ]; do
    case $place in */?*) place=${place%/*} ;; *) place=/ ;; esac
    [ -n "$place" ] || place=/
done

# told BLOCKS LEFT SIZE FILES LEFT: tells of what there is any at all how much is left.
told() {
    case ${1-} in '' | 0 | *[!0-9]*) ;; *) echo "kilobytes=$(($2 * ($3 / 512) / 2))" ;; esac
    case ${4-} in '' | 0 | *[!0-9]*) ;; *) echo "files=$5" ;; esac
}
# shellcheck disable=SC2046 # numbers
told $(stat -f -c '%b %a %S %c %d' "$place" 2>/dev/null)
if [ -e "$dir/releases/$2" ]; then echo "there=yes"; fi
# The newest one, of which the next one will be about the size.
newest=
for each in "$dir"/releases/*/.kept; do
    if [ -f "$each" ] && { [ -z "$newest" ] || [ "$each" -nt "$newest" ]; }; then newest=$each; fi
done
if [ -n "$newest" ]; then
    size= directory=
    while IFS= read -r line && [ -n "$line" ]; do
        case $line in
            size=*) size=${line#size=} ;;
            directory=yes) directory=yes ;;
        esac
    done <"$newest"
    if [ -n "$directory" ]; then size=$((${size:-0} * 2)); fi
    echo "newest=${size:-0}"
fi
