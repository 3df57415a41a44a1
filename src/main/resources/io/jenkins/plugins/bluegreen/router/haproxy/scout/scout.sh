# Prints of each HAProxy that runs here "router=PID" and what it was started with as "configuration=...", up to a line "the end" where that
# is all of it; or "untold=yes" where it cannot be read.
set -u
LC_ALL=C
export LC_ALL

# depth /proc/PID: prints in how many PID namespaces a process is. What a container's is named by is not where it says.
depth() {
    sed -n 's/^NSpid://p' "$1/status" 2>/dev/null | wc -w
}

here=$(depth /proc/self)
known=$newline$newline
for one in $(grep -lx haproxy /proc/[0-9]*/comm 2>/dev/null); do
    process=${one%/comm}
    own=
    [ "$(depth "$process")" -ne "$here" ] || own=$(files_of "$process" 2>/dev/null) || own=
    # The processes of one have the same words.
    case $known in *"$newline$newline$own$newline$newline"*) continue ;; esac
    known=$known$own$newline$newline
    echo "router=${process#/proc/}"
    if [ -z "$own" ]; then
        echo untold=yes
        continue
    fi
    # What is longer is of no use: it would come cut off.
    {
        while IFS= read -r each; do
            if [ -n "$each" ]; then cat -- "$each" && echo; fi
        done <<END
$own
END
        echo "# the end"
    } | sed 's/^/configuration=/' | head -c 500000
done
