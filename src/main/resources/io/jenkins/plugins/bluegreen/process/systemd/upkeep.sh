# Tells of the slots that are kept up what is not as it should be: DIRECTORY
alone
for slot in blue green; do
    load "$slot" && [ -n "$rec_unit" ] && [ "$rec_kept" = yes ] || continue
    case $unit_enabled in
        enabled*) ;;
        *) echo "lacks=nothing starts this application after a reboot: $rec_unit is not enabled; deploy again, or run: systemctl enable $rec_unit" ;;
    esac
    case $(manager show -p Restart "$rec_unit") in
        Restart=no) echo "lacks=nothing starts this application after a crash: $rec_unit has Restart=no; set Restart=always there" ;;
    esac
    if [ "$rec_scope" = user ] && ! [ -e "/var/lib/systemd/linger/$(id -nu)" ]; then
        echo "lacks=nothing starts this application after a reboot, until $(id -nu) logs in: run 'loginctl enable-linger $(id -nu)' as root"
    fi
    if [ "$rec_began" != "$boot" ]; then echo "lacks=this host was rebooted since release $rec_release was deployed"; fi
done
