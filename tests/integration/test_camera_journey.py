"""With a webcam (the shim's): consent -> a happy face -> its playlist -> a hand overrules it; the open camera's sign and
its one press; a correction; the webcam is pulled out, covered, frozen; the same window narrow and dark.

usage: test_camera_journey.py BUILD        (inside with-display.sh and with-sound.sh)"""
import os
import pathlib
import shutil
import subprocess
import sys
import time

from gi.repository import GLib

import atspi_helpers
import lilt_app
from atspi_helpers import click, find, find_all, press
from lilt_app import wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
SHOTS = BUILD / 'shots'
SIGN = 'The camera is open. Press to close it.'
DATA = lilt_app.database_path().parent


def make_library():
    """As the music was read once: nothing heard, nothing judged yet."""
    kept = DATA.with_name('read.db')
    if not kept.exists():
        kept.parent.mkdir(parents=True)
        subprocess.run([BUILD / 'bin' / 'lilt-lab', 'scan', ASSETS / 'music', '--db', kept], check=True,
                       stdout=subprocess.DEVNULL)
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    shutil.copy(kept, lilt_app.database_path())


def webcam(fault=None):
    """The environment of a program that has a webcam, in front of which somebody smiles."""
    frame = pathlib.Path(os.environ['HOME']) / 'smile.jpg'
    if not frame.exists():
        subprocess.run(['convert', ASSETS / 'photos' / 'astronaut.png', '-resize', '640x480', '-background', 'gray',
                        '-gravity', 'center', '-extent', '640x480', '-quality', '92', frame], check=True)
    env = {'LD_PRELOAD': str(BUILD / 'tests' / 'v4l2shim.so'), 'LILT_SHIM_FRAMES': str(frame), 'LILT_SHIM_FPS': '10'}
    return {**env, 'LILT_SHIM_FAULT': fault} if fault else env


def cover(covered):
    """Put something dark before the webcam, or take it away."""
    frame = pathlib.Path(os.environ['HOME']) / 'smile.jpg'
    kept = frame.with_name('kept.jpg')
    if covered:
        shutil.copy(frame, kept)
        subprocess.run(['convert', '-size', '640x480', 'xc:gray(8)', '-attenuate', '0.05', '+noise', 'Gaussian',
                        kept.with_name('cap.jpg')], check=True)
        kept.with_name('cap.jpg').replace(frame)
    else:
        kept.replace(frame)


def start(log, fault=None, **env):
    return lilt_app.Lilt(BUILD, '--camera', '/dev/video0', log=SHOTS / f'{log}.log', env={**webcam(fault), **env})


def says(*words):
    said = lilt_app.mood_words().lower()
    return all(word in said for word in words)


def paths_of(mood):
    return [path for _, path in lilt_app.mood_playlist(mood)]


def plays_from(app, mood):
    path = app.playing_path()
    return path if path in paths_of(mood) else None


def sign():
    return find_all(atspi_helpers.application(), 'push button', SIGN)


def allow(app):
    """Through the first start to "Allow the Camera", as a hand does it."""
    window = atspi_helpers.application()
    for _ in range(4):
        button = wait_for('a way on', lambda: next(iter(find_all(window, 'push button', 'Allow the Camera')
                                                        + find_all(window, 'push button', 'Continue')), None), 10)
        last = button.get_name() == 'Allow the Camera'
        click(button)
        if last:
            break
    wait_for('consent', lambda: app.action_state('camera-allow')[1], 5)


# ---- the journeys --------------------------------------------------------------------------------------------


def smile_and_overrule():
    with start('camera') as app:
        assert not sign(), 'the camera is open before anybody was asked'
        allow(app)
        wait_for('the sign of the open camera', sign, 10)
        wait_for('the mood button says happy', lambda: says('looks happy', 'camera'), 20)
        path = wait_for('a happy song', lambda: plays_from(app, 'happy'), 10)
        print(f'happy: plays {os.path.basename(path)}')
        app.set_state('show-camera', GLib.Variant('b', True))
        wait_for('the sign while the card is open', sign, 10)
        lilt_app.screenshot(SHOTS / 'camera-card.png')
        ask_why(app)
        press(atspi_helpers.application(), SIGN)
        wait_for('no sign of a closed camera', lambda: not sign(), 5)
        assert app.action_state('camera-off')[1], 'one press switches it off'
        app.set_state('camera-off', GLib.Variant('b', False))
        wait_for('the camera again', lambda: says('looks happy', 'camera'), 20)
        correct(app)
        overrule(app)


def correct(app):
    """"Not Right?": one press and one answer; it counts at once, and it is remembered."""
    window = atspi_helpers.application()
    app.activate('mood-menu', window=True)
    press(window, 'Not Right?')
    lilt_app.screenshot(SHOTS / 'camera-not-right.png')
    press(window, 'Neutral')
    wait_for('the answer counts', lambda: says('neutral', 'you chose'), 5)

    wait_for('the correction in personal.db', lambda: lilt_app.personal_rows('corrections', 'seen, said') == [(3, 6)], 5)
    app.activate('mood', GLib.Variant('s', 'automatic'))


def ask_why(app):
    """A chip opens the ledger; "Never" plays on and bans the song; Ctrl+Z brings it back."""
    window = atspi_helpers.application()
    press(window, 'Fits a happy look')
    wait_for('the sum of the bars', lambda: [text for text in atspi_helpers.labels(window)
                                             if text.startswith('The bars add up to ')], 5)
    lilt_app.screenshot(SHOTS / 'camera-ledger.png')
    banned = app.playing_path()

    def love():
        return lilt_app.query('SELECT love FROM tracks WHERE path = ?', banned)[0][0]
    press(window, 'Never')
    wait_for('another song', lambda: app.playing_path() not in (None, banned), 5)
    wait_for('the song banned', lambda: love() == -1, 5)
    wait_for('every list without it', lambda: all(banned not in paths_of(mood) for mood in ('happy', 'sad')), 10)
    lilt_app.screenshot(SHOTS / 'camera-never.png')
    lilt_app.press_keys('ctrl+z')
    wait_for('not banned after all', lambda: love() == 0, 5)
    wait_for('the song again', lambda: app.playing_path() == banned, 5)


def overrule(app):
    window = atspi_helpers.application()
    before = app.playing_path()
    click(lilt_app.mood_button())
    press(window, 'Sad')
    wait_for('sad by hand', lambda: says('sad', 'you chose', 'min left'), 5)
    assert app.playing_path() == before, 'nothing changes in the middle of a song'
    press(window, 'Next')
    path = wait_for('a sad song', lambda: plays_from(app, 'sad'), 5)
    print(f'sad: plays {os.path.basename(path)}')
    lilt_app.screenshot(SHOTS / 'camera-overruled.png')
    press(window, 'Back to Automatic')
    wait_for('the camera counts again', lambda: says('looks happy'), 20)


def pulled_out():
    """The webcam goes after a few seconds; the music does not."""
    with start('unplugged', fault='unplug@60') as app:
        allow(app)
        wait_for('a happy song', lambda: plays_from(app, 'happy'), 30)
        app.set_state('show-camera', GLib.Variant('b', True))
        wait_for('the camera is gone', lambda: says('camera gone', 'unplugged'), 30)
        assert not sign(), 'the sign of an open camera, though it is gone'
        assert app.playing_path(), 'the music stopped with the camera'
        lilt_app.screenshot(SHOTS / 'camera-unplugged.png')


def covered_and_frozen():
    """A hand over the lens is no mood: the camera waits closed, and goes on by itself."""
    with start('covered') as app:
        allow(app)
        wait_for('a happy song', lambda: plays_from(app, 'happy'), 30)
        app.set_state('show-camera', GLib.Variant('b', True))
        wait_for('the sign of the open camera', sign, 10)
        cover(True)
        wait_for('the lens is covered', lambda: says('lens covered', 'uncover it'), 20)
        wait_for('the camera closed', lambda: not sign(), 5)
        assert app.playing_path(), 'the music stopped'
        lilt_app.screenshot(SHOTS / 'camera-covered.png')
        assert app.action_state('show-camera')[1], 'who looks at the card waits for the picture'
        cover(False)
        wait_for('it goes on by itself', lambda: says('looks happy', 'camera'), 15)
    with start('frozen', fault='stall@60') as app:
        allow(app)
        wait_for('a happy song', lambda: plays_from(app, 'happy'), 30)
        app.set_state('show-camera', GLib.Variant('b', True))
        wait_for('the picture is frozen', lambda: says('picture frozen'), 30)
        assert app.playing_path(), 'the music stopped'
        lilt_app.screenshot(SHOTS / 'camera-frozen.png')
        wait_for('it goes on by itself', lambda: says('looks happy', 'camera'), 15)


def narrow_and_dark():
    with start('narrow', ADW_DEBUG_COLOR_SCHEME='prefer-dark') as app:
        allow(app)
        wait_for('a happy song', lambda: plays_from(app, 'happy'), 30)
        lilt_app.screenshot(SHOTS / 'camera-dark.png')
        app.activate('mood-menu', window=True)
        find(atspi_helpers.application(), name='Path')
        lilt_app.screenshot(SHOTS / 'camera-menu-dark.png')
        press(atspi_helpers.application(), 'Blends')
        find(atspi_helpers.application(), name='Nostalgic')
        lilt_app.screenshot(SHOTS / 'camera-blends-dark.png')
        subprocess.run(['xdotool', 'key', 'Escape'], check=True)
        lilt_app.resize(700, 720)  # as a hand drags it: the header gives way on the way
        time.sleep(1)
        size = lilt_app.resize(360, 720)
        assert size == (360, 720), f'the window does not fit a phone: {size}'
        lilt_app.screenshot(SHOTS / 'camera-narrow-dark.png')


def main():
    if not (ASSETS / 'photos').is_dir() or not (ASSETS / 'music').is_dir():
        lilt_app.skip(f'no photos or music in {ASSETS}')
    SHOTS.mkdir(exist_ok=True)
    for journey in (smile_and_overrule, pulled_out, covered_and_frozen, narrow_and_dark):
        make_library()
        journey()
    print('the camera journeys work')


main()
