# For the scripts that follow: what a leader is started with, for now and for after a reboot.
# What is set here and in what stands before begins with bg_: a shell hands what it sets on to all that it starts, where the login exports
# a variable of that name.

# bg_quoted TEXT: prints it as one word of sh.
bg_quoted() {
    bg_rest=$1
    printf "'"
    while :; do
        case $bg_rest in *"'"*) ;; *) break ;; esac
        printf "%s'\\\\''" "${bg_rest%%"'"*}"
        bg_rest=${bg_rest#*"'"}
    done
    printf "%s'" "$bg_rest"
}

# bg_remember WORD...: prints what has sh know these words, and what is exported now, once more. What a shell makes by itself is left out, and
# what is of this very login. By the application's locale, lines with bytes that are no text would be left out as well.
bg_remember() {
    printf 'set --'
    for bg_word in "$@"; do
        printf ' '
        bg_quoted "$bg_word"
    done
    echo
    cat /proc/self/environ | tr '\0\n\1' '\n\1 ' |
        LC_ALL=C sed -n -E -e '/^(_|PWD|OLDPWD|SHLVL|SSH_[A-Z_]*|XDG_SESSION_[A-Z]*|BASHOPTS|BASH_VERSINFO|EUID|PPID|SHELLOPTS|UID|OPTIND)=/d' \
            -e "s/'/'\\\\''/g; s/^([A-Za-z_][A-Za-z_0-9]*)=(.*)\$/export \\1='\\2'/p" | tr '\1' '\n'
}
