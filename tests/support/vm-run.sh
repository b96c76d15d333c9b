#!/bin/sh
# vm-run.sh IMAGE SCRIPT ARGUMENT: boot the guest of vm-image.sh, run SCRIPT ARGUMENT in it as root (paths are the
# host's and hold no blanks), show what it prints, and end with its exit code. In the script $VM_ROOT holds the kernel's
# modules, and nothing it writes reaches the host. Exit 77: QEMU is not here; 3: the guest gave no exit code within
# two minutes, as one does not whose kernel has died.
set -eu

image=$(cd "${1:?image}" && pwd)
script=$(realpath "${2:?script}")
argument=$(realpath "${3:?argument}")
command -v qemu-system-x86_64 >/dev/null || {
    echo "vm-run: qemu-system-x86_64 is not here (package qemu-system-x86)" >&2
    exit 77
}
out=$(mktemp -d)
qemu=
trap 'rm -rf "$out"' EXIT
trap '[ -z "$qemu" ] || kill "$qemu"; exit 1' HUP INT TERM

if [ -w /dev/kvm ]; then
    machine="-accel kvm -cpu host"
else
    machine="-accel tcg,thread=multi -cpu max"
fi
# shellcheck disable=SC2086 # $machine is several words
timeout -k 5 120 qemu-system-x86_64 -M q35 $machine -smp 2 -m 1024 -nodefaults -no-user-config -no-reboot -display none -serial stdio \
    -kernel "$image/vmlinuz" -initrd "$image/initrd.gz" \
    -append "console=ttyS0 quiet loglevel=3 panic=-1 oops=panic mitigations=off tsc=reliable vm_root=$image/root \
vm_script=$script vm_argument=$argument" \
    -fsdev local,id=host,path=/,security_model=none,readonly=on,multidevs=remap \
    -device virtio-9p-pci,fsdev=host,mount_tag=host \
    -fsdev local,id=out,path="$out",security_model=none -device virtio-9p-pci,fsdev=out,mount_tag=out \
    -device virtio-rng-pci </dev/null &
qemu=$!
wait "$qemu" || true
[ -f "$out/code" ] || {
    echo "vm-run: the guest gave no exit code" >&2
    exit 3
}
exit "$(cat "$out/code")"
