# For the script before which it stands: how the nginx is configured that goes by a file.

# configured VERDICTS: of what goes_by printed, prints of the master that goes by the file each line of its configuration, file by file as
# "nginx -T" does, as followed=..., and as whom its workers run, which find_readers found, as user=....
configured() (
    master=
    own=
    while read -r verdict of; do
        case $verdict in
            yes) master=$of ;;
            used) own=$own$of$newline ;;
        esac
    done <<END
$1
END
    [ -n "$master" ] || exit 0
    if [ -z "$own" ]; then
        # Nothing is what this looks for: all is followed to its end.
        target=
        kind=include
        configuration "/proc/$master" || exit 0
    fi
    users=' '
    for worker in $readers; do
        while read -r key _ user _; do
            [ "$key" = Uid: ] || continue
            case $users in *" $user "*) ;; *) users="$users$user " && echo "user=$user" ;; esac
            break
        done 2>/dev/null <"/proc/${worker#*:}/status"
    done
    # What is longer is of no use: it would come cut off.
    {
        while IFS= read -r each; do
            if [ -n "$each" ]; then
                echo "followed=# configuration file $each:"
                # The last line may have no end.
                sed 's/^/followed=/' -- "$each"
                echo
            fi
        done <<END
$own
END
        echo "followed=# the end"
    } | head -c 500000
)
