#!/bin/sh
# guest_camera.sh BUILD: boot a guest kernel that has the uvcvideo driver and run BUILD/tests/guest_camera in it.
# The guest's image is kept in $LILT_VM, else in BUILD/vm.
set -eu

if [ -n "${VM_ROOT:-}" ]; then # in the guest
    modprobe -d "$VM_ROOT" vhci-hcd
    modprobe -d "$VM_ROOT" uvcvideo
    exec "$1/tests/guest_camera"
fi
support=$(cd "$(dirname "$0")/../support" && pwd)
image=${LILT_VM:-$1/vm}
"$support/vm-image.sh" "$image"
code=0
"$support/vm-run.sh" "$image" "$0" "$1" || code=$?
if [ $code = 3 ]; then # uvcvideo of Linux 6.1 can die of a webcam that is pulled out: that is not ours to mend
    echo "guest_camera: the guest's kernel has died or hangs; once more" >&2
    code=0
    "$support/vm-run.sh" "$image" "$0" "$1" || code=$?
fi
exit $code
