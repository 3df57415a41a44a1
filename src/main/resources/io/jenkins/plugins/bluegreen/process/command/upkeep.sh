# Tells what is not known to be started again: DIRECTORY
alone
for slot in blue green; do
    load "$slot" || continue
    unit_lacks
    outlived
done
echo "lacks=whether this application is started again after a crash or a reboot is up to what the start command of process: command(...) leaves it to"
