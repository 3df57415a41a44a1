# Tells how a slot is: DIRECTORY SLOT PORT
if ! load "$2"; then
    echo "state=gone"
elif [ -f "$dir/slots/$2/exit" ]; then
    echo "state=exited"
    echo "exit=$(cat "$dir/slots/$2/exit")"
elif [ -z "$(members)" ]; then
    echo "state=gone"
else
    echo "state=running"
fi
echo "listener=$(whose "$3")"
