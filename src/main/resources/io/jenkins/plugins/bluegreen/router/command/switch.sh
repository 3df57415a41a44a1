# Switches a router by a command: APPLICATION SECONDS BLUE GREEN SHOW BEFORE SLOT SWITCH LEFT
# Where BEFORE is a slot or none, show has to say that before, and has to say SLOT afterwards; otherwise SLOT is taken back, and show has to
# say BEFORE again. An empty BEFORE is for one of which nothing is known that could be brought back. LEFT is what is still at work of one before.
# What it came to is printed at the very end, since nobody may be there to read it: stage=..., back=yes or no, left=...
APPLICATION=$1 bg_limit=$2 bg_blue=$3 bg_green=$4 bg_show=$5 bg_before=$6 bg_slot=$7 bg_switch=$8
export APPLICATION
alone change
bg_begin

# bg_waited LEFT: fails where some of that is still there after the time that a command has; bg_left is that then.
bg_waited() {
    bg_until=$(($(bg_seconds) + bg_limit + 1))
    while :; do
        bg_left=
        for bg_one in $1; do
            if [ "$(bg_began "${bg_one%:*}")" = "${bg_one#*:}" ]; then bg_left="$bg_left$bg_one "; fi
        done
        [ -n "$bg_left" ] || return 0
        [ "$(bg_seconds)" -lt $bg_until ] || return 1
        sleep 0.05
    done
}

# bg_to SLOT: fails where that does not come about, with bg_stage; what the command wrote is passed on.
bg_to() {
    SLOT=$1 PORT=$bg_blue
    if [ "$SLOT" = green ]; then PORT=$bg_green; fi
    export SLOT PORT
    bg_run "$bg_switch"
    bg_wrote
    bg_ended=$bg_status bg_stays=$bg_left
    if [ -z "$bg_ended" ]; then bg_stage=late; else bg_stage="status $bg_ended"; fi
    [ "$bg_ended" = 0 ] || return 1
    # show is to find the environment as it always does.
    unset SLOT PORT
    bg_state
    [ "$bg_says" != "$1" ] || return 0
    bg_stage="shown ${bg_says:-$bg_why}"
    bg_wrote
    return 1
}

bg_waited "$9" || { printf '%s\n' "stage=busy" "left=$bg_left" && exit 1; }
if [ -n "$bg_before" ]; then
    bg_state
    if [ "$bg_says" != "$bg_before" ]; then
        bg_wrote
        echo "stage=changed ${bg_says:-$bg_why}"
        exit 1
    fi
fi
bg_to "$bg_slot" && exit 0
bg_failed=$bg_stage bg_back=
case $bg_before in
    "$bg_slot" | none | '') ;;
    *)
        # What is still at work would go through later.
        if [ -z "$bg_stays" ] && bg_to "$bg_before" 2>/dev/null; then bg_back=yes; else bg_back=no; fi
        ;;
esac
printf '%s\n' "stage=$bg_failed" ${bg_back:+"back=$bg_back"} ${bg_stays:+"left=$bg_stays"}
exit 1
