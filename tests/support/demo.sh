#!/bin/sh
# demo.sh BUILD: Lilt shows itself for 20 s on a virtual display with a sound server of its own: a package photo is
# the camera, the music comes from two small packages. Prints what it saw and played, and where the picture lies.
here=$(cd "$(dirname "$0")" && pwd)
PYTHONDONTWRITEBYTECODE=1 LILT_SCREEN=1100x740x24 exec "$here/with-display.sh" "$here/with-sound.sh" /usr/bin/python3 "$here/demo.py" "$1"
