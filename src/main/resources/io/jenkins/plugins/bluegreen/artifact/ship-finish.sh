# Checks what arrived and gives it its name: DIRECTORY RELEASE FILE SHA256 SIZE SUMS TREE ENTRIES [BASE BLOCK_SIZE RECIPE NEWS]
# With TREE, FILE is a packed directory, which is unpacked to that name: so many ENTRIES are in it.
# With BASE, the file of another release, what arrived is only what that lacks; then the file is made from both first. NEWS, where it is not
# empty, is what arrived.
umask 077
alone
part=$dir/releases/.$2.part
if [ $# -gt 8 ]; then
    # By echo, which every shell has of its own: no program takes a word so long.
    [ -z "${12}" ] || echo "${12}" | base64 -d | gzip -dc >"$part/.sent" || exit 1
    [ -f "$part/.sent" ] || : >"$part/.sent" || exit 1
    # Only dd(1) takes a run of whole blocks out of a file. With count=1 it reads once, and that of a file is never short.
    printf '%s' "${11}" | while read -r what first count; do
        case $what in
            copy) said=$(dd if="$dir/releases/$9" bs="${10}" skip="$first" count="$count" 2>&1 >&4) ;;
            sent) said=$(dd bs="$first" count=1 2>&1 <&3 >&4) ;;
        esac || { echo "$said" >&2; exit 1; }
    done 3<"$part/.sent" 4>"$part/$3" || exit 1
    rm -f "$part/.sent"
fi
size=$(wc -c <"$part/$3") || exit 1
if [ "$((size))" != "$5" ]; then
    echo "$((size)) of $5 bytes arrived" >&2
    exit 1
fi
# To the disk meanwhile. A sync(1) that takes no file writes everything, and says nothing against one.
sync "$part/$3" &
sum=$(sha256 "$part/$3") || exit 1
wait $! || exit 1
if [ "$sum" != "$4" ]; then
    echo "the SHA-256 of what arrived is $sum, that of the artifact is $4" >&2
    exit 1
fi
# By its name, since an application may write to where its artifact is.
printf 'file=%s\nsha256=%s\n' "$3" "$4" >"$part/.artifact" || exit 1
# The sums only save time later.
printf '%s\n' "$6" >"$part/.block-sums" || rm -f "$part/.block-sums"
if [ -n "$7" ]; then
    # The times are those of now: from the same ones, caches would take what changed for what they have. Permissions are kept.
    # On a disk that is full, tar(1) has a line for each file.
    said=$({ mkdir "$part/$7" && tar -xmopf "$part/$3" -C "$part/$7"; } 2>&1) || {
        printf '%s\n' "$said" | head -n 5 >&2
        exit 1
    }
    found=$(find "$part/$7" -exec printf '.%.0s' {} + | wc -c)
    if [ "$((found - 1))" != "$8" ]; then
        echo "$((found - 1)) of $8 files and directories were unpacked" >&2
        exit 1
    fi
    # Old ones know no file systems, and write everything then.
    sync -f "$part/$7" 2>/dev/null || sync || exit 1
fi
chmod 500 "$part/$3" && mv "$part" "$dir/releases/$2"
