# Tells which slot a router serves, by the command that shows it: APPLICATION SECONDS BLUE GREEN SHOW
# Prints state=blue, green or none; where that is not clear, unclear=... with what the command wrote.
APPLICATION=$1 bg_limit=$2 bg_blue=$3 bg_green=$4 bg_show=$5
export APPLICATION
alone
bg_begin
bg_state
if [ -n "$bg_says" ]; then
    echo "state=$bg_says"
else
    echo "unclear=$bg_why"
    bg_wrote
fi
