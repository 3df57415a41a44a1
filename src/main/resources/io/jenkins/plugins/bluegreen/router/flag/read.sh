# Prints whether a flag file is there, and which share of the clients is led to each of the ports beside it: FILE [PORTS]
# Of what the login user may not read, tells whose it is, its mode and what lets that user.
set -u
alone "$1"
read_flag "$@"
