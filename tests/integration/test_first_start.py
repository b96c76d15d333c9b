"""Two newcomers without music of their own, hand on the mouse.

The first is at mood music in three presses: Continue, the little album, Not Now; then chooses Sad by hand and skips. The
second, who has no camera and is not asked about one, leaves everything for later and finds the album on the empty library
page. Nobody is welcomed twice.

usage: test_first_start.py BUILD        (inside with-display.sh and with-sound.sh)"""
import os
import pathlib
import shutil
import sys

from gi.repository import GLib

import atspi_helpers
import lilt_app
from lilt_app import wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
SHOTS = BUILD / 'shots'
ALBUM = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'album'
SAD = {'06-the-empty-chair.opus', '07-grey-harbour.opus'}
HAPPY = {'01-paper-kites.opus', '02-two-left-shoes.opus', '03-coin-arcade.opus'}
CAMERA = ('--camera', '/dev/video0')  # asked about, never opened here: the answer is no
REMEMBER = {'GSETTINGS_BACKEND': 'keyfile'}  # settings live in files: a second start knows the first


def forget_everything():
    for name in ('XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME'):
        for part in ('lilt', 'glib-2.0'):
            shutil.rmtree(pathlib.Path(os.environ[name]) / part, ignore_errors=True)


def open_lilt(log, *camera):
    return lilt_app.Lilt(BUILD, *camera, log=SHOTS / log, env=REMEMBER)


def shot(name):
    lilt_app.screenshot(SHOTS / f'first-start-{name}.png')


def playing_piece(app):
    """The file name of the piece of the album that plays, or None."""
    path = app.playing_path()
    return os.path.basename(path) if path and pathlib.Path(path).parent == ALBUM else None


def is_laid_out(node):
    """What lies behind in a stack and was never shown has no size."""
    return node is not None and node.get_component_iface().get_extents(atspi_helpers.Atspi.CoordType.WINDOW).width > 0


def press_shown(window, name):
    """Press the button of that name that is shown: pages that lie behind may have one as well."""
    button = wait_for(f'"{name}"', lambda: next(filter(is_laid_out, atspi_helpers.find_all(window, 'push button', name)), None), 5)
    assert atspi_helpers.click(button), f'"{name}" cannot be pressed'


def is_welcomed(window):
    return any(is_laid_out(node) for node in atspi_helpers.find_all(window, 'push button', 'Continue'))


def is_at_home():
    return is_laid_out(lilt_app.mood_button())


def three_presses_to_music(app, window):
    wait_for('the welcome', lambda: is_welcomed(window), 5)
    shot('1-welcome')
    atspi_helpers.press(window, 'Continue')
    atspi_helpers.find(window, 'push button', 'Play the Little Album')
    shot('2-music')
    press_shown(window, 'Play the Little Album')
    atspi_helpers.find(window, 'label', 'May Lilt look at your face?')
    first = wait_for('the album plays', lambda: playing_piece(app), 20)
    assert first == '01-paper-kites.opus', f'it begins at its beginning, not with {first}'
    loudness = wait_for('sound on the monitor', lambda: max(0.0, lilt_app.loudest_sample(1) - 0.01), 5)
    print(f'the album plays, peak {loudness:.2f}')
    assert not is_at_home(), 'music does not take the question away'
    shot('3-camera')
    atspi_helpers.press(window, 'Not Now')
    wait_for('the window behind', is_at_home, 5)
    assert app.action_state('page', window=True)[1] == 'now', 'what plays is shown'
    assert app.action_state('camera-allow')[1] is False, 'the camera stays closed'
    wait_for('the whole album in Next Up', lambda: lilt_app.query('SELECT count(*) FROM tracks')[0][0] == 10, 20)
    shot('4-now')


def choose_mood(app, name, pieces):
    """Press a mood's tile, then Next: a piece that fits it follows."""
    atspi_helpers.click(lilt_app.mood_button())
    atspi_helpers.click(atspi_helpers.find(lilt_app.mood_button(), None, name))
    wait_for(f'{name} by hand', lambda: app.action_state('mood')[1] == name.lower(), 5)
    words = wait_for('the mood button says so', lambda: name.lower() in lilt_app.mood_words().lower() and lilt_app.mood_words(), 5)
    wait_for('its playlist in the database', lambda: lilt_app.mood_playlist(name.lower()), 10)
    before = playing_piece(app)
    atspi_helpers.press(atspi_helpers.application(), 'Next')
    after = wait_for('another piece', lambda: playing_piece(app) not in (None, before) and playing_piece(app), 10)
    print(f'{words}: {before} -> {after}')
    assert after in pieces, f'{after} is not {name}: {sorted(pieces)}'


def newcomer_with_the_album():
    forget_everything()
    with open_lilt('first-start.log', *CAMERA) as app:
        window = atspi_helpers.application()
        three_presses_to_music(app, window)
        choose_mood(app, 'Sad', SAD)
        shot('5-sad')
        choose_mood(app, 'Happy', HAPPY)
        shot('6-happy')
    with open_lilt('second-start.log', *CAMERA) as app:
        window = atspi_helpers.application()
        wait_for('the window at once', is_at_home, 10)
        assert not is_welcomed(window), 'nobody is welcomed twice'
        assert app.action_state('play-pause')[0], 'the queue is where it was'


def newcomer_in_a_hurry():
    forget_everything()
    with open_lilt('empty-library.log') as app:
        window = atspi_helpers.application()
        wait_for('the welcome', lambda: is_welcomed(window), 5)
        atspi_helpers.press(window, 'Continue')
        atspi_helpers.press(window, 'Later')
        wait_for('the library page', lambda: app.action_state('page', window=True)[1] == 'library', 5)
        atspi_helpers.find(window, 'label', 'No Music Yet')
        for name in ('Choose Folder…', 'Play the Little Album'):
            atspi_helpers.find(window, 'push button', name)
        lilt_app.screenshot(SHOTS / 'empty-library.png')
        for page in ('moods', 'now', 'library'):
            app.set_state('page', GLib.Variant('s', page), window=True)
            lilt_app.screenshot(SHOTS / f'empty-{page}.png')
    with open_lilt('empty-again.log') as app:
        window = atspi_helpers.application()
        wait_for('the window at once', is_at_home, 10)
        assert not is_welcomed(window), 'what was left for later is not asked again'
        app.set_state('page', GLib.Variant('s', 'library'), window=True)
        press_shown(window, 'Play the Little Album')
        wait_for('the album plays', lambda: playing_piece(app), 20)
        wait_for('its songs in the library', lambda: lilt_app.query('SELECT count(*) FROM tracks')[0][0] == 10, 20)
        lilt_app.screenshot(SHOTS / 'empty-filled.png')


def main():
    SHOTS.mkdir(exist_ok=True)
    newcomer_with_the_album()
    newcomer_in_a_hurry()
    print('two newcomers are at home')


main()
