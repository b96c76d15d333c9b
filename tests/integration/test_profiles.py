"""Two people share a computer: each has a history, moods, playlists and settings of their own; a language, too.

usage: test_profiles.py BUILD        (inside with-display.sh and with-sound.sh)"""
import os
import pathlib
import sqlite3
import sys

from gi.repository import GLib

import atspi_helpers
import lilt_app
from lilt_app import wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
SHOTS = BUILD / 'shots'
ALBUM = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'album'
N_SONGS = len(list(ALBUM.glob('*.opus')))
REMEMBER = {'GSETTINGS_BACKEND': 'keyfile'}  # settings live in files: a second start knows the first


def text(value):
    return GLib.Variant('s', value)


def folder(profile):
    data = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'lilt'
    return data / 'profiles' / profile if profile else data


def ask(profile, sql):
    with sqlite3.connect(f'file:{folder(profile) / "library.db"}?mode=ro', uri=True, timeout=10) as db:
        return db.execute(sql).fetchone()[0]


def preferences():
    return next((node for node in atspi_helpers.children(atspi_helpers.application())
                 if node.get_name() in ('Preferences', 'Einstellungen')), None)


def open_profiles(app, title, tab):
    app.activate('preferences', window=True)
    wait_for(title, preferences, 5)
    atspi_helpers.click(atspi_helpers.find(preferences(), None, tab))
    return preferences()


def start_anew(app, command):
    """Run the command, which ends the program and starts it again: the same process on the bus under a new name."""
    before = app.name_owner()
    command()
    wait_for('another start', lambda: app.name_owner() != before, 10)
    wait_for('MPRIS', lambda: app.has_name(lilt_app.MPRIS_NAME), 10)
    assert app.process.poll() is None, 'it is the same process'


def switch_to(app, profile):
    start_anew(app, lambda: app.set_state('profile', text(profile)))
    wait_for('who listens', lambda: app.action_state('profile')[1] == profile, 5)


def first_listens(app):
    app.activate('add-folder', text(str(ALBUM)))
    wait_for('the album', lambda: ask('', 'SELECT count(*) FROM sounds') == N_SONGS, 60)
    app.activate('mood', text('happy'))
    wait_for('music', app.playing_path, 30)
    app.set_state('love', GLib.Variant('b', True))
    app.activate('new-list', GLib.Variant('(sax)', ('Only Mine', [1, 2])))
    wait_for('the song is loved', lambda: ask('', 'SELECT count(*) FROM tracks WHERE love = 1') == 1, 5)
    wait_for('the list', lambda: ask('', "SELECT count(*) FROM playlists WHERE name = 'Only Mine'") == 1, 5)


def add_anna(app):
    """As a hand does it: Preferences, Profiles, Add Somebody, a name."""
    window = open_profiles(app, 'Preferences', 'Profiles')
    atspi_helpers.find(window, None, 'Listens now')
    atspi_helpers.press(window, 'Add Somebody…')
    atspi_helpers.type_into(atspi_helpers.find(atspi_helpers.application(), None, 'Name'), 'Anna')
    atspi_helpers.press(atspi_helpers.application(), 'Add')
    wait_for('a library of her own', (folder('1') / 'library.db').is_file, 10)
    atspi_helpers.find(window, 'push button', 'Delete “Anna”…')
    lilt_app.screenshot(SHOTS / 'profiles.png')


def anna_listens(app):
    switch_to(app, '1')
    assert app.action_state('camera-allow')[1] is False, 'nobody else speaks for her'
    assert app.action_state('love') == (False, False), 'nothing was played'
    wait_for('the music is there at once', lambda: ask('1', 'SELECT count(*) FROM sounds') == N_SONGS, 5)
    for what in ("playlists WHERE mood IS NULL", 'plays', 'tracks WHERE love != 0 OR n_plays > 0'):
        assert ask('1', f'SELECT count(*) FROM {what}') == 0, what
    app.activate('mood', text('sad'))
    wait_for('her music', app.playing_path, 30)
    wait_for('some of it was heard', lambda: app.mpris_get('Position') > 1000000, 10)
    app.activate('next')
    wait_for('her plays', lambda: ask('1', 'SELECT count(*) FROM plays') > 0, 10)


def anna_speaks_german(app):
    start_anew(app, lambda: app.set_state('language', text('de')))
    atspi_helpers.find(atspi_helpers.application(), name='Bibliothek')
    lilt_app.screenshot(SHOTS / 'profiles-german.png')


def first_is_as_before(app):
    n_plays = ask('', 'SELECT count(*) FROM plays')
    switch_to(app, '')
    atspi_helpers.find(atspi_helpers.application(), name='Library')
    assert ask('', 'SELECT count(*) FROM tracks WHERE love = 1') == 1, 'a song was loved'
    assert ask('', 'SELECT count(*) FROM plays') == n_plays, 'her plays are not his'
    assert app.action_state('language')[1] == '', 'her language is not his'


def anna_leaves(app):
    window = open_profiles(app, 'Preferences', 'Profiles')
    atspi_helpers.press(window, 'Delete “Anna”…')
    atspi_helpers.press(atspi_helpers.application(), 'Delete')
    wait_for('all of hers is gone', lambda: not folder('1').exists(), 10)
    app.activate('remove-profile', text(''))
    assert (folder('') / 'library.db').is_file(), 'the first profile cannot be deleted'


def main():
    SHOTS.mkdir(exist_ok=True)
    with lilt_app.Lilt(BUILD, '--camera', 'none', log=SHOTS / 'profiles.log', env=REMEMBER) as app:
        first_listens(app)
        add_anna(app)
        anna_listens(app)
        anna_speaks_german(app)
        first_is_as_before(app)
        anna_leaves(app)
    print('two listeners, each with a Lilt of their own')


main()
