# Replaces the include file and makes nginx read it: FILE NEW_CONTENT OLD_CONTENT TEST_COMMAND RELOAD_COMMAND
# Contents are Base64, "-" stands for no file. Whatever fails, the old content is back, and nginx reads that again.
set -u
LC_ALL=C
export LC_ALL
new=$2 old=$3 test=$4 reload=$5
file=$(readlink -f "$1") || exit 1
folder=${file%/*}
next=$folder/.${file##*/}.bluegreen

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

workers() {
    for entry in /proc/[0-9]*; do
        case $(tr '\0' ' ' <"$entry/cmdline") in "nginx: worker process"*) echo "${entry#/proc/}" ;; esac
    done 2>/dev/null
}

# fail STAGE: says what failed; on standard error stands what the command said.
fail() {
    echo "stage=$1"
    exit 1
}

[ "$(content)" = "$old" ] || fail changed
sh -c "$test" >&2 || fail tested-before
put "$new" || { put "$old"; fail written; }
sh -c "$test" >&2 || { put "$old" || fail stuck; fail tested; }
before=" $(workers | tr '\n' ' ') "
sh -c "$reload" >&2 || { put "$old" || fail stuck; sh -c "$reload" >&2; fail reloaded; }
# The reload is a signal; nginx has read the file once workers run that did not run before. They cannot be seen everywhere.
tries=0
while [ "$before" != "  " ]; do
    for worker in $(workers); do
        case $before in *" $worker "*) ;; *) break 2 ;; esac
    done
    tries=$((tries + 1))
    if [ $tries -gt 200 ]; then
        echo "nginx started no new worker within 10 s of the reload" >&2
        put "$old" || fail stuck
        sh -c "$reload" >&2
        fail reloaded
    fi
    sleep 0.05
done
[ "$(content)" = "$new" ] || fail read-back
