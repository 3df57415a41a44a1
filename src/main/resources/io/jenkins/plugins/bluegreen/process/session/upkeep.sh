# Tells what is not started again, a sentence each: DIRECTORY
echo "lacks=nothing starts this application after a crash or a reboot"
