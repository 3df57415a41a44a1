# Tells what is not started again after it ended or after a reboot, and that the host was rebooted, a sentence each: DIRECTORY AT_BOOT
alone
lacks() {
    printf '%s\n' "lacks=$1"
}

kept=
deployed=
for each in blue green; do
    place=$dir/slots/$each
    load "$each" || continue
    # What others look after, they keep up.
    unit_lacks
    outlived
    [ -z "$rec_unit$rec_command" ] || continue
    deployed=yes
    runs=
    # Of what was stopped nothing is said, whether anything of it runs or not; to see that takes a look at all processes.
    if [ -f "$place/kept" ] || [ -f "$place/over" ] || [ ! -f "$place/again" ] || [ -n "$rec_adopted" ]; then
        if led || [ -n "$(members)" ]; then runs=yes; fi
    fi
    if [ -f "$place/kept" ]; then
        kept=$each
        begun=
        IFS= read -r begun <"$place/kept"
        if [ "$begun" != "$boot" ]; then
            when=$(date -u -d "@$(sed -n 's/^btime //p' /proc/stat)" '+%Y-%m-%d %H:%M:%S UTC')
            if [ -n "$runs" ]; then
                lacks "this host was rebooted since $each was deployed, at $when, and $each was started again"
            else
                lacks "this host was rebooted since $each was deployed, at $when, and nothing has started $each again: run $dir/start-live"
            fi
        elif [ -n "$runs" ] && ! led; then
            lacks "what looks after $each was killed, so that nothing starts it again after a crash; deploy once more"
        elif [ -z "$runs" ]; then
            lacks "$each has ended, and nothing starts it again: run $dir/start-live"
        fi
        if [ ! -d "$dir/releases/$rec_release" ]; then
            lacks "release $rec_release, which is to be started in $each after a reboot, is not there any more; deploy once more"
        fi
    elif [ -n "$runs" ] && [ -n "$rec_adopted" ]; then
        lacks "$each was started by hand, so that nothing starts it again after a crash or a reboot, until it is deployed"
    elif [ -n "$runs" ] && [ -f "$place/over" ]; then
        lacks "$each is not started again after a crash or a reboot, since it had ended before its deployment was over; deploy once more"
    elif [ -n "$runs" ] && [ ! -f "$place/again" ]; then
        lacks "$each was started by an earlier version of this plugin, so that nothing starts it again after a crash or a reboot; deploy once more"
    fi
done

# called: tells whether something calls the file when the host comes up: a unit that is enabled, or a line of the system's own.
called() {
    grep -qsF "$dir/start-live" /etc/rc.local /etc/crontab /etc/cron.d/* /etc/systemd/system/*.wants/* /usr/lib/systemd/system/*.wants/* \
        "${XDG_CONFIG_HOME:-${HOME-/}/.config}"/systemd/user/*.wants/*
}

# Where nothing was ever deployed, there is nothing to start.
[ -n "$deployed" ] || exit 0
nothing='nothing starts this application after a reboot'
if [ -n "$kept" ] && [ ! -x "$dir/start-live" ]; then
    lacks "$nothing: $dir/start-live could not be written; make room there, and deploy once more"
elif boot_table && { boot_has || case $boot_known in *"$dir/start-live"*) true ;; *) false ;; esac; }; then
    :
elif called; then
    :
elif [ "$2" != cron ]; then
    lacks "$nothing: set atBoot of session() to 'cron', or have a unit of systemd call $dir/start-live"
elif [ -z "$kept" ] && [ -z "$boot_why" ]; then
    : # The deployment puts it there.
elif [ -n "$boot_why" ]; then
    lacks "$nothing: $boot_why, so that atBoot: 'cron' comes to nothing; have a unit of systemd call $dir/start-live instead"
else
    lacks "$nothing: crontab(1) did not take the line that atBoot: 'cron' asks for; look whether the disk of /var/spool/cron is full"
fi
