# Prints a file that says which slot is served: FILE
# A script of a deployment that is gone may still be changing it; a folder that cannot be read is told below.
if [ -r "${1%/*}/" ]; then exec 8<"${1%/*}/" && flock -w 120 8; fi
if [ -e "$1" ]; then
    content=$(base64 <"$1") || exit 1
    echo "content=$(printf '%s' "$content" | tr -d '\n')"
else
    # A folder that cannot be searched would look like a missing file.
    cd "${1%/*}/" || exit 1
fi
