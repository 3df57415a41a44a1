# For the scripts that follow: the record of a slot, and which processes are of what was started in it.
newline='
'
boot=
{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null

# look PID: sets state, parent, session and started (clock ticks since boot) of a process; fails if there is none, or only a zombie.
look() {
    [ -n "$1" ] || return 1
    line=
    { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null
    [ -n "$line" ] || return 1
    # The name in parentheses may hold anything, so the fields are counted from the last one.
    look_at ${line##*") "}
}

look_at() {
    state=$1
    parent=$2
    session=$4
    started=${20}
    case $state in Z | X) return 1 ;; esac
}

# load SLOT: sets rec_pid, rec_start, rec_boot, rec_release, rec_port, rec_deployment, and rec_adopted for one that was started by hand, from the slot's record; fails if there is none.
# rec_own is the deployment that started it; rec_deployment is a later one where that took it over as a standby.
# Of a unit of systemd also rec_unit, rec_scope, rec_began (the boot in which it was deployed) and rec_kept, and all that ask_unit sets; its process is what systemd says. Of what is looked after by commands of the user's own also rec_command, rec_starter and rec_trust, and what
# ask_command sets.
load() {
    rec_slot=$1
    rec_pid= rec_start= rec_boot= rec_release= rec_port= rec_deployment= rec_own= rec_adopted= rec_unit= rec_scope= rec_began= rec_kept= rec_command= rec_starter= rec_trust= command_runs= command_unknown= command_starting= unit_state=
    [ -f "$dir/slots/$1/process" ] || return 1
    while IFS='=' read -r key value; do
        case $key in
            pid) rec_pid=$value ;;
            start) rec_start=$value ;;
            boot) rec_boot=$value ;;
            release) rec_release=$value ;;
            port) rec_port=$value ;;
            deployment) rec_deployment=$value ;;
            adopted) rec_adopted=$value ;;
            unit) rec_unit=$value ;;
            scope) rec_scope=$value ;;
            kept) rec_kept=$value ;;
            command) rec_command=$value ;;
            starter) rec_starter=$value ;;
            trust) rec_trust=$value ;;
        esac
    done <"$dir/slots/$1/process"
    rec_own=$rec_deployment
    if [ -f "$dir/slots/$1/taken" ]; then taken_over; fi
    if [ -n "$rec_unit" ]; then
        ask_unit
        rec_pid=$unit_pid rec_began=$rec_boot rec_boot=$boot
        if [ -n "$rec_pid" ] && look "$rec_pid"; then rec_start=$started; fi
        return 0
    fi
    if [ -n "$rec_command" ]; then
        [ "$rec_boot" = "$boot" ] || rec_starter=
        ask_command
        rec_boot=$boot
        return 0
    fi
    [ -n "$rec_pid" ] && [ -n "$rec_start" ]
}

# taken_over: has the deployment count that took over what the loaded record tells of.
taken_over() {
    taken_of= taken_by=
    while IFS='=' read -r key value; do
        case $key in
            of) taken_of=$value ;;
            by) taken_by=$value ;;
        esac
    done <"$dir/slots/$rec_slot/taken"
    if [ "$taken_of" = "$rec_own" ]; then rec_deployment=$taken_by; fi
}

# outlived: says, as what is lacking, that the loaded record's process was a standby before a reboot, and runs again since something else has
# started it: nothing stops it any more.
outlived() {
    [ -f "$dir/slots/$rec_slot/standby" ] && grep -qsxF "of=$rec_own" "$dir/slots/$rec_slot/standby" && ! grep -qsxF "boot=$boot" "$dir/slots/$rec_slot/standby" || return 0
    if led || [ -n "$command_runs" ] || unit_up || [ -n "$(members)" ]; then
        echo "lacks=the standby in $rec_slot, release $rec_release, should have been stopped, but was started again after a reboot, and not by this plugin: stop it, and keep what did so from it"
    fi
}

# led: tells whether the leader of the loaded record's session runs. A pid that was given to somebody else since is not it.
led() {
    [ -n "$rec_pid" ] && [ "$rec_boot" = "$boot" ] && look "$rec_pid" && [ "$started" = "$rec_start" ]
}

# members: prints the processes of what the loaded record tells of: those of its session, and those that left it but have its mark.
members() {
    if [ -n "$rec_command" ]; then of_command && return 0; fi
    if [ -n "$rec_unit" ]; then of_unit && return 0; fi
    [ -n "$rec_pid" ] && [ "$rec_boot" = "$boot" ] || return 0
    of_session
    marked
}

# of_session: prints the processes of the loaded record's session. Without its leader that proves nothing by its number.
of_session() {
    if [ -n "$rec_command" ]; then of_command && return 0; fi
    if [ -n "$rec_unit" ]; then of_unit && return 0; fi
    led || return 0
    # The session of one that was started by hand is that of somebody's login.
    if [ -n "$rec_adopted" ]; then
        echo "$rec_pid"
        offspring "$rec_pid"
        return
    fi
    # One grep finds the few that may be meant, whatever their names hold; reading the status of every process here takes long.
    for pid in $(grep -l ") [A-Za-z] [0-9]* [0-9]* $rec_pid " /proc/[0-9]*/stat 2>/dev/null); do
        pid=${pid%/stat}
        pid=${pid#/proc/}
        if look "$pid" && [ "$session" = "$rec_pid" ]; then echo "$pid"; fi
    done
}

# offspring PID: prints the processes that it started, and these.
offspring() {
    for each in $(grep -l ") [A-Za-z] $1 " /proc/[0-9]*/stat 2>/dev/null); do
        each=${each%/stat}
        each=${each#/proc/}
        if look "$each" && [ "$parent" = "$1" ]; then
            echo "$each"
            (offspring "$each")
        fi
    done
}

# marked: prints the processes elsewhere that were started with the environment of the loaded record's slot (proc(5)).
marked() {
    [ -z "$rec_adopted" ] || return 0
    led && leader=there || leader=gone
    for pid in $(grep -lzxF "BLUE_GREEN_DEPLOYMENT=$rec_own" /proc/[0-9]*/environ 2>/dev/null); do
        pid=${pid%/environ}
        pid=${pid#/proc/}
        look "$pid" || continue
        if [ $leader = there ] && [ "$session" = "$rec_pid" ]; then continue; fi
        if has_mark "$pid"; then echo "$pid"; fi
    done
}

# has_mark PID: the id of a deployment alone is none, since later steps of its build have that as well; nor is the directory's name
# where the process sees another one of that name, as one in a container may.
has_mark() {
    if [ -e "/proc/$1/root$dir" ] && ! [ "/proc/$1/root$dir" -ef "$dir" ]; then return 1; fi
    [ "$(grep -czxF -e "BLUE_GREEN_DEPLOYMENT=$rec_own" -e "DEPLOY_DIR=$dir" -e "SLOT=$rec_slot" \
        "/proc/$1/environ" 2>/dev/null)" = 3 ]
}

