#!/bin/sh
# vm-image.sh DIR: a Linux guest with the drivers this machine's kernel lacks (V4L2, USB over IP), from Debian's own
# kernel package; nothing is installed. The guest runs on the host's userland, so that the programs just built run
# in it as they are.
#
#   DIR/vmlinuz      the kernel
#   DIR/root/        the package's files; its modules are loaded by `modprobe -d DIR/root`
#   DIR/initrd.gz    vm-init.sh, busybox and the few modules it needs to reach the host's files
#
# A kernel that is there is kept. Exit 0: ready; 77: something cannot be had here (said on stderr); 1: failed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:?the folder for the image}"
dir=$(cd "$1" && pwd)
exec 9>"$dir/.lock"
flock 9
work=$(mktemp -d "$dir/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

missing() {
    echo "vm-image: $1" >&2
    exit 77
}

for tool in /bin/busybox cpio depmod modprobe gzip; do
    command -v "$tool" >/dev/null || missing "$tool is not here (packages busybox-static cpio kmod gzip)"
done

if [ ! -f "$dir/vmlinuz" ]; then
    package=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends:/ { print $2; exit }')
    [ -n "$package" ] || missing "no package linux-image-amd64 for this machine"
    echo "vm-image: $package"
    (cd "$work" && apt-get -q -o APT::Sandbox::User=root download "$package" >"$work/log" 2>&1) ||
        missing "apt-get download $package failed: $(tail -n 1 "$work/log")"
    dpkg-deb -x "$work/$package"_*.deb "$work/root"
    depmod -b "$work/root" "${package#linux-image-}"
    rm -rf "$dir/root"
    mv "$work/root" "$dir/root"
    cp "$dir/root/boot/vmlinuz-"* "$work/vmlinuz"
    mv "$work/vmlinuz" "$dir/vmlinuz"
fi

# The first root file system. Modules are numbered in the order in which they must go in.
version=$(ls "$dir/root/lib/modules")
mkdir -p "$work/init/bin" "$work/init/modules"
for mount_point in proc sys dev host changes new; do
    mkdir "$work/init/$mount_point"
done
cp "$here/vm-init.sh" "$work/init/init"
cp /bin/busybox "$work/init/bin/busybox"
n=10
for module in virtio_pci 9pnet_virtio 9p overlay; do
    modprobe -d "$dir/root" -S "$version" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r path; do
    cp "$path" "$work/init/modules/$n-$(basename "$path")"
    n=$((n + 1))
done
(cd "$work/init" && find . | cpio --quiet -o -H newc | gzip -1) >"$work/initrd.gz"
mv "$work/initrd.gz" "$dir/initrd.gz"
