# Checks what arrived and gives it its name: DIRECTORY RELEASE FILE SHA256 SIZE SUMS [BASE BLOCK_SIZE RECIPE]
# With BASE, the file of another release, what arrived is only what that lacks; then the file is made from both first.
umask 077
alone
part=$dir/releases/.$2.part
if [ $# -gt 6 ]; then
    [ -f "$part/.sent" ] || : >"$part/.sent" || exit 1
    # Only dd(1) takes a run of whole blocks out of a file. With count=1 it reads once, and that of a file is never short.
    printf '%s' "$9" | while read -r what first count; do
        case $what in
            copy) said=$(dd if="$dir/releases/$7" bs="$8" skip="$first" count="$count" 2>&1 >&4) ;;
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
# The sums only save time later.
printf '%s\n' "$6" >"$part/.block-sums" || rm -f "$part/.block-sums"
chmod 500 "$part/$3" && mv "$part" "$dir/releases/$2"
