"""The mood map in Preferences: a mood is changed by the listener, the lists follow, it stays so over a restart, and
Lilt's own comes back.

usage: mood_map.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import sys

from gi.repository import GLib

from atspi_helpers import application, children, click, find, find_all, labels, press, wait_for
from lilt_app import Lilt, mood_playlist, query, screenshot, skip

BUILD = pathlib.Path(sys.argv[1]).resolve()
MUSIC = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'music'
SHOTS = BUILD / 'shots'
KEPT = {'GSETTINGS_BACKEND': 'keyfile'}  # settings that outlive the program


def window_of(title):
    return wait_for(f'the window "{title}"', lambda: next(
        (w for w in children(application()) if w.get_name() == title), None))


def open_map(app):
    app.activate('preferences', window=True)
    window = window_of('Preferences')
    tab = wait_for('the tab', lambda: next((n for role in ('page tab', 'radio button', 'toggle button')
                                            for n in find_all(window, role, 'Mood')), None))
    assert click(tab)
    find(window, 'label', 'The Mood Map')
    return window


def says_own(window):
    return [text for text in labels(window) if text.startswith('As you have it')]


def main():
    if not MUSIC.is_dir():
        skip(f'no music in {MUSIC}')
    SHOTS.mkdir(exist_ok=True)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'mood-map.log', env=KEPT) as app:
        app.activate('add-folder', GLib.Variant('s', str(MUSIC)))
        wait_for('songs', lambda: query('SELECT count(*) FROM tracks')[0][0] >= 17, 90)
        app.activate('end-first-start')
        wait_for('a list', lambda: len(mood_playlist('sad')) >= 5, 60)
        window = open_map(app)
        assert not says_own(window), says_own(window)
        press(window, 'Change What Plays When: Sad')
        dialog = window_of('What Plays When…')
        press(dialog, 'metal')
        screenshot(SHOTS / 'mood-map.png')
        find(dialog, 'slider', 'How Lively').get_value_iface().set_current_value(0.95)
        find(dialog, 'slider', 'How Bright').get_value_iface().set_current_value(0.9)
        tonality = find(dialog, 'slider', 'Minor or Major').get_value_iface()
        assert tonality.get_current_value() == -1, tonality.get_current_value()  # sad is minor, as Lilt has it
        tonality.set_current_value(0.75)
        before = mood_playlist('sad')
        press(dialog, 'Save')
        wait_for('the word about it', lambda: len(says_own(window)) == 1)
        assert all(words in says_own(window)[0] for words in ('bright and lively', 'metal', 'major')), says_own(window)
        screenshot(SHOTS / 'mood-map-own.png')
        wait_for('another list', lambda: mood_playlist('sad') != before, 40)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'mood-map-again.log', env=KEPT) as app:
        window = open_map(app)
        wait_for('the map as it was left', lambda: len(says_own(window)) == 1)
        press(window, 'Change What Plays When: Sad')
        dialog = window_of('What Plays When…')
        assert find(dialog, 'slider', 'Minor or Major').get_value_iface().get_current_value() == 0.75
        press(dialog, 'As Lilt Has It')
        wait_for("Lilt's own mood", lambda: not says_own(window))
        press(window, 'Change What Plays When: Sad')
        dialog = window_of('What Plays When…')
        assert find(dialog, 'slider', 'Minor or Major').get_value_iface().get_current_value() == -1
        press(dialog, 'Save')
        wait_for('an own map again', lambda: len(says_own(window)) == 1)
        press(window, 'All Moods As Lilt Has Them')
        wait_for("Lilt's own map", lambda: not says_own(window))
    print('the mood map is changed, gone by, kept, and taken back')


main()
