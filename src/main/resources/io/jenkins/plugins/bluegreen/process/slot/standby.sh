# For the scripts that follow: what is kept running in a slot as a standby, for some time after traffic has left it.
# standby: sets stand_until (seconds since 1970) where what the loaded record tells of is one; fails otherwise. After a reboot it is none any
# more, whoever may have started it.
standby() {
    stand_until= stand_of= stand_by= stand_boot=
    [ -f "$dir/slots/$rec_slot/standby" ] || return 1
    while IFS='=' read -r key value; do
        case $key in
            until) stand_until=$value ;;
            of) stand_of=$value ;;
            by) stand_by=$value ;;
            boot) stand_boot=$value ;;
        esac
    done <"$dir/slots/$rec_slot/standby"
    [ "$stand_of" = "$rec_own" ] && [ "$stand_boot" = "$boot" ]
}

# up: tells whether anything of what the loaded record tells of runs.
up() {
    led || [ -n "$command_runs$command_unknown" ] || unit_up || [ -n "$(members)" ]
}

# contents FILE: prints what tells whether a file is as it was, also one that may not be read, or is not there.
contents() {
    sha256sum <"$1" 2>/dev/null || stat -L -c '%i %Y %s' "$1" 2>/dev/null || echo none
}

# routed: tells whether the files that the standby names are as they were when traffic had left it.
routed() {
    while IFS= read -r stand_line; do
        case $stand_line in
            file=*) stand_file=${stand_line#file=} ;;
            was=*) [ "$(contents "$stand_file")" = "${stand_line#was=}" ] || return 1 ;;
        esac
    done <"$dir/slots/$rec_slot/standby"
}
