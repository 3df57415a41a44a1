# For the scripts that follow: what a leader is started with, for now and for after a reboot.
# What is set here and in what stands before begins with bg_: a shell hands what it sets on to all that it starts, where the login exports
# a variable of that name.

# bg_quoted TEXT: prints it as one word of sh.
bg_quoted() {
    case $1 in
        *"'"*) printf '%s\n' "$1" | sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/" ;;
        *) printf "'%s'\n" "$1" ;;
    esac
}

# bg_remember WORD...: prints what has sh know these words, and what is exported now, once more. What a shell makes by itself is left out, and
# what is of this very login. By the application's locale, lines with bytes that are no text would be left out as well.
bg_remember() {
    printf 'set --'
    for bg_word in "$@"; do printf ' %s' "$(bg_quoted "$bg_word")"; done
    echo
    cat /proc/self/environ | tr '\0\n\1' '\n\1 ' |
        LC_ALL=C grep -vE '^(_|PWD|OLDPWD|SHLVL|SSH_[A-Z_]*|XDG_SESSION_[A-Z]*|BASHOPTS|BASH_VERSINFO|EUID|PPID|SHELLOPTS|UID|OPTIND)=' |
        LC_ALL=C sed -n "s/'/'\\\\''/g; s/^\\([A-Za-z_][A-Za-z_0-9]*\\)=\\(.*\\)\$/export \\1='\\2'/p" | tr '\1' '\n'
}
