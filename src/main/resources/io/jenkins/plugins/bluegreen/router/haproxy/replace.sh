# Replaces a map file, by a rename in its folder, so that HAProxy reads the one or the other, whole; mode and group stay, and the owner where
# that is possible: FILE NEW_CONTENT OLD_CONTENT, both in Base64
set -u
file=$(readlink -f "$1") || exit 1
alone "$file"
next=${file%/*}/.${file##*/}.bluegreen
[ "$(content "$file")" = "$3" ] || { echo stage=changed && exit 1; }
mode=$(stat -c %a "$file")
rm -f "$next"
cp -p "$file" "$next" && chmod u+w "$next" && printf '%s' "$2" | base64 -d >"$next" && chmod "$mode" "$next" && mv -f "$next" "$file" || exit 1
[ "$(content "$file")" = "$2" ]
