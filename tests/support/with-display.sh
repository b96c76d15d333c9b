#!/bin/sh
# Run a command with a display, a session bus and a home of its own, and leave nothing behind:
#   with-display.sh COMMAND [ARG...]
# LILT_SCREEN: the size of the screen (1280x800x24). LILT_KEEP: a folder to use as home and keep.
# Leaves with the command's code, with 77 (ctest: skipped) where there is no Xvfb.
set -eu
for program in Xvfb dbus-run-session; do
    command -v $program >/dev/null || { echo "skipped: $program is not installed"; exit 77; }
done

own=$(mktemp -d "${TMPDIR:-/tmp}/lilt-display.XXXXXX")
home=${LILT_KEEP:-$own/home}
mkdir -p "$home" "$own/run"
chmod 700 "$own/run"
compositor=
trap 'kill $compositor $xvfb 2>/dev/null || true; rm -rf "$own"' EXIT

# The server picks a free display and writes its number when it is ready to serve.
mkfifo "$own/number"
Xvfb -displayfd 9 -screen 0 "${LILT_SCREEN:-1280x800x24}" -nolisten tcp 9>"$own/number" >"$own/xvfb.log" 2>&1 &
xvfb=$!
read -r number <"$own/number"

export DISPLAY=":$number" GDK_BACKEND=x11 GSK_RENDERER=cairo HOME="$home" XDG_RUNTIME_DIR="$own/run"
export XDG_CONFIG_HOME="$home/.config" XDG_DATA_HOME="$home/.local/share" XDG_CACHE_HOME="$home/.cache"
export GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-memory}" GTK_A11Y="${GTK_A11Y:-atspi}" NO_AT_BRIDGE=0
export LC_ALL="${LC_ALL:-C.UTF-8}" LANGUAGE=
mkdir -p "$XDG_CONFIG_HOME/gtk-4.0"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=%s\ngtk-decoration-layout=:close\n' "${LILT_ANIMATIONS:-0}" \
    >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
if command -v xcompmgr >/dev/null; then # without one, the shadows of popovers are black
    xcompmgr >/dev/null 2>&1 &
    compositor=$!
fi

# The command keeps its standard output and error; what the bus and its services say goes into a file.
code=0
dbus-run-session -- sh -c 'exec "$@" >&3 2>&4 3>&- 4>&-' with-display "$@" 3>&1 4>&2 >"$own/bus.log" 2>&1 || code=$?
exit $code
