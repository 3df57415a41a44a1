# For the scripts that follow: which processes are of what was started in a slot.
boot=
{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null

# look PID: sets state, session and started (clock ticks since boot) of a process; fails if there is none, or only a zombie.
look() {
    line=
    { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null
    [ -n "$line" ] || return 1
    # The name in parentheses may hold anything, so the fields are counted from the last one.
    look_at ${line##*") "}
}

look_at() {
    state=$1
    session=$4
    started=${20}
    case $state in Z | X) return 1 ;; esac
}

# load SLOT: sets rec_pid, rec_start, rec_boot, rec_release, rec_port, rec_deployment from the slot's record; fails if there is none.
load() {
    rec_pid= rec_start= rec_boot= rec_release= rec_port= rec_deployment=
    [ -f "$dir/slots/$1/process" ] || return 1
    while IFS='=' read -r key value; do
        case $key in
            pid) rec_pid=$value ;;
            start) rec_start=$value ;;
            boot) rec_boot=$value ;;
            release) rec_release=$value ;;
            port) rec_port=$value ;;
            deployment) rec_deployment=$value ;;
        esac
    done <"$dir/slots/$1/process"
    [ -n "$rec_pid" ] && [ -n "$rec_start" ]
}

# members: prints the processes of the loaded record's session. A pid that was given to somebody else since is not one.
members() {
    [ -n "$rec_pid" ] && [ "$rec_boot" = "$boot" ] || return 0
    leader=gone
    if look "$rec_pid"; then
        [ "$started" = "$rec_start" ] || return 0
        leader=there
    fi
    # One grep finds the few that may be meant, whatever their names hold; reading the status of every process here takes long.
    grep -l ") [A-Za-z] [0-9]* [0-9]* $rec_pid " /proc/[0-9]*/stat 2>/dev/null | while IFS=/ read -r _ _ pid _; do
        look "$pid" && [ "$session" = "$rec_pid" ] || continue
        # Without its leader a session proves nothing by its number; the mark in the environment does.
        [ $leader = there ] || marked "$pid" || continue
        echo "$pid"
    done
}

marked() {
    { tr '\0' '\n' <"/proc/$1/environ"; } 2>/dev/null | grep -qxF "BLUE_GREEN_DEPLOYMENT=$rec_deployment"
}

