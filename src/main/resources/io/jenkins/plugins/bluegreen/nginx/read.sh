# Prints a file that says which slot is served: FILE
if [ -e "$1" ]; then
    content=$(base64 <"$1") || exit 1
    echo "content=$(printf '%s' "$content" | tr -d '\n')"
else
    # A folder that cannot be searched would look like a missing file.
    cd "${1%/*}/" || exit 1
fi
