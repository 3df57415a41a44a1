# Replaces the include file and makes nginx read it: FILE NEW_CONTENT OLD_CONTENT TEST_COMMAND RELOAD_COMMAND SECONDS [TEST_BEFORE]
# Contents are Base64; "-" stands for no file, and "@" stands before a link instead, its path on one line and what it leads to on the next.
# Where both are the same, nginx only reads it again. SECONDS is how long it may take to read its configuration. TEST_BEFORE tells a configuration that was broken before from a refused file. Whatever fails, the old content is back, and no
# worker is left that has read the new one; else it says so.
set -u
new=$2 old=$3 test=$4 reload=$5 limit=$6
case $old in
    @*) file=$(printf '%s' "${old#@}" | base64 -d | sed 2d) ;;
    *) file=$(readlink -f "$1") || exit 1 ;;
esac
folder=${file%/*}
next=$folder/.${file##*/}.bluegreen
alone "$file" change

content() {
    if [ -L "$file" ]; then
        printf '@%s' "$(printf '%s\n%s' "$file" "$(readlink "$file")" | base64 | tr -d '\n')"
    elif [ -e "$file" ]; then base64 <"$file" | tr -d '\n'; else printf -- -; fi
}

# put CONTENT: by a rename in the same folder, so that nginx sees the one or the other, whole; mode and owner stay, whatever the umask.
# Where the folder is root's, by sudo: README lists the commands that it must allow.
put() {
    if [ "$1" = - ]; then
        rm -f "$file"
    elif [ "${1#@}" != "$1" ]; then
        leads=$(printf '%s' "${1#@}" | base64 -d | sed 1d)
        if [ -w "${folder:-/}" ]; then
            ln -sfn -- "$leads" "$next" && mv -f "$next" "$file"
        else
            sudo -n ln -sfn "$leads" "$next" && sudo -n mv -f "$next" "$file"
        fi
    elif [ -w "${folder:-/}" ]; then
        mode=644
        if [ -e "$file" ]; then
            mode=$(stat -c %a "$file")
            rm -f "$next"
            cp -p "$file" "$next" && chmod u+w "$next" || return 1
        fi
        printf '%s' "$1" | base64 -d >"$next" && chmod "$mode" "$next" && mv -f "$next" "$file"
    else
        mode='0 0 644'
        mask=22
        if [ -e "$file" ]; then mode=$(stat -c '%u %g %a' "$file"); fi
        if kept; then mask=$((666 - ${mode##* })); else sudo -n cp -p "$file" "$next" || return 1; fi
        printf '%s' "$1" | base64 -d | (umask $mask && sudo -n tee "$next" >/dev/null) || return 1
        is=$(stat -c '%u %g %a' "$next")
        if [ "$is" != "$mode" ]; then
            echo "sudo's tee makes $next with owner, group and mode $is instead of $mode; allow 'cp -p $file $next' as well" >&2
            return 1
        fi
        sudo -n mv -f "$next" "$file"
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

# settled: waits until no master is at a reload, at most as long as one may take.
settled() {
    until=$(($(seconds) + limit))
    until idle; do
        [ "$(seconds)" -lt $until ] || return 1
        sleep 0.1
    done
}

# returned: once the file is back, waits until no worker is left that may have read the new content; fails where that cannot be seen.
# A master that is at a reload may have read it long ago, so only what it is told after that brings workers that have read the old one.
# Where none came it is told as well: the file that is back is younger than workers that have read the same.
returned() {
    [ -n "$before" ] || { sh -c "$reload" >&2 8<&-; return 1; }
    settled || return 1
    came=$(late)
    sh -c "$reload" >&2 8<&-
    until=$(($(seconds) + limit))
    while :; do
        left=
        for each in $(late); do
            case " $came" in *" $each "*) left=yes ;; esac
        done
        [ -n "$left" ] || ! idle || return 0
        if [ "$(seconds)" -ge $until ]; then
            [ -z "$came" ]
            return
        fi
        sleep 0.1
    done
}

# back: puts the old content back, where the new one has come so far.
back() {
    [ "$(content)" = "$old" ] || put "$old"
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

# refused_by_nginx: as not_reloaded, of what no nginx has read.
refused_by_nginx() {
    back || fail not-back
    if [ -n "$before" ]; then sh -c "$reload" >&2 8<&- && settled; fi
    fail tested
}

[ "$(content)" = "$old" ] || fail changed
if [ -n "${7-}" ] || [ "$new" = "$old" ]; then sh -c "$test" >&2 8<&- || fail tested-before; fi
# As long as the configuration is as nginx has it.
verdicts=$(goes_by "$1" include)
twice=$(upgrading "$verdicts")
if [ -n "$twice" ]; then echo "${twice#refused=}" >&2 && fail upgrading; fi
find_readers "$verdicts"
before=$readers
if [ "$new" != "$old" ]; then
    put "$new" || { back; fail written; }
    sh -c "$test" >&2 8<&- || refused_by_nginx
elif [ -n "$(ahead "$(changed "$1")")" ]; then
    # Or it would look unread until then.
    put "$new" || fail written
fi
all_before=$(every_worker)
sh -c "$reload" >&2 8<&- || not_reloaded
# The reload is a signal; nginx has read the file once its workers are new ones. They cannot be seen everywhere. A master that has nothing
# to do any more does not come to it: the signal did not reach it, or it did not like what it read.
begun=$(seconds)
busy=$begun
until [ -z "$before" ] || renewed; do
    now=$(seconds)
    if [ $((now - begun)) -ge "$limit" ]; then
        echo "nginx had no new workers within $limit s of the reload" >&2
        not_reloaded
    elif ! idle; then
        busy=$now
    elif [ $((now - busy)) -ge 10 ]; then
        echo "nginx had no new workers within 10 s of the reload, and is at none; its error log tells why" >&2
        not_reloaded
    fi
    sleep 0.02
done
[ "$(content)" = "$new" ] || fail read-back
[ -n "$before" ] || echo unseen=yes
# For old-workers.sh, which tells those apart that were replaced.
echo "old=$(echo "$all_before" | tr '\n' ' ')"
