# For the script before which it stands: how the nginx is configured that goes by a file.

# configured VERDICTS: of what goes_by printed, prints of the master that goes by the file each line of its configuration, file by file as
# "nginx -T" does, as followed=..., and as whom its workers run as user=....
configured() (
    master=$(echo "$1" | sed -n 's/^yes //p')
    [ -n "$master" ] || exit 0
    # Nothing is what this looks for: all is followed to its end.
    target=
    kind=include
    configuration "/proc/$master" || exit 0
    for worker in $(workers); do
        if [ "${worker%:*}" = "$master" ]; then
            sed -n "s/^Uid:[ $tab]*[0-9]*[ $tab]*\([0-9]*\).*/user=\1/p" "/proc/${worker#*:}/status" 2>/dev/null
        fi
    done | sort -u
    # What is longer is of no use: it would come cut off.
    {
        while IFS= read -r each; do
            if [ -n "$each" ]; then
                echo "# configuration file $each:"
                cat -- "$each"
                echo
            fi
        done <<END
$own
END
        echo "# the end"
    } | sed 's/^/followed=/' | head -c 500000
)
