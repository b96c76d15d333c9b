"""The disk that holds the library is full: the window says so by the library's name, for a scan, for Next Up and for a
playlist; what was written before stays; Lilt starts all the same; and with room again each of the three goes on.

usage: test_full_disk.py BUILD        (inside with-display.sh and with-sound.sh; for root, who may mount a small disk)"""
import ctypes
import os
import pathlib
import random
import subprocess
import sys
import wave

from gi.repository import GLib

import lilt_app
from lilt_app import query, toast_says, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
HOME = pathlib.Path(os.environ['HOME'])
DISK = pathlib.Path(os.environ['XDG_DATA_HOME'])
SHOTS = BUILD / 'shots'
CLONE_NEWNS = 0x20000
N_FEW, N_MANY = 10, 400
FULL = f'The disk is full: the library in “{DISK}/lilt” cannot be written.'


def mount_small_disk():
    """Seen by this process and what it starts, and gone with them."""
    DISK.mkdir(parents=True, exist_ok=True)
    if ctypes.CDLL(None).unshare(CLONE_NEWNS) != 0:
        lilt_app.skip('a small disk cannot be mounted here')
    subprocess.run(['mount', '--make-rprivate', '/'], check=True)
    subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=6m', 'none', DISK], check=True)


def fill_disk():
    with open(DISK / 'filler', 'wb', buffering=0) as file:
        try:
            while file.write(bytes(4096)) > 0:
                pass
        except OSError:
            pass


def make_tones(name, n):
    """Files whose long names are what the library has to keep of them."""
    folder = HOME / name
    folder.mkdir()
    for i in range(n):
        with wave.open(str(folder / f'{i:03} {name * 20}.wav'), 'wb') as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(random.Random(f'{name}{i}').randbytes(2 * 8000))
    return folder


def state():
    """What was committed: songs, Next Up, playlists and what is in them."""
    return [query('SELECT id, path FROM tracks ORDER BY id'), query('SELECT track_id FROM queue WHERE yours ORDER BY place'),
            query('SELECT id, name FROM playlists WHERE mood IS NULL ORDER BY id'),
            query('SELECT * FROM playlist_tracks JOIN playlists ON id = playlist_id WHERE mood IS NULL ORDER BY 1, 2')]


def says_full(what):
    wait_for(f'words on the full disk ({what})', lambda: toast_says(FULL), 10)


def forgotten(what):
    wait_for(f'the words are gone ({what})', lambda: not toast_says(FULL), 10)


def fill_library(app, ids):
    app.activate('end-first-start')
    app.activate('enqueue-songs', GLib.Variant('ax', ids[:5]))
    app.activate('new-list', GLib.Variant('(sax)', ('Before', ids[:5])))
    wait_for('Next Up and the list are written', lambda: all(len(part) > 0 for part in state()), 10)


def edit_until_full(what, edit):
    """The log has some room in itself, so that not the first edit need fail."""
    def one_more():
        edit()
        return toast_says(FULL)
    wait_for(f'words on the full disk ({what})', one_more, 20)


def on_full_disk(app, ids):
    edit_until_full('Next Up', lambda: app.activate('enqueue-songs', GLib.Variant('ax', ids * 20)))
    lilt_app.screenshot(SHOTS / 'disk-full.png')
    songs, _, lists, in_lists = state()
    forgotten('Next Up')
    edit_until_full('playlist', lambda: app.activate('new-list', GLib.Variant('(sax)', ('Too much ' * 20, ids * 20))))
    forgotten('playlist')
    app.activate('add-folder', GLib.Variant('s', str(make_tones('many', N_MANY))))
    says_full('scan')
    forgotten('scan: it has stopped')
    assert state()[0][:N_FEW] == songs, 'songs that were there'
    assert state()[2][:len(lists)] == lists and state()[3][:len(in_lists)] == in_lists, 'lists that were there'


def with_room_again(app, ids):
    (DISK / 'filler').unlink()
    app.activate('add-folder', GLib.Variant('s', str(HOME / 'many')))
    wait_for('all songs', lambda: len(state()[0]) == N_FEW + N_MANY, 60)
    app.activate('new-list', GLib.Variant('(sax)', ('After', ids[:3])))
    wait_for('the new list', lambda: 'After' in [name for _, name in state()[2]], 10)
    app.activate('clear-queue')
    app.activate('enqueue-songs', GLib.Variant('ax', ids[:3]))
    wait_for('the new queue', lambda: [row[0] for row in state()[1]] == ids[:3], 20)


def main():
    mount_small_disk()
    SHOTS.mkdir(exist_ok=True)
    with lilt_app.Lilt(BUILD, '--camera', 'none') as app:
        app.activate('add-folder', GLib.Variant('s', str(make_tones('few', N_FEW))))
        wait_for('the songs', lambda: len(query('SELECT 1 FROM tracks')) == N_FEW, 20)
        ids = [row[0] for row in query('SELECT id FROM tracks ORDER BY id')]
        fill_library(app, ids)
        fill_disk()
        on_full_disk(app, ids)
        before = state()
        app.process.kill()
        app.process.wait()
    with lilt_app.Lilt(BUILD, '--camera', 'none') as app:
        assert state()[0][:N_FEW] == before[0][:N_FEW] and state()[1:] == before[1:], 'it starts on the full disk'
        with_room_again(app, ids)
    assert query('PRAGMA quick_check') == [('ok',)]


main()
