# Leads who sends a token to a port, by one file that has both in its name, and nobody any more who sends another one: FILE [PORT TOKEN]
# The shell itself creates it, since the arguments of a program can be read by all users of the host.
set -u
alone "$1" change
rm -f -- "$1.preview-"* || exit 1
if [ -n "${3-}" ]; then (umask 022 && : >"$1.preview-$2-$3") || exit 1; fi
