# Tells how much room there is where the application's directory is, or will be: DIRECTORY RELEASE
# Of what the file system does not tell there is no line: some have no fixed number of files.
place=$dir
while [ ! -e "$place" ]; do
    case $place in */?*) place=${place%/*} ;; *) place=/ ;; esac
    [ -n "$place" ] || place=/
done

# told BLOCKS LEFT SIZE FILES LEFT: tells of what there is any at all how much is left.
told() {
    case $#$* in 5*[!0-9\ -]*) return ;; 5*) ;; *) return ;; esac
    # Many blocks times bytes are too many for some shells.
    if [ "$1" -gt 0 ] && [ "$3" -ge 1024 ]; then
        echo "kilobytes=$(($2 * ($3 / 1024)))"
    elif [ "$1" -gt 0 ] && [ "$3" -gt 0 ]; then
        echo "kilobytes=$(($2 * $3 / 1024))"
    fi
    if [ "$4" -gt 0 ]; then echo "files=$5"; fi
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
            format=*) break ;;
        esac
    done <"$newest"
    if [ -n "$directory" ]; then size=$((${size:-0} * 2)); fi
    echo "newest=${size:-0}"
fi
