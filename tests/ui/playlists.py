"""Playlists from and for other players: opened like a song, with what is not there and what is not on this computer;
what is missing comes alive when it is found; each format comes back as it went; what is no playlist is named.

usage: playlists.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

from gi.repository import GLib

from atspi_helpers import application, find, find_all
from lilt_app import Lilt, query, screenshot, toast_says, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
MUSIC = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'music' / 'amoebax-data'
SHOTS = BUILD / 'shots'


def lists():
    return dict(query('SELECT name, id FROM playlists WHERE mood IS NULL'))


def tracks_of(name):
    return query('SELECT path, missing FROM tracks JOIN playlist_tracks ON track_id = tracks.id'
                 ' JOIN playlists ON playlists.id = playlist_id WHERE name = ? ORDER BY place', name)


def row(words):
    return find(application(), 'list item', words, 10)


def said(words):
    wait_for(f'"{words}" is said', lambda: toast_says(re.escape(words)), 10)


def path_value(path):
    return GLib.Variant.new_bytestring(bytes(path))


def opened(app, folder, songs):
    """As a file manager does it: three songs of the folder, two of them there, and a radio station."""
    (folder / 'Mixed.m3u8').write_text(
        f'\ufeff#EXTM3U\r\n#EXTINF:9,Radio\r\nhttp://127.0.0.1:9/live.mp3\r\n#EXTINF:61,Ana - Later\r\nmusic/later.ogg\r\n'
        f'music/{songs[0].name}\r\n{songs[1].name}\r\n'.replace(f'\n{songs[1].name}', f'\nmusic/{songs[1].name}'))
    subprocess.run([app.program, folder / 'Mixed.m3u8'], check=True, timeout=60)
    wait_for('the first song that is there plays', lambda: (app.playing_path() or '').endswith(songs[0].name), 20)
    assert [(path, missing) for path, missing in tracks_of('Mixed')] == [
        ('http://127.0.0.1:9/live.mp3', 1), (str(folder / 'music/later.ogg'), 1),
        (str(folder / 'music' / songs[0].name), 0), (str(folder / 'music' / songs[1].name), 0)], tracks_of('Mixed')
    said('“Mixed” imported, 2 songs of it are not here')
    app.activate('open-list', GLib.Variant('x', lists()['Mixed']), window=True)
    row('Radio, , 0:09, Not on this computer')
    row('Later, Ana, 1:01, Not there now')
    screenshot(SHOTS / 'playlists-mixed.png')
    station, = query("SELECT id FROM tracks WHERE path LIKE 'http:%'")[0]
    app.activate('play-song', GLib.Variant('x', station))
    said('Lilt never goes online')
    assert app.playing_path().endswith(songs[0].name), 'it plays something else'


def comes_alive(app, folder, songs):
    shutil.copy(songs[0], folder / 'music/later.ogg')
    os.utime(folder / 'music/later.ogg')
    app.activate('rescan')
    wait_for('what was missing is there', lambda: tracks_of('Mixed')[1] == (str(folder / 'music/later.ogg'), 0), 20)
    wait_for('its row says so', lambda: not find_all(application(), 'list item', 'Later, Ana, 1:01, Not there now'), 10)


def round_trips(app, folder):
    """Each format keeps all songs, the one that is nowhere too."""
    before = tracks_of('Mixed')
    for ending in ('m3u8', 'pls', 'xspf'):
        file = folder / f'Copy as {ending}.{ending}'
        app.activate('export-list', GLib.Variant('(xay)', (lists()['Mixed'], bytes(file) + b'\0')))
        wait_for(f'{file} is written', file.exists, 10)
        assert 'music/' in file.read_text() and f'{folder}/' not in file.read_text(), file.read_text()
        app.activate('import-list', path_value(file))
        wait_for(f'{ending} is back', lambda: tracks_of(file.stem) == before, 10)
    app.activate('import-list', path_value(folder / 'Copy as pls.pls'))
    app.activate('import-list', path_value(folder / 'Mixed.m3u8'))
    app.activate('import-history', path_value('/dev/null'.encode()))  # answered when the two before it are
    assert len(lists()) == 4, f'the same list twice: {lists()}'


def refused(app, folder):
    before = sorted(lists())
    for name, content in (('Photo.m3u', bytes(range(256))), ('Cut.xspf', b'<playlist><trackList><track>'),
                          ('Laughs.xspf', b'<!DOCTYPE p [<!ENTITY a "ha">]><playlist><title>&a;</title></playlist>')):
        (folder / name).write_bytes(content)
        app.activate('import-list', path_value(folder / name))
        said(f'“{name}” is no playlist that Lilt can read.')
    assert sorted(lists()) == before, lists()


def taken_back(app, folder):
    (folder / 'Short.pls').write_text('[playlist]\nFile1=/nowhere/gone.mp3\nTitle1=Gone\n')
    app.activate('import-list', path_value(folder / 'Short.pls'))
    wait_for('Short', lambda: 'Short' in lists(), 10)
    app.activate('undo')
    wait_for('it is gone again', lambda: 'Short' not in lists(), 10)


def main():
    SHOTS.mkdir(exist_ok=True)
    folder = pathlib.Path(os.environ['HOME']) / 'Lists'
    songs = sorted(MUSIC.rglob('*.ogg'))[:2]
    (folder / 'music').mkdir(parents=True)
    for song in songs:
        shutil.copy(song, folder / 'music')
    with Lilt(BUILD, '--camera', 'none') as app:
        lilt = application()
        app.activate('end-first-start')
        app.activate('add-folder', GLib.Variant('s', str(folder / 'music')))
        wait_for('two songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == 2, 30)
        app.set_state('page', GLib.Variant('s', 'library'), window=True)
        app.set_state('library-tab', GLib.Variant('s', 'playlists'), window=True)
        find(lilt, 'push button', 'Import Playlist…', 10)
        screenshot(SHOTS / 'playlists-none.png')
        opened(app, folder, songs)
        comes_alive(app, folder, songs)
        round_trips(app, folder)
        refused(app, folder)
        app.activate('library-back', window=True)
        screenshot(SHOTS / 'playlists-all.png')
        taken_back(app, folder)
    with Lilt(BUILD, '--camera', 'none') as app:
        wait_for('what no list names is forgotten',
                 lambda: not query("SELECT 1 FROM tracks WHERE path = '/nowhere/gone.mp3'"), 10)
        assert len(tracks_of('Mixed')) == 4 and len(lists()) == 4, lists()


main()
