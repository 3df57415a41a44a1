# Prints whether the flag file is there and which share of the clients is led to each of the ports beside it, what each router that runs here is and goes by, and what keeps a switch from being possible: FILE PORTS
# Of what the login user may not read, tells whose it is, its mode and what lets that user.
set -u
alone "$1"
read_flag "$@"
followed "$1"
may_flag "$1"
if [ -n "$readers" ]; then seen "$1" "$readers"; fi
lasts "$1"
