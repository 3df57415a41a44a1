# Tells what is not known to be started again: DIRECTORY
alone
for slot in blue green; do
    if load "$slot"; then unit_lacks; fi
done
echo "lacks=whether this application is started again after a crash or a reboot is up to what the start command of process: command(...) leaves it to"
