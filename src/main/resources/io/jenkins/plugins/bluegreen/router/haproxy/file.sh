# For the scripts before which it stands: the map file.
LC_ALL=C
export LC_ALL

seconds() {
    IFS=. read -r up _ </proc/uptime
    echo "$up"
}

# alone FILE: waits for a script of a deployment that is gone and may still be at it. Where $bg_look stands before the script, nobody is waited for.
alone() {
    [ -z "${bg_look-}" ] && [ -d "${1%/*}/" ] && [ -r "${1%/*}/" ] || return 0
    exec 8<"${1%/*}/"
    begun=$(seconds)
    ! flock -w 120 8 2>/dev/null || return 0
    # What cannot be locked, as on a network filesystem, says so at once.
    [ $(($(seconds) - begun)) -ge 119 ] || return 0
    echo "the directory of $1 was locked for 120 s" >&2
    exit 1
}

content() {
    base64 <"$1" | tr -d '\n'
}
