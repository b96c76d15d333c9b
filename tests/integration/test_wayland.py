"""The same window on Wayland: a happy face, its playlist, then Sad by hand, and no warning on the way. A compositor shuts a
menu that opens without a hand's press on it, so Sad is told by the action that its button has.

usage: test_wayland.py BUILD        (inside with-display.sh, with-sound.sh and with-weston.sh)"""
import os
import pathlib
import subprocess
import sys
import tempfile

from gi.repository import GLib

import lilt_app
from lilt_app import wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
SHOTS = BUILD / 'shots'


def n_colours(path):
    """Take weston's own picture of its screen; how many colours it has."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['weston-screenshooter'], cwd=folder, check=True, timeout=60)
        path.write_bytes(next(pathlib.Path(folder).glob('*.png')).read_bytes())
    return int(subprocess.run(['identify', '-format', '%k', path], capture_output=True, text=True, check=True).stdout)


def screenshot(name):
    """A picture on which the window is drawn: more than a desktop's few colours."""
    wait_for(f'{name} with a window on it', lambda: n_colours(SHOTS / name) > 1000, 6)


def main():
    photo = ASSETS / 'photos' / 'astronaut.png'
    if not photo.is_file() or not (ASSETS / 'music').is_dir():
        lilt_app.skip(f'no photo and music in {ASSETS}')
    SHOTS.mkdir(exist_ok=True)
    with lilt_app.Lilt(BUILD, '--camera', str(photo), log=SHOTS / 'wayland.log') as app:
        app.activate('add-folder', GLib.Variant('s', str(ASSETS / 'music')))
        wait_for('a track plays', app.playing_path, 30)
        wait_for('the mood button says happy', lambda: 'looks happy' in lilt_app.mood_words().lower(), 12)
        screenshot('wayland-happy.png')
        app.activate('mood', GLib.Variant('s', 'sad'))
        wait_for('sad, by hand', lambda: 'you chose' in lilt_app.mood_words().lower(), 4)
        assert app.action_state('mood')[1] == 'sad'
        screenshot('wayland-sad.png')
    print('the window is the same on Wayland')


main()
