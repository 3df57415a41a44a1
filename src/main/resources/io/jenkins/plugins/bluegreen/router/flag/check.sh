# Tells whether the flag file could be switched, changing nothing: FILE
found=$(may_flag "$1")
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi
