"""A listener without a mouse: every key that the shortcuts window names does what it says there.

usage: keys.py BUILD_DIR"""
import pathlib
import sys

from gi.repository import GLib

from atspi_helpers import application, children, find
from lilt_app import Lilt, press_keys, query, tab_to, wait_for

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ALBUM = SOURCE / 'data' / 'album'
MOODS = ('happy', 'surprise', 'neutral', 'sad', 'angry', 'fear', 'disgust')


def state(app, action, window=False):
    return app.action_state(action, window)[1]


def becomes(app, what, action, value, window=False):
    wait_for(what, lambda: state(app, action, window) == value, 5)


def pages_and_panes(app):
    for key, page in enumerate(('now', 'moods', 'library', 'journal'), 1):
        press_keys(f'alt+{key}')
        becomes(app, f'Alt+{key}: {page}', 'page', page, window=True)
    shown = state(app, 'queue', window=True)
    press_keys('F9')
    becomes(app, 'F9: the queue', 'queue', not shown, window=True)
    press_keys('alt+1', 'ctrl+f')
    becomes(app, 'Ctrl+F: the search, in the library', 'page', 'library', window=True)
    press_keys('alt+1')


def moods(app):
    chosen = set()
    for key in range(1, len(MOODS) + 1):
        before = state(app, 'mood')
        press_keys(f'ctrl+{key}')
        chosen.add(wait_for(f'Ctrl+{key}: a mood', lambda: state(app, 'mood') != before and state(app, 'mood'), 5))
    assert chosen == set(MOODS), chosen
    press_keys('ctrl+h')
    becomes(app, 'Ctrl+H: hold', 'policy', 'hold')
    press_keys('ctrl+0')
    becomes(app, 'Ctrl+0: automatic', 'mood', 'automatic')
    press_keys('ctrl+m')
    find(application(), name='Mood menu')
    press_keys('Escape')


def music(app):
    path = wait_for('music', app.playing_path, 20)
    tab_to('Position in the song')  # a button that has the focus takes Space for itself
    press_keys('space')
    wait_for('Space: paused', lambda: app.mpris_get('PlaybackStatus') == 'Paused', 5)
    press_keys('space')
    wait_for('Space: plays', lambda: app.mpris_get('PlaybackStatus') == 'Playing', 5)
    tab_to('Pause')  # and the seek bar takes the arrows
    press_keys('ctrl+Right')
    after = wait_for('Ctrl+Right: another song', lambda: app.playing_path() not in (None, path) and app.playing_path(), 5)
    press_keys('ctrl+Left')
    wait_for('Ctrl+Left: the song before', lambda: app.playing_path() == path, 5)
    assert after != path
    press_keys('ctrl+l')
    becomes(app, 'Ctrl+L: loved', 'love', True)
    loud = state(app, 'volume')
    press_keys('ctrl+Down')
    wait_for('Ctrl+Down: softer', lambda: state(app, 'volume') < loud, 5)
    press_keys('ctrl+Up')
    wait_for('Ctrl+Up: as loud again', lambda: abs(state(app, 'volume') - loud) < 1e-6, 5)


def windows():
    def titles():
        return {window.get_name() for window in children(application())} - {'Lilt'}
    for key in ('ctrl+comma', 'ctrl+question', 'F1'):
        press_keys(key)
        title = wait_for(f'{key}: a window', lambda: next(iter(titles()), None), 10)
        press_keys('Escape', window=title)
        wait_for(f'{title} closed', lambda: not titles(), 5)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    (build / 'shots').mkdir(exist_ok=True)
    with Lilt(build, '--camera', 'none', log=build / 'shots' / 'keys.log') as app:
        app.activate('add-folder', GLib.Variant('s', str(ALBUM)))
        n = len(list(ALBUM.glob('*.opus')))
        wait_for('the album', lambda: query('SELECT count(*) FROM tracks')[0][0] == n, 60)
        find(application(), 'push button', 'Search', 60)
        pages_and_panes(app)
        moods(app)
        app.activate('mood', GLib.Variant('s', 'happy'))
        music(app)
        windows()
        press_keys('ctrl+q')
        app.process.wait(60)
    print('every key does what it says')


if __name__ == '__main__':
    main()
