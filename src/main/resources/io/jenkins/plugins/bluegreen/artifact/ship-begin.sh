# Makes room for a release, and says what is there to make it from: DIRECTORY RELEASE FILE SHA256 DEPLOYMENT SIZE REUSE
# Whatever else is half shipped was left by a deployment that is gone: the lock is ours.
umask 077
alone
mkdir -p "$dir/releases" "$dir/slots" || exit 1
rm -rf "$dir"/releases/.*.part
if [ -e "$dir/releases/$2" ]; then
    if [ "$(sha256 "$dir/releases/$2/$3" 2>/dev/null)" = "$4" ]; then
        echo "there=yes"
        exit 0
    fi
    echo "The release $2 is there already, with other content." >&2
    exit 1
fi
# Asked before, since SFTP has no word for a full disk: it says "Failure" (draft-ietf-secsh-filexfer-02, 7).
free=$(df -Pk "$dir/releases" | { read -r _; read -r _ _ _ blocks _; echo "$blocks"; })
if [ "$((free))" -lt $(($6 / 1024 + 64)) ]; then
    echo "Only $free kB are free in $dir/releases, and the artifact needs $(($6 / 1024 + 64)) kB." >&2
    exit 1
fi
part=$dir/releases/.$2.part
mkdir "$part" && printf '%s\n' "$5" >"$part/.shipped-by" || exit 1
[ "$7" = reuse ] || exit 0

cd "$dir/releases" || exit 1
# The names of releases hold no white space; what begins with a dot in one is ours.
# shellcheck disable=SC2012
newest_first=$(ls -t)
for release in $newest_first; do
    for file in "$release"/*; do
        [ -f "$file" ] && [ "$(($(wc -c <"$file")))" = "$6" ] || continue
        [ "$(sha256 "$file")" = "$4" ] || continue
        # A copy: a link would have two releases change when somebody writes to one. On btrfs or XFS it takes no time either.
        if cp --reflink=auto "$file" "$part/$3" 2>/dev/null || cp "$file" "$part/$3" 2>/dev/null; then
            echo "same=$release"
            exit 0
        fi
        rm -f "$part/$3"
    done
done
for release in $newest_first; do
    sums=$release/.block-sums
    [ -f "$sums" ] && [ "$(($(wc -c <"$sums")))" -lt 700000 ] || continue
    for file in "$release"/*; do
        [ -f "$file" ] || continue
        printf 'base=%s\nbase.file=%s\nbase.size=%s\nbase.sums=%s\n' \
            "$release" "${file#*/}" "$(($(wc -c <"$file")))" "$(head -n 1 "$sums")"
        exit 0
    done
done
