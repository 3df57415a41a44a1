# Has what runs in a slot stay as a standby for so long, and be stopped after that, whatever becomes of who asks for it:
# DIRECTORY SLOT DEPLOYMENT SECONDS TENTHS_OF_A_SECOND ENDER [FILE...]
# ENDER is the script that stops it, within the TENTHS. The FILEs are those by which routers on this host go.
alone
umask 077
# One that was started by hand is no release that could be gone back to.
load "$2" && [ "$rec_deployment" = "$3" ] && [ -z "$rec_adopted" ] && up || exit 0
place=$dir/slots/$2
slot=$2
seconds=$4
tenths=$5
ender=$6
# To be shown; its end goes by another clock.
until=$(($(date +%s) + seconds))
shift 6
{
    printf 'until=%s\nof=%s\nby=%s\nboot=%s\n' "$until" "$rec_own" "$rec_deployment" "$boot" || exit 1
    for file in "$@"; do printf 'file=%s\nwas=%s\n' "$file" "$(contents "$file")" || exit 1; done
} >"$place/standby.new" && grep -qxF "of=$rec_own" "$place/standby.new" && mv -f "$place/standby.new" "$place/standby" || exit 1
# Nobody is led there, and after a reboot nothing would end it.
at_boot no || exit 1
setsid sh -c "$ender" "blue-green-standby-$slot" "$dir" "$slot" "$tenths" "$seconds" "$(cat "$place/standby")" </dev/null >/dev/null 2>>"$place/log" 8<&- &
echo "until=$until"
