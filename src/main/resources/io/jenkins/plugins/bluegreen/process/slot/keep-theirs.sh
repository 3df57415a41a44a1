# Has what is in a slot be kept up by who looks after it, and what is in the other one not: DIRECTORY SLOT OTHER
# For all kinds but session, whose keep-up.sh does that where an undo comes back to what was not started as a session.
alone
place=$dir/slots/$2
load "$2" || exit 0
if [ -n "$rec_unit$rec_command" ]; then
    keep_theirs || exit 0
    if [ -f "$dir/slots/$3/kept" ]; then
        # An undo puts it back.
        if boot_table && boot_has; then : >"$dir/slots/$3/at-boot"; else rm -f "$dir/slots/$3/at-boot"; fi
    fi
    boot_line ''
elif [ -z "$(members)" ]; then
    exit 0
elif [ -f "$place/trial" ]; then
    # It was started as a session, and an undo has it kept up as it was.
    mv -f "$place/trial" "$place/kept" || exit 1
    if [ -f "$place/at-boot" ]; then boot_line "$(boot_word "$dir/start-live")"; fi
fi
leave_down "$3" || exit 1
rm -f "$place/standby"
echo runs=yes
