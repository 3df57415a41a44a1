# Tells whether sh can read the commands, changing nothing: APPLICATION SECONDS SHOW SWITCH
APPLICATION=$1 bg_limit=$2
alone
bg_begin

# bg_readable NAME COMMAND: also whether there is what a plain first word names. What sh says may show the command.
bg_readable() {
    printf '%s\n' "$2" >"$bg_place/command" || exit 1
    sh -n "$bg_place/command" 2>/dev/null || { echo "refused=$1 is no command that sh can read; mend it"; return; }
    bg_first=${2%%[ ;|&]*}
    case $bg_first in
        '' | *[!a-zA-Z0-9_./-]*) return ;;
    esac
    command -v "$bg_first" >/dev/null || echo "refused=there is no '$bg_first' for $1; install it, or give the path of what is there"
}

bg_readable show "$3"
bg_readable switch "$4"
