# Checks what arrived and gives it its name: DIRECTORY RELEASE FILE SHA256 SIZE
alone
part=$dir/releases/.$2.part
size=$(wc -c <"$part/$3") || exit 1
if [ "$((size))" != "$5" ]; then
    echo "$((size)) of $5 bytes arrived" >&2
    exit 1
fi
sum=$(sha256sum <"$part/$3") || exit 1
if [ "${sum%% *}" != "$4" ]; then
    echo "the SHA-256 of what arrived is ${sum%% *}, that of the artifact is $4" >&2
    exit 1
fi
chmod 500 "$part/$3" && { sync "$part/$3" 2>/dev/null || sync; } && mv "$part" "$dir/releases/$2"
