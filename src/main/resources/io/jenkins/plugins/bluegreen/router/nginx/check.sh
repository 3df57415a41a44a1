# Tells whether a switch would be possible, changing nothing: FILE include|reload-free PORTS [TEST_COMMAND RELOAD_COMMAND]
found=$(may_switch "$@")
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi
if [ $# -gt 3 ]; then
    sh -c "$4" >&2
    status=$?
    if [ $status -ne 0 ]; then
        echo "tested=$status"
        exit 1
    fi
fi
