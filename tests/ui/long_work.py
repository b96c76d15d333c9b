"""Long work in the strip: many new songs are listed before they are heard, reading can be paused and goes on, and writing
tags into many files can be cancelled and taken back.

usage: long_work.py BUILD_DIR. Pictures are left in BUILD_DIR/shots."""
import array
import math
import os
import pathlib
import sys
import wave

from gi.repository import GLib

from atspi_helpers import application, find, find_all, press
from lilt_app import Lilt, query, screenshot, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
SHOTS = BUILD / 'shots'
N_SONGS = 600  # hearing them takes longer than to press Pause
RATE_HZ, SECONDS = 8000, 4


def make_music(folder):
    folder.mkdir()
    for i in range(N_SONGS):
        hz = 200 + i
        tone = array.array('h', (int(9000 * math.sin(2 * math.pi * hz * t / RATE_HZ)) for t in range(RATE_HZ)))
        with wave.open(str(folder / f'{i:03}.wav'), 'wb') as out:
            out.setparams((1, 2, RATE_HZ, 0, 'NONE', ''))
            out.writeframes(tone.tobytes() * SECONDS)


def n_listed():
    return query('SELECT count(*) FROM tracks')[0][0]


def n_heard():
    return query('SELECT count(*) FROM sounds')[0][0]


def read_with_a_pause(app, folder):
    app.activate('add-folder', GLib.Variant('s', str(folder)))
    wait_for('all songs in the list', lambda: n_listed() == N_SONGS, 30)
    assert n_heard() < N_SONGS, 'they are listed before all are heard'
    find(application(), 'label', 'Listening to your music')
    screenshot(SHOTS / 'long-work-hearing.png')
    press(application(), 'Pause')
    find(application(), 'label', 'Paused')
    screenshot(SHOTS / 'long-work-paused.png')
    wait_for('rest', lambda: app.action_state('pause-reading')[1], 5)
    press(application(), 'Go On')
    wait_for('all songs heard', lambda: n_heard() == N_SONGS, 60)
    wait_for('the strip to go', lambda: not find_all(application(), 'push button', 'Pause'), 10)


def write_and_think_again(app):
    def n_changed():
        return query("SELECT count(*) FROM tracks WHERE album = 'Tones'")[0][0]
    ids = [row[0] for row in query('SELECT id FROM tracks')]
    app.activate('set-tags', GLib.Variant('(axa{ss})', (ids, {'album': 'Tones'})))
    find(application(), 'label', 'Writing tags')
    screenshot(SHOTS / 'long-work-tags.png')
    press(application(), 'Cancel')
    find(application(), 'push button', 'Undo')
    assert 0 < n_changed() < N_SONGS, f'{n_changed()} of {N_SONGS} were changed'
    app.activate('undo')
    wait_for('all as before', lambda: n_changed() == 0, 30)


def main():
    SHOTS.mkdir(exist_ok=True)
    folder = pathlib.Path(os.environ['HOME']) / 'tones'
    make_music(folder)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'long-work.log') as app:
        app.set_state('page', GLib.Variant('s', 'library'), window=True)
        read_with_a_pause(app, folder)
        write_and_think_again(app)
    print(f'{N_SONGS} songs listed, heard, paused, tagged and taken back')


main()
