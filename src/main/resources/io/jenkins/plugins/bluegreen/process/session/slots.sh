# Prints what there is in the two slots: DIRECTORY BLUE_PORT GREEN_PORT
alone
slot=blue
for port in "$2" "$3"; do
    if load $slot; then
        echo "$slot.release=$rec_release"
        echo "$slot.deployment=$rec_deployment"
    fi
    if [ -n "$(members)" ]; then echo "$slot.process=$rec_pid"; fi
    echo "$slot.listener=$(whose "$port")"
    slot=green
done
