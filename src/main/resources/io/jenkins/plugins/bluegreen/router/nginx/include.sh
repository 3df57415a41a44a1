# Replaces the include file and makes nginx read it: FILE NEW_CONTENT OLD_CONTENT TEST_COMMAND RELOAD_COMMAND [TEST_BEFORE]
# Contents are Base64, "-" stands for no file; where both are the same, nginx only reads it again. TEST_BEFORE tells a configuration that was
# broken before from a refused file. Whatever fails, the old content is back, and no worker is left that has read the new one; else it says so.
set -u
new=$2 old=$3 test=$4 reload=$5
file=$(readlink -f "$1") || exit 1
folder=${file%/*}
next=$folder/.${file##*/}.bluegreen
# A script of a deployment that is gone may still be at it.
exec 8<"${folder:-/}" && flock -w 120 8 || exit 1

content() {
    if [ -e "$file" ]; then base64 <"$file" | tr -d '\n'; else printf -- -; fi
}

# put CONTENT: by a rename in the same folder, so that nginx sees the one or the other, whole.
# Where the folder is root's, by sudo: README lists the two commands that it must allow.
put() {
    if [ "$1" = - ]; then
        rm -f "$file"
    elif [ -w "${folder:-/}" ]; then
        if [ -e "$file" ]; then cp -p "$file" "$next" || return 1; else (umask 022 && : >"$next") || return 1; fi
        printf '%s' "$1" | base64 -d >"$next" && mv -f "$next" "$file"
    else
        printf '%s' "$1" | base64 -d | sudo -n tee "$next" >/dev/null && sudo -n mv -f "$next" "$file"
    fi
}

# fresh MASTER: tells whether it has a worker that did not run before, and none that did. The new ones come first, the old ones
# are told to go 100 ms later (ngx_master_process_cycle), and until then accept as well.
fresh() {
    none=1
    for each in $after; do
        if [ "${each%:*}" != "$1" ]; then continue; fi
        case "$before " in *" $each "*) return 1 ;; esac
        none=0
    done
    return $none
}

# renewed: tells whether each master that surely goes by the file has new workers; where none surely does, whether any other has.
renewed() {
    after=$(workers)
    for worker in $before; do
        if fresh "${worker%:*}"; then
            [ -n "$sure" ] || return 0
        else
            [ -z "$sure" ] || return 1
        fi
    done
    [ -n "$sure" ]
}

# idle: tells whether no master is at a reload or is still to hear of one. It blocks its signals until it has done all that they
# asked for (sigsuspend in ngx_master_process_cycle); HUP is the lowest bit (proc(5)).
idle() {
    for worker in $before; do
        state=$(grep -E '^(SigPnd|ShdPnd|SigBlk):' "/proc/${worker%:*}/status" 2>/dev/null) || return 1
        ! echo "$state" | grep -q '^S[a-z]*Pnd:.*[13579bdf]$' && echo "$state" | grep -q '^SigBlk:[^0-9a-f]*0*$' || return 1
    done
}

# late: prints the workers that came since the reload, and accept.
late() {
    for each in $(workers); do
        case "$before " in
            *" $each "*) ;;
            *" ${each%:*}:"*) printf '%s ' "$each" ;;
        esac
    done
}

seconds() {
    cut -d . -f 1 /proc/uptime
}

# returned: once the file is back, waits until no worker is left that may have read the new content; fails where that cannot be seen within 60 s.
# A master that is at a reload may have read it long ago, so only what it is told after that brings workers that have read the old one.
returned() {
    [ -n "$before" ] || { sh -c "$reload" >&2 8<&-; return 1; }
    until=$(($(seconds) + 60))
    until idle; do
        [ "$(seconds)" -lt $until ] || return 1
        sleep 0.1
    done
    came=$(late)
    [ -n "$came" ] || return 0
    sh -c "$reload" >&2 8<&-
    while :; do
        left=
        for each in $(late); do
            case " $came" in *" $each "*) left=yes ;; esac
        done
        [ -n "$left" ] || ! idle || return 0
        [ "$(seconds)" -lt $until ] || return 1
        sleep 0.1
    done
}

# back: puts the old content back, with its old time where that is allowed, since nginx has read it then.
back() {
    [ "$new" != "$old" ] || return 0
    put "$old" || return 1
    if [ "$old" != - ]; then touch -d "@$stamp" "$file" 2>/dev/null || :; fi
}

# fail STAGE: says what failed; on standard error stands what the command said.
fail() {
    echo "stage=$1"
    exit 1
}

# not_reloaded: what the new content came to, nginx may have read meanwhile. Of one content there is none to take back.
not_reloaded() {
    back || fail not-back
    [ "$new" = "$old" ] || returned || fail stuck
    fail reloaded
}

[ "$(content)" = "$old" ] || fail changed
stamp=$(stat -c %Y "$file" 2>/dev/null)
if [ -n "${6-}" ] || [ "$new" = "$old" ]; then sh -c "$test" >&2 8<&- || fail tested-before; fi
# As long as the configuration is as nginx has it.
find_readers "$(goes_by "$1" include)"
before=$readers
if [ "$new" != "$old" ]; then
    put "$new" || { back; fail written; }
    sh -c "$test" >&2 8<&- || { back || fail not-back; fail tested; }
fi
all_before=$(every_worker)
sh -c "$reload" >&2 8<&- || not_reloaded
# The reload is a signal; nginx has read the file once its workers are new ones. They cannot be seen everywhere.
tries=0
until [ -z "$before" ] || renewed; do
    tries=$((tries + 1))
    if [ $tries -gt 200 ]; then
        echo "nginx had no new workers within 10 s of the reload" >&2
        not_reloaded
    fi
    sleep 0.05
done
[ "$(content)" = "$new" ] || fail read-back
[ -n "$before" ] || echo unseen=yes
# For old-workers.sh, which tells those apart that were replaced.
echo "old=$(echo "$all_before" | tr '\n' ' ')"
