# Says that commands are run, and which host this is: one boot of one machine, and the network in it, which all its ports are of; and that
# it unpacks: WORD
echo
echo "shell=$1"
boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null) && net=$(readlink /proc/self/ns/net 2>/dev/null) &&
    echo "host=$boot $net"
{ echo 'H4sIAAAAAAAC/yvNK0hMzi62rUwt5gIAIwTxxwwAAAA=' | base64 -d | gzip -dc; } 2>/dev/null
:
