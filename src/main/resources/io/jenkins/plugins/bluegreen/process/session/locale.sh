# For the scripts that follow: a locale for an application whose login has none.
# utf8_locale: prints one that is there, best one of no country. Where locale(1) is not, there is but one (musl).
utf8_locale() {
    command -v locale >/dev/null || { echo C.UTF-8 && return; }
    for bg_name in C.UTF-8 en_US.UTF-8; do
        if locale -a 2>/dev/null | grep -qxF -e "$bg_name" -e "${bg_name%UTF-8}utf8"; then echo "$bg_name" && return; fi
    done
    return 1
}
