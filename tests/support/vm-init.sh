#!/bin/busybox sh
# shellcheck shell=dash
# vm-init.sh: the guest's first process (see vm-image.sh). Puts the host's files, changes kept in memory only, at
# the root, runs the script named on the kernel's command line, leaves its exit code in /out/code, and switches off.
b=/bin/busybox

give_up() {
    echo "vm: $1"
    $b poweroff -f
    $b sleep 60
}

$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
exec >/dev/console 2>&1 </dev/console
for module in /modules/*.ko; do
    $b insmod "$module" || give_up "$module does not load"
done

shared=trans=virtio,version=9p2000.L,msize=1048576
$b mount -t 9p -o $shared,cache=loose,ro host /host || give_up "the host's files cannot be reached"
$b mount -t tmpfs -o size=50% changes /changes
$b mkdir /changes/upper /changes/work
$b mount -t overlay -o lowerdir=/host,upperdir=/changes/upper,workdir=/changes/work root /new || give_up "no overlay"
for place in proc sys dev; do
    $b mount --move /$place /new/$place
done
$b mkdir -p /new/dev/shm /new/out
$b mount -t tmpfs shm /new/dev/shm
$b mount -t tmpfs run /new/run
$b mount -t 9p -o $shared,cache=none,rw out /new/out || give_up "no way back to the host"
$b ln -sf /proc/self/fd /new/dev/fd

for word in $($b cat /new/proc/cmdline); do
    case $word in
        vm_script=*) script=${word#vm_script=} ;;
        vm_root=*) VM_ROOT=${word#vm_root=} ;;
        vm_argument=*) argument=${word#vm_argument=} ;;
    esac
done
export VM_ROOT PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
$b chroot /new /bin/sh "$script" "$argument"
echo $? >/new/out/code
$b sync
$b poweroff -f
$b sleep 60
