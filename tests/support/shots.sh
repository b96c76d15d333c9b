#!/bin/sh
# shots.sh BUILD: make the pictures of README.md again, on a virtual display with a sound server of its own.
here=$(cd "$(dirname "$0")" && pwd)
PYTHONDONTWRITEBYTECODE=1 LILT_SCREEN=1100x740x24 exec "$here/with-display.sh" "$here/with-sound.sh" /usr/bin/python3 "$here/shots.py" "$1"
