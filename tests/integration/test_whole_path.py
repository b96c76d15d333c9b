"""The whole path: a happy face in the camera -> the mood shown -> a playlist in the database -> a track of it by MPRIS -> sound.
Then Sad by hand, which wins though the face stays happy: once by actions, once by pressing what is in the window.

usage: test_whole_path.py BUILD        (inside with-display.sh and with-sound.sh)"""
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
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
SHOTS = BUILD / 'shots'
HAPPY_S = 30  # then the neutral face


def make_camera(folder):
    """A folder of photos, one a second: a happy face for HAPPY_S seconds, then a neutral one."""
    folder.mkdir(parents=True)
    for second in range(HAPPY_S):
        (folder / f'{second:03}-happy.png').symlink_to(ASSETS / 'photos' / 'astronaut.png')
    (folder / f'{HAPPY_S:03}-neutral.jpg').symlink_to(ASSETS / 'photos' / 'grace_hopper.jpg')
    return folder


def make_library():
    database = lilt_app.database_path()
    shutil.rmtree(database.parent, ignore_errors=True)
    database.parent.mkdir(parents=True)
    subprocess.run([BUILD / 'bin' / 'lilt-lab', 'scan', ASSETS / 'music', '--db', database], check=True,
                   stdout=subprocess.DEVNULL)
    tracks = lilt_app.query('SELECT count(*) FROM tracks')[0][0]
    assert tracks >= 15, f'the music packages should give at least 15 tracks, not {tracks}'


def paths_of(mood):
    return [path for _, path in lilt_app.mood_playlist(mood)]


def mood_says(*words):
    """True when the mood button's words for a screen reader contain all of `words`."""
    said = lilt_app.mood_words().lower()
    return all(word in said for word in words)


def plays_from(app, mood):
    path = app.playing_path()
    return path if path in paths_of(mood) else None


def see_happy_and_hear(app):
    """From launch to music without a hand."""
    wait_for('the mood button says happy', lambda: mood_says('looks happy', 'camera'), 12)
    wait_for('a happy playlist in the database', lambda: paths_of('happy'), 2)
    path = wait_for('a track of the happy playlist plays', lambda: plays_from(app, 'happy'), 5)
    loudness = wait_for('sound on the monitor', lambda: max(0.0, lilt_app.loudest_sample(1) - 0.01), 5)
    print(f'happy: plays {os.path.basename(path)}, peak {loudness:.2f}')


def sad_wins(app, skip_song):
    """Sad was chosen: what comes next is sad and stays so while the camera still sees a happy face."""
    wait_for('the mood button says sad, by hand', lambda: mood_says('sad', 'you chose'), 2)
    sad, happy = paths_of('sad'), paths_of('happy')
    assert set(sad) - set(happy), 'the sad playlist is not just the happy one'
    for _ in range(3):
        before = app.playing_path()
        skip_song()
        wait_for('another track', lambda: app.playing_path() not in (None, before), 3)
        path = app.playing_path()
        assert path in sad, f'{path} is not in the sad playlist'
        assert mood_says('sad', 'you chose'), 'the hand still wins'
        print(f'sad: plays {os.path.basename(path)}')


def by_actions(camera):
    with lilt_app.Lilt(BUILD, '--camera', str(camera), log=SHOTS / 'actions.log') as app:
        see_happy_and_hear(app)
        lilt_app.screenshot(SHOTS / 'whole-path-happy.png')
        app.activate('mood', GLib.Variant('s', 'sad'))
        sad_wins(app, lambda: app.mpris('Next'))
        lilt_app.screenshot(SHOTS / 'whole-path-sad.png')
        assert app.action_state('mood') == (True, 'sad'), app.action_state('mood')
        app.activate('mood', GLib.Variant('s', 'automatic'))
        wait_for('the camera counts again', lambda: mood_says('camera'), 12)


def by_pressing(camera):
    with lilt_app.Lilt(BUILD, '--camera', str(camera), log=SHOTS / 'pressing.log') as app:
        window = atspi_helpers.application()
        see_happy_and_hear(app)
        atspi_helpers.click(lilt_app.mood_button())
        tile = atspi_helpers.find(lilt_app.mood_button(), 'push button', 'Sad')
        lilt_app.screenshot(SHOTS / 'whole-path-menu.png')
        atspi_helpers.click(tile)
        sad_wins(app, lambda: atspi_helpers.press(window, 'Next'))
        lilt_app.screenshot(SHOTS / 'whole-path-pressed.png')


def main():
    if not (ASSETS / 'photos').is_dir() or not (ASSETS / 'music').is_dir():
        lilt_app.skip(f'no photos or music in {ASSETS}')
    SHOTS.mkdir(exist_ok=True)
    camera = make_camera(pathlib.Path(os.environ['HOME']) / 'camera')
    for journey in (by_actions, by_pressing):
        make_library()
        journey(camera)
    print('the whole path works')


main()
