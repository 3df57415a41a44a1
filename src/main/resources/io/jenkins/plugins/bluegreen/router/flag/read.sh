# Prints whether a flag file is there: FILE
# Of what the login user may not read, tells whose it is, its mode and what lets that user.
set -u
alone "$1"
read_flag "$1"
