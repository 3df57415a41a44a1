# Prints of each router that runs here what it is configured with. Nobody tests for what is looked for, so that all are followed.
set -u
followed /proc/none/none
