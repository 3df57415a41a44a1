# Tells what the scripts use and the host lacks, and sets unfit where it lacks anything.
unfit=
lacks() {
    unfit=yes
    echo "missing=$1"
}
for tool in base64 cat chmod cp cut date dd df flock grep head id ln ls mkdir mktemp mv readlink rm sed setsid sha256sum sleep sort stat sync tail tee \
    timeout tr wc; do
    command -v $tool >/dev/null || lacks $tool
done
# What busybox's own may not have.
if command -v flock >/dev/null; then
    case $(flock --help 2>&1) in *-w*) ;; *) lacks 'flock with -w' ;; esac
fi
# Both at once first.
if ! printf 'a\0b' | timeout 9 grep -qzxF b 2>/dev/null; then
    if command -v grep >/dev/null && ! printf 'a\0b' | grep -qzxF b 2>/dev/null; then lacks 'grep with -z'; fi
    if command -v timeout >/dev/null && ! timeout 9 sh -c : 2>/dev/null; then lacks 'timeout SECONDS COMMAND'; fi
fi
[ -r /proc/self/stat ] || lacks /proc
