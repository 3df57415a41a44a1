# Has what is in the other slot not be started any more, as far as we have to do with it; what is in this one is kept up by what starts it, or not
# at all: DIRECTORY SLOT OTHER
alone
place=$dir/slots/$2
load "$2" || exit 0
if [ -n "$rec_command" ]; then
    [ -n "$command_runs" ] || exit 0
elif [ -z "$(members)" ]; then
    exit 0
elif [ -f "$place/trial" ]; then
    # It was started before these commands had to do with it, and an undo has it kept up as it was.
    mv -f "$place/trial" "$place/kept" || exit 1
fi
leave_down "$3" || exit 1
rm -f "$place/standby"
echo runs=yes
