#!/usr/bin/env bash
# with-display.sh COMMAND...: run COMMAND on a virtual display of its own, with a private session bus and an empty home.
# Exits with COMMAND's code; 77 (ctest: skipped) where Xvfb or dbus is missing. LILT_SCREEN: 1280x800x24 unless set.
# With LILT_KEEP_HOME=DIR the home is DIR and stays.
set -euo pipefail
for program in Xvfb dbus-daemon; do
    command -v $program >/dev/null || { echo "skipped: $program is not installed"; exit 77; }
done
stage=$(mktemp -d /tmp/lilt-stage-XXXXXX)
pids=()
leave() {
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$stage"
}
trap leave EXIT
trap 'exit 143' TERM INT

unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME WAYLAND_DISPLAY
export XDG_RUNTIME_DIR=$stage/run HOME=${LILT_KEEP_HOME:-$stage/home}
mkdir -p "$XDG_RUNTIME_DIR" "$HOME/.config/gtk-4.0"
chmod 700 "$XDG_RUNTIME_DIR"
printf '[Settings]\ngtk-font-name=Cantarell 11\n' > "$HOME/.config/gtk-4.0/settings.ini"

mkfifo "$stage/number"
Xvfb -displayfd 3 -screen 0 "${LILT_SCREEN:-1280x800x24}" -nolisten tcp 3>"$stage/number" >"$stage/xvfb.log" 2>&1 &
pids+=($!)
read -r -t 60 number < "$stage/number" || { cat "$stage/xvfb.log" >&2; echo "Xvfb did not start" >&2; exit 1; }
export DISPLAY=:$number GDK_BACKEND=x11 GSK_RENDERER=${GSK_RENDERER:-cairo}
export GSETTINGS_BACKEND=${GSETTINGS_BACKEND:-keyfile}

dbus-daemon --session --nofork --nopidfile --address="unix:path=$XDG_RUNTIME_DIR/bus" >"$stage/bus.log" 2>&1 &
pids+=($!)
export DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus
for _ in $(seq 200); do [ -S "$XDG_RUNTIME_DIR/bus" ] && break; sleep 0.05; done

# A compositor gives popovers real shadows in pictures; without it they are black.
if command -v xcompmgr >/dev/null; then
    xcompmgr >/dev/null 2>&1 &
    pids+=($!)
fi
status=0
"$@" || status=$?
exit $status
