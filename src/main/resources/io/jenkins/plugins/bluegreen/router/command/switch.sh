# Switches a router by a command: APPLICATION SECONDS BLUE GREEN SHOW BEFORE SLOT SWITCH
# Where BEFORE is a slot or none, show has to say that before, and has to say SLOT afterwards; otherwise SLOT is taken back, and show has to
# say BEFORE again. An empty BEFORE is for one of which nothing is known that could be brought back.
APPLICATION=$1 bg_limit=$2 bg_blue=$3 bg_green=$4 bg_show=$5 bg_before=$6 bg_slot=$7 bg_switch=$8
export APPLICATION
alone
bg_begin

# bg_to SLOT: fails where that does not come about, with bg_stage; what the command wrote is passed on.
bg_to() {
    SLOT=$1 PORT=$bg_blue
    if [ "$SLOT" = green ]; then PORT=$bg_green; fi
    export SLOT PORT
    bg_run "$bg_switch"
    bg_wrote
    bg_ended=$bg_status
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

if [ -n "$bg_before" ]; then
    bg_state
    if [ "$bg_says" != "$bg_before" ]; then
        bg_wrote
        echo "stage=changed ${bg_says:-$bg_why}"
        exit 1
    fi
fi
bg_to "$bg_slot" && exit 0
echo "stage=$bg_stage"
case $bg_before in
    "$bg_slot" | none | '') ;;
    *)
        if bg_to "$bg_before" 2>/dev/null; then echo back=yes; else echo "back=no"; fi
        ;;
esac
exit 1
