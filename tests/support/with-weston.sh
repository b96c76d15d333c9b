#!/bin/sh
# with-weston.sh COMMAND...: run COMMAND on a Wayland display of its own, a headless weston; inside with-display.sh, which
# gives home and bus. Leaves with COMMAND's code, with 77 (ctest: skipped) where there is no weston.
set -eu
command -v weston >/dev/null || { echo "skipped: weston is not installed"; exit 77; }
socket=lilt-$$
weston --backend=headless-backend.so --use-pixman --debug --width=1300 --height=900 \
    --socket="$socket" --idle-time=0 --log="$XDG_RUNTIME_DIR/weston.log" &
weston=$!
trap 'kill $weston 2>/dev/null || true' EXIT
n=0
while [ ! -S "$XDG_RUNTIME_DIR/$socket" ]; do
    n=$((n + 1))
    if [ $n -gt 300 ] || ! kill -0 $weston 2>/dev/null; then
        cat "$XDG_RUNTIME_DIR/weston.log"
        echo "weston did not start" >&2
        exit 1
    fi
    sleep 0.1
done
unset DISPLAY
code=0
WAYLAND_DISPLAY=$socket GDK_BACKEND=wayland "$@" || code=$?
exit $code
