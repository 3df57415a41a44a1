# Has the unit of a slot be started again from now on, after a crash and after a reboot, and what is in the other one not: DIRECTORY SLOT OTHER
alone
place=$dir/slots/$2
load "$2" || exit 0
if [ -n "$rec_unit" ]; then
    # One that is kept up for some time may just be down.
    led || { [ -n "$rec_kept" ] && unit_up; } || exit 0
    # After a reboot it was started by systemd alone, and that is well.
    [ -n "$rec_kept" ] || [ "$rec_began" != "$boot" ] || as_started || exit 0
    case $unit_enabled in enabled*) ;; *) command_manager enable "$rec_unit" >&2 || exit 1 ;; esac
    mark yes || exit 1
elif [ -z "$(members)" ]; then
    exit 0
elif [ -f "$place/trial" ]; then
    # It was started before systemd had to do with it, and an undo has it kept up as it was.
    mv -f "$place/trial" "$place/kept" || exit 1
fi
leave_down "$3" || exit 1
rm -f "$place/standby"
echo runs=yes
