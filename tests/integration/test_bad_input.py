"""Bad input in the running program: each gets words in the window, nothing crashes, and the music side goes on.

usage: test_bad_input.py BUILD        (inside with-display.sh and with-sound.sh)"""
import contextlib
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

from gi.repository import GLib

import atspi_helpers
import lilt_app
from lilt_app import wait_for, window_says

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
HOME = pathlib.Path(os.environ['HOME'])
ASTRONAUT = ASSETS / 'photos' / 'astronaut.png'


def fresh_home():
    """As on the first start: no settings, no library."""
    for folder in ('.config/glib-2.0', '.local', '.cache'):
        shutil.rmtree(HOME / folder, ignore_errors=True)


def mood_matches(words):
    return re.search(words, lilt_app.mood_words(), re.IGNORECASE)


def start(name, *args, env=None):
    fresh_home()
    print('--', name, flush=True)
    return lilt_app.Lilt(BUILD, *args, log=HOME / f'{name}.log', env=env)


def music_folder(name, **files):
    """A folder below the home with the given files: a path is copied, bytes are written."""
    folder = HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file, content in files.items():
        target = folder / file.replace('_', '.')
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            shutil.copy(content, target)
    return folder


def add_folder(app, folder):
    app.activate('add-folder', GLib.Variant('s', str(folder)))


def no_music_folder():
    with start('no-music-folder', '--camera', 'none'):
        wait_for('the first start', lambda: window_says('^Welcome'), 3)


def empty_folder():
    with start('empty-folder', '--camera', 'none') as app:
        add_folder(app, music_folder('empty'))
        wait_for('words on the empty folder', lambda: window_says('No music|No Music'), 3)


def folder_gone():
    with start('folder-gone', '--camera', 'none') as app:
        add_folder(app, HOME / 'not-there')
        wait_for('words on the missing folder', lambda: window_says('not-there|not there'), 3)


def broken_files(song):
    whole = song.read_bytes()
    folder = music_folder('broken', whole_ogg=song, letter_ogg=b'Dear reader, this is no music.\n' * 50,
                          empty_ogg=b'')
    mp3 = folder / 'cut.mp3'
    subprocess.run(['ffmpeg', '-loglevel', 'error', '-y', '-t', '20', '-i', song, mp3], check=True)
    mp3.write_bytes(mp3.read_bytes()[:30000])
    (folder / 'stump.ogg').write_bytes(whole[:40])
    with start('broken-files', '--camera', 'none') as app:
        add_folder(app, folder)
        wait_for('the broken files are counted', lambda: window_says('3 files could not be read'), 10)
        titles = [path for path, in lilt_app.query('SELECT path FROM tracks')]
        assert sorted(os.path.basename(path) for path in titles) == ['cut.mp3', 'whole.ogg'], titles
        named = {os.path.basename(path) for path, in lilt_app.query('SELECT path FROM set_aside')}
        assert named == {'letter.ogg', 'empty.ogg', 'stump.ogg'}, named


def camera_states(folder):
    with start('no-camera') as app:
        add_folder(app, folder)
        wait_for('no camera', lambda: mood_matches('no camera found'), 5)
    with start('no-consent', '--camera', '/dev/video0') as app:
        add_folder(app, folder)
        app.activate('end-first-start')
        atspi_helpers.press(atspi_helpers.application(), 'Not Now')
        wait_for('not allowed', lambda: mood_matches('camera not allowed'), 5)
        app.activate('camera-allow')
        wait_for('allowed, but there is none', lambda: mood_matches('no camera found'), 5)
    wall = HOME / 'wall.png'
    subprocess.run(['convert', '-size', '640x480', 'gradient:gray30-gray70', str(wall)], check=True)
    with start('no-face', '--camera', str(wall)) as app:
        add_folder(app, folder)
        wait_for('cannot tell', lambda: mood_matches("can.t tell|no face"), 20)


def models(folder):
    whole = (SOURCE / 'models' / 'mcnn.safetensors').read_bytes()
    broken = {'missing': None, 'cut': whole[:len(whole) // 2],
              'wrong-shape': re.sub(rb'"shape": ?\[(\d)', lambda m: m[0][:-1] + (b'3' if m[1] != b'3' else b'2'), whole, 1)}
    for name, data in broken.items():
        place = HOME / f'data-{name}'
        (place / 'models').mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE / 'models' / 'sound.model', place / 'models')
        if data is not None:
            (place / 'models' / 'mcnn.safetensors').write_bytes(data)
        with start(f'model-{name}', '--camera', str(ASTRONAUT), env={'LILT_DATA_DIR': str(place)}) as app:
            add_folder(app, folder)
            wait_for(f'words on the model ({name})', lambda: mood_matches('cannot read faces'), 5)
            wait_for('the music side works', lambda: lilt_app.mood_playlist('happy'), 10)


def no_sound_server(folder):
    with start('no-sound', '--camera', 'none', env={'PULSE_SERVER': 'unix:/nonexistent'}) as app:
        add_folder(app, folder)
        wait_for('playlists', lambda: lilt_app.mood_playlist('happy'), 10)
        app.activate('play-playlist', GLib.Variant('s', 'happy'))
        wait_for('words on the sound', lambda: window_says('No sound device'), 5)


def data_not_writable():
    print('-- data-not-writable')
    fresh_home()
    program = subprocess.Popen([BUILD / 'bin' / 'lilt'], env={**os.environ, 'XDG_DATA_HOME': '/dev/null/data'},
                               stderr=subprocess.PIPE, text=True)
    wait_for('words in the window', lambda: window_says('/dev/null/data'), 5)
    program.terminate()
    assert '/dev/null/data' in program.communicate(timeout=30)[1]


def damaged_library(folder):
    """After kill -9 the library is looked at; what is damaged is kept under another name, and a copy takes its place."""
    with start('damaged-1', '--camera', 'none') as app:
        add_folder(app, folder)
        wait_for('the songs', lambda: len(lilt_app.query('SELECT 1 FROM tracks')) == len(list(folder.iterdir())), 20)
    library, copies = lilt_app.database_path(), lilt_app.database_path().parent / 'backups'
    shutil.rmtree(copies)  # there was one, of the new and empty library
    with lilt_app.Lilt(BUILD, '--camera', 'none') as app:
        wait_for('the copy of the week', lambda: list(copies.glob('library-*.db')), 10)
        songs = lilt_app.query('SELECT id, path FROM tracks ORDER BY id')
        app.process.kill()
        app.process.wait()
    with contextlib.closing(sqlite3.connect(library)) as db:
        db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    size = library.stat().st_size
    with open(library, 'r+b') as file:
        file.seek(size // 4)
        file.write(b'\x5a' * (size // 2))
    with lilt_app.Lilt(BUILD, '--camera', 'none'):
        wait_for('words on the damage', lambda: window_says('damaged; a copy is in its place.*library.db.damaged-'), 5)
        assert lilt_app.query('SELECT id, path FROM tracks ORDER BY id') == songs
        kept = list(library.parent.glob('library.db.damaged-*'))
        assert b'\x5a' * 1000 in b''.join(path.read_bytes() for path in kept), kept


def main():
    songs = sorted((ASSETS / 'music').glob('*/*.ogg')) if (ASSETS / 'music').is_dir() else []
    if not songs:
        lilt_app.skip(f'no music in {ASSETS}')
    folder = music_folder('music', **{f'song{i}_ogg': song for i, song in enumerate(songs[:4])})
    no_music_folder()
    empty_folder()
    folder_gone()
    broken_files(songs[0])
    camera_states(folder)
    models(folder)
    no_sound_server(folder)
    damaged_library(folder)
    data_not_writable()
    print('every bad input gets its words')


main()
