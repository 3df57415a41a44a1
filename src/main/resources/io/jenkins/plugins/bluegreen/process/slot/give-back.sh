# Gives back a standby that a deployment took over, so that it is one as before: DIRECTORY SLOT DEPLOYMENT
alone
load "$2" && [ "$rec_deployment" = "$3" ] && [ "$rec_own" != "$3" ] && standby || exit 0
at_boot no || exit 1
place=$dir/slots/$2
if [ -f "$place/taken.before" ]; then mv -f "$place/taken.before" "$place/taken"; else rm -f "$place/taken"; fi || exit 1
