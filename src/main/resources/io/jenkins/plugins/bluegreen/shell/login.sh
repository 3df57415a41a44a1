# For the scripts that follow: what an application is started with that its login has, and a locale where that has none.
# utf8_locale: prints one that is there, best one of no country. Where locale(1) is not, there is but one (musl).
utf8_locale() {
    command -v locale >/dev/null || { echo C.UTF-8 && return; }
    bg_names="
$(locale -a 2>/dev/null)
"
    for bg_name in C.UTF-8 en_US.UTF-8; do
        case $bg_names in
            *"
$bg_name
"* | *"
${bg_name%UTF-8}utf8
"*) echo "$bg_name" && return ;;
        esac
    done
    return 1
}

# as_login: has what is started from now on find what the login has.
as_login() {
    case $bg_locale in
        '') unset LC_ALL ;;
        *) LC_ALL=${bg_locale#set} ;;
    esac
    # Where it has none, none is exported.
    dir=$bg_dir
    # A login that is not interactive often has no locale, and then Java writes ? for what is not ASCII. Not as LC_ALL, which would outdo
    # what the application's environment says.
    if [ -z "${LC_ALL-}${LC_CTYPE-}${LANG-}" ] && LANG=$(utf8_locale); then export LANG; fi
}
