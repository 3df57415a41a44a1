# Starts a slot: DIRECTORY SLOT RELEASE DEPLOYMENT COMMAND ENVIRONMENT PORT
alone
mask=$(umask)
umask 077
place=$dir/slots/$2
mkdir -p "$place" || exit 1
# What ran here before is put back by an undo; it also keeps its release from being pruned.
if [ -f "$place/process" ]; then mv -f "$place/process" "$place/process.before" || exit 1; fi
if [ -f "$place/log" ]; then mv -f "$place/log" "$place/log.1" || exit 1; fi
rm -f "$place/exit"
printf '%s' "$6" >"$place/env" || exit 1
printf '' >"$place/log" || exit 1

# utf8_locale: prints one that is there, best one of no country. Where locale(1) is not, there is but one (musl).
utf8_locale() {
    command -v locale >/dev/null || { echo C.UTF-8 && return; }
    known=$(locale -a 2>/dev/null)
    for name in C.UTF-8 en_US.UTF-8; do
        case $newline$known$newline in
            *"$newline$name$newline"* | *"$newline${name%UTF-8}utf8$newline"*) echo "$name" && return ;;
        esac
    done
    return 1
}

# The leader of the new session writes the record itself, before it starts anything, so that nothing ever runs unrecorded.
# It lives as long as the application and notes how that ended, also where that never began; who stops both by hand must find that noted.
leader='
    place=$1 mask=$2 release=$3 deployment=$4 command=$5 port=$6
    trap : TERM INT HUP
    read -r boot </proc/sys/kernel/random/boot_id
    IFS= read -r line </proc/$$/stat
    set -- ${line##*") "}
    printf "pid=%s\nstart=%s\nboot=%s\nrelease=%s\nport=%s\ndeployment=%s\n" \
        "$$" "${20}" "$boot" "$release" "$port" "$deployment" >"$place/process.new" && mv -f "$place/process.new" "$place/process" || exit 1
    # What is needed after the environment is kept where no variable of it can come in between.
    set -- "$place" "$mask" "$command"
    trap "echo \$? >\"\$1/exit\"" EXIT
    . "$1/env" || exit 1
    umask "$2"
    sh -c "$3"
'
case $login_locale in
    '') unset LC_ALL ;;
    *) LC_ALL=${login_locale#set} ;;
esac
# A login that is not interactive often has none, and then Java writes ? for what is not ASCII. Not as LC_ALL, which would outdo what the
# application's environment says.
if [ -z "${LC_ALL-}${LC_CTYPE-}${LANG-}" ] && LANG=$(utf8_locale); then export LANG; fi
setsid sh -c "$leader" "blue-green-$2" "$place" "$mask" "$3" "$4" "$5" "$7" </dev/null >>"$place/log" 2>&1 8<&- &
leader_pid=$!
export LC_ALL=C
tries=0
until [ -f "$place/process" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 1000 ]; then
        echo "no process came up within 10 s" >&2
        cat "$place/log" >&2
        exit 1
    fi
    kill -0 $leader_pid 2>/dev/null || [ -f "$place/process" ] || { cat "$place/log" >&2; exit 1; }
    sleep 0.01
done
load "$2"
echo "pid=$rec_pid"
