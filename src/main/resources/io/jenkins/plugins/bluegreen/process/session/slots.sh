# Prints what there is in the two slots: DIRECTORY BLUE_PORT GREEN_PORT
alone
slot=blue
for port in "$2" "$3"; do
    if load $slot; then
        echo "$slot.release=$rec_release"
        echo "$slot.deployment=$rec_deployment"
        # A record that an earlier version of the plugin wrote does not name it; its environment does.
        echo "$slot.port=${rec_port:-$(sed -n "s/^export PORT='\([0-9]*\)'\$/\1/p" "$dir/slots/$slot/env" 2>/dev/null | tail -n 1)}"
    fi
    if [ -n "$(members)" ]; then echo "$slot.process=$rec_pid"; fi
    echo "$slot.listener=$(whose "$port")"
    slot=green
done
