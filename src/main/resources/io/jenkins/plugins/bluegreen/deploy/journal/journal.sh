# Prints the journal, replaces it, closes that of a deployment, or finds how one ended:
# DIRECTORY read | write TEXT | close DEPLOYMENT LINE | find DEPLOYMENT
umask 077
alone
case $2 in
    read)
        if [ -f "$dir/journal" ]; then cat "$dir/journal"; fi
        ;;
    write)
        # What a full disk or a quota cut short may not take the place of a whole one.
        printf '%s' "$3" >"$dir/.journal.new" || { rm -f "$dir/.journal.new"; exit 1; }
        sync "$dir/.journal.new" || { rm -f "$dir/.journal.new"; exit 1; }
        mv -f "$dir/.journal.new" "$dir/journal"
        ;;
    close)
        # Another one's is that one's to close.
        if [ -f "$dir/journal" ] && ! grep -qxF "deployment=$3" "$dir/journal"; then exit 0; fi
        # That the history finds no room does not keep a deployment half-done: how it ended stands in the slots as well.
        printf '%s\n' "$4" >>"$dir/history"
        rm -f "$dir/journal"
        ;;
    find)
        if [ -f "$dir/history" ]; then grep -F " deployment=$3 " "$dir/history" | tail -n 1 | sed 's/^/ended=/'; fi
        ;;
esac
