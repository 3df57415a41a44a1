# Starts a slot: DIRECTORY SLOT RELEASE DEPLOYMENT COMMAND ENVIRONMENT PORT [KEPT]
# With KEPT, what is kept beside the release of its variables comes before the ENVIRONMENT.
# What is set here and in what stands before begins with bg_: a shell hands what it sets on to all that it starts, where the login exports
# a variable of that name.
alone
bg_mask=$(umask)
umask 077
bg_place=$dir/slots/$2
mkdir -p "$bg_place" || exit 1
# What ran here before is put back by an undo; it also keeps its release from being pruned.
if [ -f "$bg_place/process" ]; then mv -f "$bg_place/process" "$bg_place/process.before" || exit 1; fi
if [ -f "$bg_place/log" ]; then mv -f "$bg_place/log" "$bg_place/log.1" || exit 1; fi
rm -f "$bg_place/exit"
if [ -n "${8-}" ]; then sed '1,/^$/d' "$dir/releases/$3/.kept"; fi >"$bg_place/env" && printf '%s' "$6" >>"$bg_place/env" || exit 1
printf '' >"$bg_place/log" || exit 1

# The leader of the new session writes the record itself, before it starts anything, so that nothing ever runs unrecorded.
# It lives as long as the application and notes how that ended, also where that never began; who stops both by hand must find that noted.
# What is needed after the environment is kept where no variable of it can come in between.
bg_leader='
    trap : TERM INT HUP
    (
        place=$1 release=$3 deployment=$4 port=$6
        read -r boot </proc/sys/kernel/random/boot_id
        IFS= read -r line </proc/$$/stat
        set -- ${line##*") "}
        printf "pid=%s\nstart=%s\nboot=%s\nrelease=%s\nport=%s\ndeployment=%s\n" \
            "$$" "${20}" "$boot" "$release" "$port" "$deployment" >"$place/process.new" && mv -f "$place/process.new" "$place/process"
    ) || exit 1
    trap "echo \$? >\"\$1/exit\"" EXIT
    . "$1/env" || exit 1
    umask "$2"
    sh -c "$5"
'
# as_login: has what is started from now on find what the login has.
as_login() {
    case $bg_locale in
        '') unset LC_ALL ;;
        *) LC_ALL=${bg_locale#set} ;;
    esac
    # Where it has none, none is exported.
    dir=$bg_dir
    # A login that is not interactive often has no locale, and then Java writes ? for what is not ASCII. Not as LC_ALL, which would outdo
    # what the application's environment says.
    if [ -z "${LC_ALL-}${LC_CTYPE-}${LANG-}" ] && LANG=$(utf8_locale); then export LANG; fi
}
{
    as_login
    exec setsid sh -c "$bg_leader" "blue-green-$2" "$bg_place" "$bg_mask" "$3" "$4" "$5" "$7"
} </dev/null >>"$bg_place/log" 2>&1 8<&- &
bg_pid=$!
bg_tries=0
until [ -f "$bg_place/process" ]; do
    bg_tries=$((bg_tries + 1))
    if [ $bg_tries -gt 1000 ]; then
        echo "no process came up within 10 s" >&2
        cat "$bg_place/log" >&2
        exit 1
    fi
    kill -0 $bg_pid 2>/dev/null || [ -f "$bg_place/process" ] || { cat "$bg_place/log" >&2; exit 1; }
    sleep 0.01
done
