# Has the unit of a slot be started again from now on, after a crash and after a reboot, and that of the other one not: DIRECTORY SLOT OTHER
alone
# mark VALUE: notes in the loaded slot's record that it is kept up (yes), or was until now (was).
mark() {
    [ "$rec_kept" != "$1" ] || return 0
    (umask 077 && { sed '/^kept=/d' "$dir/slots/$rec_slot/process" && echo "kept=$1"; } >"$dir/slots/$rec_slot/process.new") &&
        mv -f "$dir/slots/$rec_slot/process.new" "$dir/slots/$rec_slot/process" || exit 1
}

load "$2" || exit 0
if [ -n "$rec_unit" ]; then
    led || exit 0
    # After a reboot it was started by systemd alone, and that is well.
    [ -n "$rec_kept" ] || [ "$rec_began" != "$boot" ] || as_started || exit 0
    case $unit_enabled in enabled*) ;; *) command_manager enable "$rec_unit" || exit 1 ;; esac
    mark yes
fi
if [ -n "$(members)" ]; then echo runs=yes; fi
if load "$3" && [ -n "$rec_unit" ]; then
    case $unit_enabled in enabled*) command_manager disable "$rec_unit" || exit 1 ;; esac
    [ -z "$rec_kept" ] || mark was
fi
