# Tells how much room there is where the application's directory is, or will be: DIRECTORY RELEASE
# Of what the file system does not tell there is no line: some have no fixed number of files.
place=$dir
while [ ! -e "$place" ]; do
    case $place in */?*) place=${place%/*} ;; *) place=/ ;; esac
    [ -n "$place" ] || place=/
done

# available OPTIONS: prints how many there are at all, and how many are left. Counted from the end of the line: names may hold white space.
available() {
    df "$1" "$place" 2>/dev/null |
        sed -n 's,^.*[[:space:]]\([0-9]\{1\,\}\)[[:space:]]\{1\,\}[0-9]\{1\,\}[[:space:]]\{1\,\}\(-\{0\,1\}[0-9]\{1\,\}\)[[:space:]]\{1\,\}[0-9-]\{1\,\}%\{0\,1\}[[:space:]]\{1\,\}/.*$,\1 \2,p'
}
kilobytes=$(available -Pk)
case $kilobytes in '' | '0 '*) ;; *) echo "kilobytes=${kilobytes#* }" ;; esac
files=$(available -Pi)
case $files in '' | '0 '*) ;; *) echo "files=${files#* }" ;; esac
if [ -e "$dir/releases/$2" ]; then echo "there=yes"; fi
# The newest one, of which the next one will be about the size. Names of releases hold no white space.
# shellcheck disable=SC2012
newest=$(ls -t "$dir"/releases/*/.kept 2>/dev/null | head -n 1)
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
