# Replaces the include file and makes nginx read it: FILE NEW_CONTENT OLD_CONTENT TEST_COMMAND RELOAD_COMMAND [TEST_BEFORE]
# Contents are Base64, "-" stands for no file. TEST_BEFORE tells a configuration that was broken before from a refused file. Whatever fails, the old content is back, and nginx reads that again.
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

# renewed BEFORE: tells whether a master has a worker that did not run before, and none that did. The new ones come first,
# the old ones are told to go 100 ms later (ngx_master_process_cycle), and until then accept as well.
renewed() {
    after=" $(workers | tr '\n' ' ') "
    for fresh in $after; do
        case $1 in
            *" $fresh "*) continue ;;
            *" ${fresh%:*}:"*) ;;
            *) continue ;;
        esac
        for stale in $1; do
            case $after in *" $stale "*) [ "${stale%:*}" != "${fresh%:*}" ] || continue 2 ;; esac
        done
        return 0
    done
    return 1
}

# back: puts the old content back, with its old time where that is allowed, since nginx has read it then.
back() {
    put "$old" || return 1
    if [ "$old" != - ]; then touch -d "@$stamp" "$file" 2>/dev/null || :; fi
}

# fail STAGE: says what failed; on standard error stands what the command said.
fail() {
    echo "stage=$1"
    exit 1
}

[ "$(content)" = "$old" ] || fail changed
stamp=$(stat -c %Y "$file" 2>/dev/null)
[ -z "${6-}" ] || sh -c "$test" >&2 8<&- || fail tested-before
put "$new" || { back; fail written; }
sh -c "$test" >&2 8<&- || { back || fail stuck; fail tested; }
before=" $(workers | tr '\n' ' ') "
all_before=$(every_worker)
sh -c "$reload" >&2 8<&- || { back || fail stuck; sh -c "$reload" >&2 8<&-; fail reloaded; }
# The reload is a signal; nginx has read the file once its workers are new ones. They cannot be seen everywhere.
tries=0
until [ "$before" = "  " ] || renewed "$before"; do
    tries=$((tries + 1))
    if [ $tries -gt 200 ]; then
        echo "nginx had no new workers within 10 s of the reload" >&2
        back || fail stuck
        sh -c "$reload" >&2 8<&-
        fail reloaded
    fi
    sleep 0.05
done
[ "$(content)" = "$new" ] || fail read-back
# For still.sh, which tells those apart that were replaced.
echo "old=$(echo "$all_before" | tr '\n' ' ')"
