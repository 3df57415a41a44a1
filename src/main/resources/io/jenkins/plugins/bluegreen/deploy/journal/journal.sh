# Prints the journal, replaces it, closes that of a deployment, or finds how one ended:
# DIRECTORY read | write TEXT APPLICATION | close DEPLOYMENT LINE GOOD BAD | find DEPLOYMENT | deployed
# GOOD is the release that serves by it, and BAD one that is not to be gone back to; either may be empty.
# Reading also tells whose the directory is; the first to write says that for good.
umask 077
alone

# put FILE TEXT: what a full disk or a quota cut short may not take the place of a whole one.
put() {
    printf '%s' "$2" >"$dir/.$1.new" && chmod 600 "$dir/.$1.new" && sync "$dir/.$1.new" && mv -f "$dir/.$1.new" "$dir/$1" && return 0
    rm -f "$dir/.$1.new"
    exit 1
}

# bound: cuts the history to its newest lines, once there are a good many more. Of each release that lies there the last line by which it was
# deployed stays, however old: by that prune.sh, and who goes back, know its turn; so does the last one by which anything serves.
bound() {
    set -- "$dir"/releases/*
    releases=$#
    lines=$(($(wc -l <"$dir/history")))
    [ $lines -gt $((2200 + releases)) ] || return 0
    old=$((lines - 2000))
    kept=$(
        {
            head -n $old "$dir/history" | grep -n '^deployed ' | tail -n 1
            for release in "$dir"/releases/*/.shipped-by; do
                release=${release%/.shipped-by}
                # Nothing else in a name means anything in a pattern.
                release=$(printf '%s' "${release##*/}" | sed 's/[.]/[.]/g')
                head -n $old "$dir/history" |
                    grep -n "^deployed at=[^ ]* application=[^ ]* deployment=[^ ]* release=$release slot=[a-z]* owner=" | tail -n 1
            done
        } | sort -n -u | cut -d : -f 2-
    )
    { [ -z "$kept" ] || printf '%s\n' "$kept"; } >"$dir/.history.new" && tail -n 2000 "$dir/history" >>"$dir/.history.new" &&
        chmod 600 "$dir/.history.new" && sync "$dir/.history.new" && mv -f "$dir/.history.new" "$dir/history" && return 0
    # One that is too long does no harm.
    rm -f "$dir/.history.new"
}

case $2 in
    read)
        if [ -e "$dir/application" ]; then
            belongs=
            while IFS= read -r line || [ -n "$line" ]; do
                case $line in application=*) belongs=${line#application=} ;; esac
            done <"$dir/application"
            printf '%s\n' "belongs=$belongs"
        fi
        if [ -f "$dir/journal" ]; then cat "$dir/journal"; fi
        ;;
    write)
        [ -e "$dir/application" ] || put application "application=$4
"
        put journal "$3"
        ;;
    close)
        # Another one's is that one's to close.
        if [ -f "$dir/journal" ] && ! grep -qxF "deployment=$3" "$dir/journal"; then exit 0; fi
        # That the history finds no room does not keep a deployment half-done: how it ended stands in the slots as well.
        printf '%s\n' "$4" >>"$dir/history"
        chmod 600 "$dir/history" 2>/dev/null
        bound 2>/dev/null
        if [ -n "$5" ]; then rm -f "$dir/releases/$5/.bad"; fi
        if [ -n "$6" ] && [ -d "$dir/releases/$6" ]; then
            printf '%s\n' "$4" >"$dir/releases/$6/.bad"
            chmod 600 "$dir/releases/$6/.bad" 2>/dev/null
        fi
        rm -f "$dir/journal"
        ;;
    find)
        if [ -f "$dir/history" ]; then grep -F " deployment=$3 " "$dir/history" | tail -n 1 | sed 's/^/ended=/'; fi
        ;;
    deployed)
        if [ -f "$dir/history" ]; then grep '^deployed ' "$dir/history" | tail -n 3200; fi
        ;;
esac
