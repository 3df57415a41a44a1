# Tells whether a reboot empties where the application's directory is, or is to be: DIRECTORY
kind=$(in_memory "$parent")
[ -z "$kind" ] || echo "memory=$kind"
