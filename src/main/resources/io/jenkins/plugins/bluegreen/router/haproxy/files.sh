# For the scripts before which it stands: what a HAProxy that runs was started with.
newline='
'
# files_of PROCESS: prints the files that a HAProxy was started with; fails where they cannot all be read.
files_of() {
    next= files=
    while IFS= read -r word; do
        if [ -n "$next" ]; then
            [ "$next" = rest ] || next=
            case $word in
                /*) ;;
                *) base=$(readlink "$1/cwd") || return 1; word=$base/$word ;;
            esac
            if [ -d "$word" ]; then
                for each in "$word"/*.cfg; do files=$files$each$newline; done
            else
                files=$files$word$newline
            fi
        fi
        case $word in
            -f) next=one ;;
            --) next=rest ;;
        esac
    done <<END
$(tr '\000' '\n' <"$1/cmdline")
END
    [ -n "$files" ] || return 1
    while IFS= read -r each; do
        [ -z "$each" ] || [ -r "$each" ] || return 1
    done <<END
$files
END
    printf '%s' "$files"
}
