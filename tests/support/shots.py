"""shots.py BUILD: make the pictures of README.md from a running Lilt. See shots.sh.

The only face is that of the astronaut (Eileen Collins, NASA, public domain); the music is the album that comes with Lilt."""
import os
import pathlib
import shutil
import subprocess
import sys

from gi.repository import GLib

import atspi_helpers
import lilt_app
from lilt_app import wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
OUT = SOURCE / 'data' / 'screenshots'
PHOTO = BUILD / 'assets' / 'photos' / 'astronaut.png'
SHAPES = pathlib.Path(os.environ['XDG_CACHE_HOME']) / 'lilt' / 'shapes'
SIZE = (1100, 740)  # of the screen, which the window fills


def take(name):
    """The window as a small PNG."""
    whole = BUILD / 'shots' / f'{name}.png'
    lilt_app.photograph(whole, SIZE)
    subprocess.run(['convert', whole, '-strip', '-define', 'png:compression-level=9', f'PNG24:{OUT / name}.png'], check=True)


def show(app, page):
    app.set_state('page', GLib.Variant('s', page), window=True)
    wait_for(page, lambda: app.action_state('page', window=True)[1] == page, 5)


def next_up():
    """The songs to come, as a screen reader calls their rows."""
    pane = atspi_helpers.find(atspi_helpers.application(), 'list', 'Next Up')
    return [row.get_name() for row in atspi_helpers.find_all(pane, 'list item')]


def start_music(app):
    app.activate('add-folder', GLib.Variant('s', str(SOURCE / 'data' / 'album')))
    n_songs = len(list((SOURCE / 'data' / 'album').glob('*.opus')))
    wait_for('the album', lambda: lilt_app.query('SELECT count(*) FROM tracks')[0][0] == n_songs, 60)
    wait_for('a happy face', lambda: 'looks happy' in lilt_app.mood_words().lower(), 30)
    wait_for('music', app.playing_path, 30)
    app.mpris('Next')  # the second song was decided while the first was the only one known
    wait_for('another song to come', lambda: app.playing_path() and next_up() and not next_up()[0].startswith(
        app.mpris_get('Metadata')['xesam:title']), 10)
    wait_for('the strip that tells of the scan folded away', lambda: not atspi_helpers.find_all(
        atspi_helpers.application(), 'progress bar', 'Reading your music'), 30)
    wait_for('the wave of this song', lambda: len(list(SHAPES.glob('*'))) >= 2, 20)  # and of the one before
    wait_for('the last toast gone', lambda: not atspi_helpers.find_all(
        atspi_helpers.application(), 'push button', 'Close the Message'), 10)


def light():
    with lilt_app.Lilt(BUILD, '--camera', str(PHOTO), log=BUILD / 'shots' / 'shots-light.log') as app:
        start_music(app)
        show(app, 'now')
        take('now')
        app.set_state('show-camera', GLib.Variant('b', True))
        atspi_helpers.find(atspi_helpers.application(), 'push button', 'Close the Camera', 60)
        take('camera')
        app.set_state('show-camera', GLib.Variant('b', False))
        show(app, 'library')
        app.set_state('library-tab', GLib.Variant('s', 'songs'), window=True)
        wait_for('the songs', lambda: any(len(atspi_helpers.find_all(songs, 'list item')) == 10 for songs in
                                          atspi_helpers.find_all(atspi_helpers.application(), 'list', 'Songs')), 10)
        take('library')
        show(app, 'moods')
        take('moods')


def dark():
    with lilt_app.Lilt(BUILD, '--camera', str(PHOTO), log=BUILD / 'shots' / 'shots-dark.log',
                       env={'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}) as app:
        start_music(app)
        show(app, 'now')
        take('now-dark')
        app.activate('mood-menu', window=True)
        atspi_helpers.find(atspi_helpers.application(), name='Sad', seconds=60)
        take('mood-menu-dark')


def main():
    if not PHOTO.is_file():
        lilt_app.skip(f'no photo in {PHOTO.parent}')
    (BUILD / 'shots').mkdir(exist_ok=True)
    light()
    shutil.rmtree(lilt_app.database_path().parent)
    shutil.rmtree(SHAPES)
    dark()
    size = sum(path.stat().st_size for path in OUT.glob('*.png'))
    print(f'{len(list(OUT.glob("*.png")))} pictures in {OUT}, {size / 1e3:.0f} kB')
    assert size <= 1_000_000, 'the pictures of README.md are to be 1 MB at most in all'


main()
