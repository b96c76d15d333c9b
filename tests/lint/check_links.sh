#!/bin/sh
# What the programs are linked to: OpenCV by name only, lilt without the helper's and the trainer's rooms.
# usage: check_links.sh BIN_DIR
set -eu
[ -x "$1/lilt" ] || { echo "skipped: $1/lilt is not built"; exit 77; }

# must_not PROGRAM PATTERN: none of the libraries it loads matches
must_not() {
    found=$(ldd "$1" | awk '{print $1}' | grep -E "$2" || true)
    [ -z "$found" ] || { echo "$(basename "$1") must not load: $found"; exit 1; }
}
# (dnn, calib3d, features2d and flann come with Debian's libopencv_objdetect and cannot be left out.)
must_not "$1/lilt" 'opencv_(imgcodecs|videoio|highgui)|libgdal'
must_not "$1/lilt" 'libav(format|codec)'
must_not "$1/lilt-scan" 'libgtk|libgst|opencv' # libavformat brings GLib along
for symbol in lilt_train_ lilt_media_ lilt_sound_; do
    ! nm "$1/lilt" 2>/dev/null | grep -q " T $symbol" || { echo "lilt must not link $symbol*"; exit 1; }
done
echo "$(ldd "$1/lilt" | wc -l) libraries for lilt, $(ldd "$1/lilt-scan" | wc -l) for lilt-scan"
