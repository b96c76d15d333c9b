#!/usr/bin/env bash
# bare_machine.sh BUILD_DIR: the package on a Debian with nothing on it but what every Debian has: apt installs it with what
# it depends on and nothing that is only recommended, it plays the little album, judges its sound, and goes without a trace.
# Runs within with-display.sh and with-sound.sh, in ./dev test --long only (it downloads 250 MB), as root; else it is skipped.
set -euo pipefail
build=$(realpath "$1")
skip() { echo "skipped: $1"; exit 77; }
[ "${LILT_LONG:-0}" = 1 ] || skip "only in ./dev test --long"
[ "$(id -u)" = 0 ] || skip "not root"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"

work=$(mktemp -d /tmp/lilt-bare-XXXXXX)
root=$work/root
player=
leave() {
    [ -z "$player" ] || kill "$player" 2>/dev/null || true
    wait
    for place in sound proc; do
        if mountpoint -q "$root/$place"; then umount "$root/$place"; fi
    done
    rm -rf --one-file-system "$work"
}
trap leave EXIT
trap 'exit 143' TERM INT

debootstrap --variant=minbase bookworm "$root" >"$work/log" 2>&1 || { tail "$work/log"; skip "no Debian to be had"; }
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/fast" # it is thrown away
cpack --config "$build/CPackConfig.cmake" -B "$work/package" >"$work/log"
cp "$work"/package/lilt_*.deb "$root/lilt.deb"
mkdir "$root/sound" "$root/home/run"
chmod 700 "$root/home/run"
mount -t proc proc "$root/proc"
mount --bind "$(dirname "${PULSE_SERVER#unix:}")" "$root/sound"

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/home XDG_RUNTIME_DIR=/home/run LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive DISPLAY="$DISPLAY" PULSE_SERVER=unix:/sound/socket GSK_RENDERER=cairo \
        GSETTINGS_BACKEND=memory GTK_A11Y=none "$@"
}
inside sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /lilt.deb' >"$work/log" 2>&1 ||
    { tail -30 "$work/log"; echo "the package cannot be installed"; exit 1; }
inside lilt --version
inside lilt-lab analyze /usr/share/lilt/album/01-paper-kites.opus --json | grep '"arousal"'

inside dbus-run-session lilt --camera none /usr/share/lilt/album >"$work/said" 2>&1 &
player=$!
for _ in $(seq 300); do
    pactl list sink-inputs | grep -q 'Corked: no' && break
    kill -0 "$player" || break
    sleep 0.2
done
pactl list sink-inputs | grep -q 'Corked: no' || { cat "$work/said"; echo "it does not play"; exit 1; }
import -window root "$build/shots/bare-machine.png" 2>/dev/null || true
kill "$(pactl list sink-inputs | sed -n 's/.*application.process.id = "\(.*\)"/\1/p' | head -1)"
wait "$player" || { cat "$work/said"; echo "it did not end well"; exit 1; }
player=
if grep -E 'WARNING|CRITICAL' "$work/said"; then exit 1; fi

inside apt-get purge -y -qq lilt >"$work/log" 2>&1 || { tail "$work/log"; exit 1; }
for left in usr/bin/lilt usr/share/lilt usr/share/applications/io.github.lilt_player.Lilt.desktop; do
    [ ! -e "$root/$left" ] || { echo "$left is left behind"; exit 1; }
done
