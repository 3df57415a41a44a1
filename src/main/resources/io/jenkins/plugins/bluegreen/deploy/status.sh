# Tells how a slot is: DIRECTORY SLOT PORT HEALTH_PORT
# The processes before the note: the leader writes that as its last deed, so once nothing runs, it is there or never will be.
if ! load "$2"; then
    echo "state=gone"
elif [ -n "$(members)" ]; then
    echo "state=running"
elif [ -f "$dir/slots/$2/exit" ]; then
    echo "state=exited"
    echo "exit=$(cat "$dir/slots/$2/exit")"
else
    echo "state=gone"
fi
echo "listener=$(whose "$3")"
if [ "$4" != "$3" ]; then echo "health=$(whose "$4")"; fi
