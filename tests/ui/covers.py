"""Covers that were wiped from the cache: MPRIS, the Now page and the Albums have them again without a scan.

usage: covers.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import shutil
import subprocess
import sys

import numpy as np
from gi.repository import GLib

from lilt_app import Lilt, query, screenshot, skip, wait_for

N_ALBUMS, PLAYED = 36, 33
COVERS = pathlib.Path(os.environ['HOME']) / '.cache' / 'lilt' / 'covers'


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout


def colour_of(album):
    """All different, none of them the window's."""
    return 40 + album % 6 * 40, 40 + album // 6 * 40, 250


def make_music(folder):
    """An album a folder: a song with a picture in it, or every other one beside it."""
    sound = folder / 'sound.flac'
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'sine=f=300', '-t', '30', sound)
    for album in range(N_ALBUMS):
        place = folder / f'Album {album:03}'
        place.mkdir()
        picture = place / 'cover.jpg'
        run('convert', '-size', '800x800', 'xc:#%02x%02x%02x' % colour_of(album), '-quality', '95', picture)
        run('ffmpeg', '-v', 'error', '-i', sound, '-i', picture, *(('-map', '0') if album % 2 else ('-map', '0', '-map', '1')),
            '-c', 'copy', '-disposition:v', 'attached_pic', '-metadata', f'title=Song {album:03}', '-metadata', 'artist=Ana',
            '-metadata', f'album=Album {album:03}', place / 'song.flac')
        if album % 2 == 0:
            picture.unlink()
    sound.unlink()


def pixels_of(picture):
    return np.frombuffer(run('convert', picture, '-depth', '8', 'rgb:-'), np.uint8).reshape(-1, 3).astype(int)


def shows(pixels, album):
    """Is there much of that album's colour in the picture?"""
    return (abs(pixels - colour_of(album)).max(axis=1) <= 4).sum() > 2000


def n_kept():
    return sum(1 for _ in COVERS.glob('*.jpg'))


def look_at_albums(app, shot):
    """The Albums tab; the first albums in its order have their covers on the screen."""
    app.set_state('page', GLib.Variant('s', 'library'), window=True)
    app.set_state('library-tab', GLib.Variant('s', 'albums'), window=True)

    def all_shown():
        screenshot(shot)
        pixels = pixels_of(shot)
        return all(shows(pixels, album) for album in range(6))
    wait_for('the covers of six albums', all_shown, 20)


def art_of(app):
    art = app.mpris_get('Metadata').get('mpris:artUrl')
    return pathlib.Path(GLib.filename_from_uri(art)[0]) if art else None


def main():
    if not shutil.which('ffmpeg') or not shutil.which('convert'):
        skip('no ffmpeg or no convert')
    build = pathlib.Path(sys.argv[1])
    shots = build / 'shots'
    shots.mkdir(exist_ok=True)
    folder = pathlib.Path(os.environ['HOME']) / 'albums'
    folder.mkdir()
    make_music(folder)
    with Lilt(build, '--camera', 'none', log=shots / 'covers.log') as app:
        app.activate('add-folder', GLib.Variant('s', str(folder)))
        wait_for('all songs', lambda: query('SELECT count(*) FROM tracks WHERE cover <> ""')[0][0] == N_ALBUMS, 60)
        look_at_albums(app, shots / 'covers-scanned.png')
        assert n_kept() == N_ALBUMS, n_kept()
    shutil.rmtree(COVERS.parent)
    with Lilt(build, '--camera', 'none', log=shots / 'covers-wiped.log') as app:
        song, name = query('SELECT id, cover FROM tracks WHERE title = ?', f'Song {PLAYED:03}')[0]
        app.activate('play-songs', GLib.Variant('(axu)', ([song], 0)))
        wait_for('its cover for the desktop', lambda: art_of(app) == COVERS / name and art_of(app).is_file(), 20)
        app.set_state('page', GLib.Variant('s', 'now'), window=True)

        def on_now_page():
            screenshot(shots / 'covers-wiped-now.png')
            return shows(pixels_of(shots / 'covers-wiped-now.png'), PLAYED)
        wait_for('its cover on the Now page', on_now_page, 20)
        look_at_albums(app, shots / 'covers-wiped.png')
    return 0


if __name__ == '__main__':
    sys.exit(main())
