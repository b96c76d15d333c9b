#!/bin/sh
# gallery.sh BUILD OUT [VARIANT...]: pictures of everything there is to see, for eyes to judge. See gallery.py.
here=$(cd "$(dirname "$0")" && pwd)
PYTHONDONTWRITEBYTECODE=1 LILT_SCREEN=1640x1040x24 exec "$here/with-display.sh" "$here/with-sound.sh" /usr/bin/python3 "$here/gallery.py" "$@"
