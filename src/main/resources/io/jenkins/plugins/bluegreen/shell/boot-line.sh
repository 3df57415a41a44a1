# For the scripts that follow: the one line in the login user's crontab by which an application is started after a reboot.
boot_newline='
'

# boot_ending: sets boot_mark to what that line ends with, a comment of sh.
boot_ending() {
    boot_mark=" # blue-green-deploy: $dir"
    case $dir in *%*) boot_mark=$(printf '%s' "$boot_mark" | sed 's/%/\\%/g') ;; esac
}

# boot_word WORD: prints it as one word of sh in a line of a crontab, where a percent sign ends the command (crontab(5)).
boot_word() {
    printf '%s\n' "$1" | sed "s/'/'\\\\''/g; s/%/\\\\%/g; s/^/'/; s/\$/'/"
}

# boot_table: sets boot_known to the crontab, of which trailing newlines count, and to what was said beside it; fails, with why in boot_why, where that
# cannot be had.
boot_table() {
    boot_known=
    boot_why='there is no crontab(1) on this host'
    command -v crontab >/dev/null || return 1
    boot_why=
    boot_known=$(crontab -l 2>&1 && echo .) && boot_known=${boot_known%.} && return 0
    boot_why=${boot_known%%"$boot_newline"*}
    boot_known=
    case $boot_why in
        # What Debian, RedHat and busybox say where there is none yet.
        *'no crontab for '* | *'No such file or directory'*) boot_why= ;;
        *)
            boot_why="crontab -l says: $boot_why"
            return 1
            ;;
    esac
}

# boot_has: tells whether the crontab that is known has the line.
boot_has() {
    boot_ending
    case $boot_newline$boot_known in *"$boot_mark$boot_newline"*) return 0 ;; *) return 1 ;; esac
}

# boot_line COMMAND: sees to it that the crontab has one line that runs it after a reboot, or none where that is empty. All else stays to the
# byte, and where anything goes wrong all stays.
boot_line() {
    boot_table || return 1
    wanted=
    boot_ending
    if [ -n "$1" ]; then wanted="@reboot $1$boot_mark$boot_newline"; fi
    if [ -z "$wanted" ] && ! boot_has; then return 0; fi
    case $boot_newline$boot_known in *"$boot_newline$wanted"*) [ -z "$wanted" ] || return 0 ;; esac
    # Nothing that is said beside it is to become a part of it.
    if [ -n "$boot_known" ]; then boot_known=$(crontab -l 2>/dev/null && echo .) && boot_known=${boot_known%.} || return 1; fi
    rest=
    left=$boot_known
    while [ -n "$left" ]; do
        line=${left%%"$boot_newline"*}
        case $left in *"$boot_newline"*) line=$line$boot_newline ;; esac
        left=${left#"$line"}
        case $line in *"$boot_mark" | *"$boot_mark$boot_newline") ;; *) rest=$rest$line ;; esac
    done
    # A last line without an end is none.
    case $rest in '' | *"$boot_newline") ;; *) if [ -n "$wanted" ]; then rest=$rest$boot_newline; fi ;; esac
    if [ -z "$rest$wanted" ]; then
        crontab -r 2>/dev/null
    else
        printf '%s' "$rest$wanted" | crontab - 2>/dev/null
    fi
}
