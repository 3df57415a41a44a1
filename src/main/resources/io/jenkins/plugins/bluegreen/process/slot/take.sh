# Takes over a standby as what a deployment runs in a slot: DIRECTORY SLOT DEPLOYMENT
# It stays a standby until it is kept up, so that it can be given back.
alone
umask 077
load "$2" && standby && up || exit 0
place=$dir/slots/$2
# Before users are led to it, so that a reboot at any moment starts what they are led to.
at_boot yes || exit 1
# First what needs room.
printf 'of=%s\nby=%s\n' "$rec_own" "$3" >"$place/taken.new" || exit 1
if [ -f "$place/taken" ]; then mv -f "$place/taken" "$place/taken.before" || exit 1; fi
mv -f "$place/taken.new" "$place/taken" || exit 1
echo taken=yes
