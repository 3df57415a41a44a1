# Forgets a slot's process, which is stopped, in favour of the one before it: DIRECTORY SLOT DEPLOYMENT
alone
place=$dir/slots/$2
load "$2" && [ "$rec_deployment" = "$3" ] || exit 0
if [ -f "$place/process.before" ]; then
    mv -f "$place/process.before" "$place/process"
else
    rm -f "$place/process"
fi
