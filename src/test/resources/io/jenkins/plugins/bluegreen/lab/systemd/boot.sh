# Boots a systemd as the first process of namespaces of its own, and stays as long as that runs: DIRECTORY
# DIRECTORY/disk is what of its files differs from this machine's, and outlives a reboot; /tmp and the network are this machine's.
set -eu
dir=$1
# Where nobody has mounted it yet, as in many containers.
cgroups=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
if [ -z "$cgroups" ]; then
    cgroups=$dir/cgroup
    mkdir -p "$cgroups"
    mount -t cgroup2 cgroup2 "$cgroups"
fi
mkdir -p "$cgroups/${dir##*/}"
echo $$ >"$cgroups/${dir##*/}/cgroup.procs"
# Another one with each boot (random(4)).
cat /proc/sys/kernel/random/uuid >"$dir/boot_id"
exec unshare --fork --kill-child --pid --mount --uts --ipc --cgroup sh -euc '
    dir=$1
    mount --make-rprivate /
    root=$dir/root
    mount -t overlay overlay -o "lowerdir=/,upperdir=$dir/disk/upper,workdir=$dir/disk/work" "$root"
    mount -t proc proc "$root/proc"
    mount -t sysfs sysfs "$root/sys"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
    mount --bind "$dir/boot_id" "$root/proc/sys/kernel/random/boot_id"
    mount -t tmpfs -o mode=755 tmpfs "$root/run"
    mkdir "$root/run/sshd"
    mount --bind /tmp "$root/tmp"
    mount --bind "$dir/disk/units" "$root/etc/systemd/system"
    # What others would have started here: by fstab(5), by old scripts, and so on.
    mount -t tmpfs -o ro tmpfs "$root/usr/lib/systemd/system-generators"
    dev=$root/dev
    mount -t tmpfs -o mode=755 tmpfs "$dev"
    mkdir "$dev/pts" "$dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$dev/shm"
    for each in null zero full random urandom tty; do
        : >"$dev/$each"
        mount --bind "/dev/$each" "$dev/$each"
    done
    ln -s pts/ptmx "$dev/ptmx"
    ln -s /proc/self/fd "$dev/fd"
    for each in 0.stdin 1.stdout 2.stderr; do ln -s "/proc/self/fd/${each%.*}" "$dev/${each#*.}"; done
    mkdir -p "$root/mnt"
    hostname lab
    cd "$root"
    pivot_root . mnt
    umount -l /mnt
    exec env -i container=lab PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        /lib/systemd/systemd --log-target=console --show-status=false
' boot "$dir"
