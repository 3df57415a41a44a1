# Has the unit of a slot be started again from now on, after a crash and after a reboot, and that of the other one not: DIRECTORY SLOT OTHER
alone
place=$dir/slots/$2
load "$2" || exit 0
if [ -n "$rec_unit" ]; then
    led || exit 0
    # After a reboot it was started by systemd alone, and that is well.
    [ -n "$rec_kept" ] || [ "$rec_began" != "$boot" ] || as_started || exit 0
    case $unit_enabled in enabled*) ;; *) command_manager enable "$rec_unit" || exit 1 ;; esac
    if [ -z "$rec_kept" ]; then
        (umask 077 && { cat "$place/process" && echo kept=yes; } >"$place/process.new" && mv -f "$place/process.new" "$place/process") || exit 1
    fi
fi
if [ -n "$(members)" ]; then echo runs=yes; fi
if load "$3" && [ -n "$rec_unit" ]; then
    case $unit_enabled in enabled*) command_manager disable "$rec_unit" || exit 1 ;; esac
fi
