# Stops what the plugin started in a slot, and only that: DIRECTORY SLOT TENTHS_OF_A_SECOND DEPLOYMENT
# With a DEPLOYMENT, only if that one started it.
alone
if ! load "$2" || { [ -n "$4" ] && [ "$rec_deployment" != "$4" ]; } || [ -z "$(members)" ]; then
    echo "stopped=already"
    exit 0
fi
waited=0
# shellcheck disable=SC2046 # a list of numbers
kill -TERM $(members) 2>/dev/null
how=term
while [ -n "$(members)" ]; do
    if [ $waited -ge "$3" ]; then
        how=kill
        kill -KILL $(members) 2>/dev/null
    fi
    if [ $waited -ge $(($3 + 100)) ]; then
        echo "still running after SIGKILL: $(members | tr '\n' ' ')" >&2
        exit 1
    fi
    sleep 0.1
    waited=$((waited + 1))
done
echo "stopped=$how"
