# Prints the end of what the application wrote: DIRECTORY SLOT LINES [FILE]
# With FILE, a word of the start command, the end of that one instead, and its name before.
if [ $# -lt 4 ] && load "$2" && [ -n "$rec_unit" ]; then
    # What it wrote last is on its way to the journal for a moment.
    led || sleep 0.3
    written "$(watched)" | tail -n "$3" | tail -c 16384
elif [ $# -lt 4 ]; then
    tail -n "$3" "$dir/slots/$2/log" 2>/dev/null | tail -c 16384
else
    # It may name variables of the application, those of the login too, and be relative to where that runs.
    file=$(set -- "$dir/slots/$2/env" "$4" && dir=$bg_dir && . "$1" && eval "file=$2" &&
        case $file in /*) echo "$file" ;; *) echo "$PWD/$file" ;; esac) 2>/dev/null
    if [ -f "$file" ] && [ -s "$file" ]; then
        echo "$file"
        tail -n "$3" "$file" | tail -c 16384
    fi
fi
