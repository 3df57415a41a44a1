# Prints a map file, and what there is of the HAProxy that reads it, changing nothing: FILE SOCKET [INSPECT]
# With INSPECT also what keeps a switch from being possible, and the configuration of the HAProxy that names the file, where that can be read.
alone "$1"
if [ ! -e "$1" ]; then
    echo file=missing
elif [ ! -f "$1" ] || [ ! -r "$1" ]; then
    echo "file=closed" && stat -L -c 'file_is=%U:%G, mode %a' "$1"
elif [ "$(stat -L -c %s "$1")" -gt 300000 ]; then
    echo file=big
else
    echo "content=$(content "$1")"
fi

# listens SOCKET: tells whether somebody surely listens there. HAProxy binds another name and renames that.
listens() {
    folder=$(cd "${1%/*}/" && pwd -P) && grep -qF -e " $1" -e " ${folder%/}/${1##*/}" /proc/net/unix
}

if [ ! -e "$2" ]; then
    echo socket=missing
elif [ ! -S "$2" ]; then
    echo socket=none
elif [ ! -w "$2" ]; then
    echo socket=closed && stat -c 'socket_is=%U:%G, mode %a' "$2"
elif listens "$2"; then
    echo socket=listens
fi
echo "me=$(id -nu)"
[ $# -gt 2 ] || exit 0

refused() {
    echo "refused=$1"
}

file=$(readlink -f "$1")
folder=${file%/*}
if [ -z "$file" ] || [ ! -d "${folder:-/}" ]; then
    refused "the directory of $1 does not exist; create it"
elif [ ! -w "${folder:-/}" ]; then
    refused "$(id -nu) may not write to $folder, where a new file is to take the place of the old one; give it that directory (chown)"
elif [ -k "$folder" ] && [ ! -O "$file" ] && [ ! -O "$folder" ] && [ "$(id -u)" -ne 0 ]; then
    refused "it is not $(id -nu)'s, and in $folder, whose sticky bit is set, only the owner may replace a file; give it to $(id -nu) (chown)"
fi
kind=$(in_memory "${folder:-/}")
if [ -n "$kind" ]; then
    echo "memory=$folder is in memory ($kind)"
fi
# What others may read as well is read whatever the group is.
case $(id -u),$(stat -c %A "$file") in
    0,* | *,????r??r*) ;;
    *,????r*)
        case " $(id -G) " in
            *" $(stat -c %g "$file") "*) ;;
            *) refused "its group $(stat -c %G "$file") is none of $(id -nu)'s, so it would not stay when the file is replaced; give it a group of $(id -nu)'s (chown), or let all read it (chmod o+r)" ;;
        esac
        ;;
esac

# named FILES: tells whether one of them names the map file.
named() {
    while IFS= read -r each; do
        [ -z "$each" ] || ! grep -qF -e "$map" -- "$each" || return 0
    done <<END
$1
END
    return 1
}

map=$1
found=
all=$(grep -lx haproxy /proc/[0-9]*/comm 2>/dev/null)
for one in $all; do
    # The path there is the fifth word (proc(5)).
    if grep -F -e " $map " -e " $file " "${one%/comm}/mountinfo" 2>/dev/null | {
        while read -r _ _ _ _ point _; do
            case $point in "$map" | "$file") exit 0 ;; esac
        done
        exit 1
    }; then
        refused "it is mounted by itself for a HAProxy that runs, as in a container, which would never see the file that takes its place; mount its directory, not the file"
        break
    fi
done
parents=' '
for one in $all; do
    parents="$parents$(sed -n 's/^PPid:[^0-9]*//p' "${one%/comm}/status" 2>/dev/null) "
done
for one in $all; do
    process=${one%/comm}
    own=$(files_of "$process" 2>/dev/null) || continue
    if [ -z "$found" ] && named "$own"; then found=$own; fi
    [ -n "$found" ] && [ "$own" = "$found" ] || continue
    # One that has children only looks after them.
    case $parents in
        *" ${process#/proc/} "*) ;;
        *) sed -n 's/^Uid:[^0-9]*[0-9]*[^0-9]*\([0-9]*\).*/user=\1/p' "$process/status" 2>/dev/null ;;
    esac
done
[ -n "$found" ] || exit 0
# What is longer is of no use: it would come cut off.
{
    while IFS= read -r each; do
        if [ -n "$each" ]; then cat -- "$each" && echo; fi
    done <<END
$found
END
    echo "# the end"
} | sed 's/^/configuration=/' | head -c 500000
