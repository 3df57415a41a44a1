# Keeps beside a release what it takes to start it again: DIRECTORY RELEASE FILE DEPLOYMENT TEXT
# TEXT holds secrets. What was kept of an earlier deployment of it is put back by remove.sh, if this one is undone.
umask 077
alone
cd "$dir/releases/$2" || exit 1
file= sum=
while IFS= read -r line; do
    case $line in
        file=*) file=${line#file=} ;;
        sha256=*) sum=$line ;;
    esac
done <.artifact
directory=no
if [ -d "$3" ]; then
    directory=yes
    # As it was shipped, or as near to that as it is known yet.
    if [ ! -f .contents ]; then
        contents "$3" >.contents.new && chmod 600 .contents.new && mv -f .contents.new .contents || exit 1
    fi
fi
{
    printf 'file=%s\ndirectory=%s\n' "$3" "$directory"
    if [ -n "$sum" ]; then printf '%s\n' "$sum"; fi
    if [ -f "$file" ]; then
        echo "size=$(($(wc -c <"$file")))"
    else
        # Of what was packed, only the newest one stays.
        kept size . | sed "s/^/size=/"
    fi
    printf '%s' "$5"
} >.kept.new && chmod 600 .kept.new && sync "$dir/releases/$2/.kept.new" || { rm -f .kept.new; exit 1; }
if [ -f .kept ] && [ "$(kept deployment .)" != "$4" ]; then mv -f .kept .kept.before || exit 1; fi
mv -f .kept.new .kept
