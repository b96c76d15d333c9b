#!/usr/bin/env bash
# with-sound.sh COMMAND...: run COMMAND with a PulseAudio of its own whose only device is the null sink "lilt"; what is
# played can be recorded from lilt.monitor. Exits with COMMAND's code; 77 where PulseAudio is missing.
set -euo pipefail
command -v pulseaudio >/dev/null || { echo "skipped: pulseaudio is not installed"; exit 77; }
sound=$(mktemp -d /tmp/lilt-sound-XXXXXX)
pulse=
leave() {
    [ -z "$pulse" ] || kill "$pulse" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$sound"
}
trap leave EXIT
trap 'exit 143' TERM INT

export PULSE_SERVER=unix:$sound/socket
HOME=$sound XDG_RUNTIME_DIR=$sound XDG_CONFIG_HOME=$sound DBUS_SESSION_BUS_ADDRESS= \
    pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=yes \
    --log-target="file:$sound/log" -L "module-native-protocol-unix auth-anonymous=1 socket=$sound/socket" \
    -L "module-null-sink sink_name=lilt rate=44100 channels=2 format=s16le" >/dev/null 2>&1 &
pulse=$!
for _ in $(seq 200); do pactl info >/dev/null 2>&1 && break; sleep 0.05; done
pactl info >/dev/null 2>&1 || { cat "$sound/log" >&2; echo "PulseAudio did not start" >&2; exit 1; }
status=0
"$@" || status=$?
exit $status
