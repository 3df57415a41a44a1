# For the scripts that follow, and for the leader of a session: the logs before the present one.
# bg_shift PLACE KEEP: makes room for a new log.1; the oldest, and whatever is beyond what is to be kept, goes.
bg_shift() (
    for old in "$1"/log.*; do
        number=${old##*.}
        case $number in *[!0-9]*) continue ;; esac
        if [ "$number" -ge "$2" ]; then rm -f "$old"; fi
    done
    number=$2
    while [ "$number" -gt 1 ]; do
        if [ -f "$1/log.$((number - 1))" ]; then mv -f "$1/log.$((number - 1))" "$1/log.$number"; fi
        number=$((number - 1))
    done
)
