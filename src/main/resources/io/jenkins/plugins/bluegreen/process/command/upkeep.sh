# Tells what is not known to be started again: DIRECTORY
echo "lacks=whether this application is started again after a crash or a reboot is up to what the start command of process: command(...) leaves it to"
