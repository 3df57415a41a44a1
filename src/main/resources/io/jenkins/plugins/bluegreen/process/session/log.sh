# Prints the end of what the application wrote: DIRECTORY SLOT LINES
tail -n "$3" "$dir/slots/$2/log" 2>/dev/null | tail -c 16384
