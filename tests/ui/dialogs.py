"""Preferences, shortcuts, guide, about and the error page of the real program: what they show is so, and what they
offer works: a folder removed and brought back, the camera withdrawn, plays erased after a question, a report copied.

usage: dialogs.py BUILD_DIR. Pictures are left in BUILD_DIR/shots.
"""
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from gi.repository import GLib

from atspi_helpers import application, children, click, find, is_pressed, labels, press, walk
from lilt_app import Lilt, press_keys, query, screenshot, skip, tab_to, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
MUSIC = ASSETS / 'music' / 'amoebax-data'
SHOTS = BUILD / 'shots'


def n_present():
    return query('SELECT count(*) FROM tracks WHERE missing = 0')[0][0]


def dialog(title):
    """The window with that title."""
    return wait_for(f'the window "{title}"', lambda: next(
        (w for w in children(application()) if w.get_name() == title), None), 10)


def gone(title):
    return all(w.get_name() != title for w in children(application()))


def close(title):
    """Escape closes it, as every dialog; each toast that waits to be seen takes one Escape first."""
    for _ in range(4):
        press_keys('Escape', window=title)
        try:
            return wait_for(f'"{title}" closed', lambda: gone(title), 0.5)
        except AssertionError:
            pass
    raise AssertionError(f'"{title}" does not close')


def choose(name):
    """A round button has no action for AT-SPI in GTK 4.8: by keys, as a screen reader's user does."""
    tab_to(name, 'Preferences')
    press_keys('space', window='Preferences')


def turn_page(window, name):
    tab = next(n for n in walk(window) if n.get_name() == name and n.get_role_name() in ('page tab', 'radio button',
                                                                                     'toggle button'))
    assert click(tab), f'the page {name} cannot be opened'


def preferences(app):
    app.activate('preferences', window=True)
    window = dialog('Preferences')
    find(window, 'label', MUSIC.name)
    screenshot(SHOTS / 'preferences-music.png')
    before = n_present()
    assert before > 0
    press(window, f'Remove “{MUSIC.name}”')
    wait_for('the songs left', lambda: n_present() == 0, 10)
    app.activate('undo')  # the toast's button; it may be gone by now on a busy machine
    wait_for('the songs came back', lambda: n_present() == before, 20)

    turn_page(window, 'Camera')
    screenshot(SHOTS / 'preferences-camera.png')
    assert app.action_state('camera-rhythm')[1] == 'glances'
    choose('Only When Asked')
    wait_for('the rhythm', lambda: app.action_state('camera-rhythm')[1] == 'asked', 2)
    app.set_state('camera-allow', GLib.Variant('b', True))
    allow = find(window, 'check box', 'Allow the Camera')
    wait_for('the switch on', lambda: is_pressed(allow), 2)
    click(allow)
    wait_for('consent withdrawn', lambda: app.action_state('camera-allow')[1] is False, 2)

    turn_page(window, 'Mood')
    choose('For One Song')
    wait_for('how long a choice lasts', lambda: app.action_state('choice-lasts')[1] == 'song', 2)
    assert not app.action_state('ask-lift-again')[0], 'it was never asked, so it cannot be asked again'
    screenshot(SHOTS / 'preferences-mood.png')

    turn_page(window, 'Privacy')
    screenshot(SHOTS / 'preferences-privacy.png')
    erase(app, window)
    close('Preferences')


def erase(app, window):
    """Cancel leaves everything; Erase does not."""
    path = app.playing_path()
    app.mpris('Next')
    wait_for('another song, so that one was heard', lambda: app.playing_path() not in (None, path), 5)
    wait_for('a play in the database', lambda: query('SELECT count(*) FROM plays')[0][0] > 0, 5)
    answer(window, 'Cancel')
    assert query('SELECT count(*) FROM plays')[0][0] > 0
    answer(window, 'Erase')
    wait_for('no play is left', lambda: query('SELECT count(*) FROM plays')[0][0] == 0, 5)


def answer(window, word):
    """Ask for the plays to be erased, and answer the question."""
    press(window, 'Erase Plays and Favourites…')
    question = dialog('Erase all plays and favourites?')
    find(question, 'push button', word)
    screenshot(SHOTS / 'preferences-erase.png')
    press(question, word)
    wait_for('the question closed', lambda: gone('Erase all plays and favourites?'), 5)


def others(app):
    app.activate('show-help-overlay', window=True)
    window = wait_for('the shortcuts', lambda: next(
        (w for w in children(application()) if 'Close the camera' in labels(w)), None), 10)
    assert 'Guide' in labels(window)
    screenshot(SHOTS / 'shortcuts.png')
    close('Shortcuts')
    app.activate('guide', window=True)
    find(dialog('Guide'), 'label', 'When It Is Wrong')
    screenshot(SHOTS / 'guide.png')
    close('Guide')
    app.activate('about')
    find(application(), 'label', 'The Lilt authors')
    screenshot(SHOTS / 'about.png')


def error_page():
    """A library of a Lilt to come. What the report says is test_report.c's."""
    with tempfile.TemporaryDirectory() as folder:
        lilt = pathlib.Path(folder) / 'lilt'
        lilt.mkdir()
        with sqlite3.connect(lilt / 'library.db') as db:
            db.executescript('CREATE TABLE x (y); PRAGMA application_id = 0x4c696c74; PRAGMA user_version = 1000')
        with open(SHOTS / 'error.log', 'wb') as log:
            process = subprocess.Popen([BUILD / 'bin' / 'lilt', '--camera', 'none'], stderr=log,
                                       env={**os.environ, 'XDG_DATA_HOME': folder})
        try:
            find(application(), 'label', 'Lilt cannot open its library', 60)
            screenshot(SHOTS / 'error.png')
            press(application(), 'Copy Report')
            press(application(), 'Close')
            assert process.wait(60) == 1
        finally:
            process.kill()


def main():
    if not MUSIC.is_dir():
        skip(f'no music in {ASSETS}')
    SHOTS.mkdir(exist_ok=True)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'dialogs.log') as app:
        app.activate('add-folder', GLib.Variant('s', str(MUSIC)))
        wait_for('songs', lambda: n_present() == len(list(MUSIC.glob('*.ogg'))), 30)
        app.activate('mood', GLib.Variant('s', 'happy'))
        wait_for('music', app.playing_path, 20)
        preferences(app)
        others(app)
    error_page()
    print('preferences, shortcuts, guide, about and the error page do what they say')


main()
