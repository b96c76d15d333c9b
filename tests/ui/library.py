"""The Library page as a hand and a screen reader use it: tabs, search, pages, playlists made by hand.

usage: library.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import sys

from gi.repository import GLib

from atspi_helpers import Atspi, application, click, find, find_all, labels, press, type_into
from lilt_app import Lilt, database_path, focus_row, press_keys, query, screenshot, tab_stops, wait_for


def text(value):
    return GLib.Variant('s', value)


def number(value):
    return GLib.Variant('x', value)


def shown(lilt, words):
    wait_for(f'"{words}"', lambda: words in labels(lilt), 10)


def lists():
    return dict(query('SELECT name, id FROM playlists WHERE mood IS NULL'))


def tracks_of(name):
    return [row[0] for row in query('SELECT track_id FROM playlist_tracks JOIN playlists ON playlists.id = playlist_id'
                                    ' WHERE name = ? ORDER BY place', name)]


def rows_shown(lilt, n):
    """Wait until one of the lists of songs (each tab has its own) has `n` rows."""
    wait_for(f'{n} rows', lambda: n in [len(find_all(songs, 'list item')) for songs in find_all(lilt, 'list', 'Songs')], 10)


def focus_first_row():
    """By Tab, over Back and the buttons beside it."""
    assert any(node.get_role_name() == 'list item' for node in tab_stops()), 'Tab reaches no row'


def tabs(app, lilt, shots):
    shown(lilt, 'Wizznic Soundtrack')
    shown(lilt, 'Sean Hawk')
    for tab, words in (('albums', 'Amoebax'), ('artists', 'Alex Almarza'), ('songs', 'Title'),
                       ('playlists', 'No Playlists Yet')):
        app.set_state('library-tab', text(tab), window=True)
        shown(lilt, words)
        screenshot(shots / f'library-{tab}.png')
    app.set_state('library-tab', text('no such tab'), window=True)
    assert app.action_state('library-tab', window=True)[1] == 'playlists'


def beside_the_queue(app, lilt, shots):
    """The queue takes a third of the page: no tab slips under the search."""
    def extents(name):
        return Atspi.Component.get_extents(find(lilt, None, name), Atspi.CoordType.WINDOW)

    def apart():
        last, search = extents('Playlists'), extents('Search songs, albums, artists')
        return last.y >= search.y + search.height or last.x + last.width <= search.x
    app.set_state('queue', GLib.Variant('b', True), window=True)
    wait_for('tabs and search apart', apart, 5)
    screenshot(shots / 'library-beside-queue.png')
    app.set_state('queue', GLib.Variant('b', False), window=True)
    wait_for('tabs and search apart again', apart, 5)


def search(app, lilt, shots):
    """From any tab the answer is shown as a whole; accents and case are nothing."""
    type_into(find(lilt, name='Search songs, albums, artists'), 'ALEX mènu')
    shown(lilt, 'Menu Background Music')
    assert app.action_state('library-tab', window=True)[1] == 'all'
    rows_shown(lilt, 1)
    screenshot(shots / 'library-search.png')
    type_into(find(lilt, name='Search songs, albums, artists'), '')


def pages(app, lilt, shots):
    ids = dict(query('SELECT title, id FROM tracks'))
    app.activate('open-album', number(ids['Imperia']), window=True)
    shown(lilt, 'Sean Hawk')
    rows_shown(lilt, 8)
    screenshot(shots / 'library-album.png')
    app.activate('open-artist', number(ids['Imperia']), window=True)
    find(lilt, 'list', 'Albums of this artist')
    screenshot(shots / 'library-artist.png')
    press(lilt, 'Back to the Library')
    shown(lilt, 'Wizznic Soundtrack')


def make_list(app, lilt, shots):
    app.set_state('library-tab', text('playlists'), window=True)
    press(lilt, 'New Playlist')
    type_into(find(lilt, name='Name'), '  Rainy Sundays ')
    screenshot(shots / 'library-new-playlist.png')
    press_keys('Return', window='New Playlist')
    wait_for('the playlist in the database', lambda: 'Rainy Sundays' in lists(), 10)


def change_list(app, lilt, shots):
    ids = [row[0] for row in query('SELECT id FROM tracks ORDER BY id LIMIT 4')]
    name, key = 'Rainy Sundays', lists()['Rainy Sundays']
    app.activate('add-to-list', GLib.Variant('(xax)', (key, ids)))
    wait_for('four songs in it', lambda: tracks_of(name) == ids, 10)
    app.activate('open-list', number(key), window=True)
    rows_shown(lilt, 4)
    focus_row(1)
    press_keys('alt+Up')
    wait_for('the second moved up by keys', lambda: tracks_of(name) == [ids[1], ids[0], *ids[2:]], 10)
    app.activate('move-in-list', GLib.Variant('(xuu)', (key, 3, 0)))
    app.activate('remove-from-list', GLib.Variant('(xu)', (key, 1)))
    wait_for('moved and removed', lambda: tracks_of(name) == [ids[3], ids[0], ids[2]], 10)
    screenshot(shots / 'library-playlist.png')
    app.activate('undo')
    wait_for('brought back', lambda: tracks_of(name) == [ids[3], ids[1], ids[0], ids[2]], 10)


def delete_list(app, lilt, shots):
    key = lists()['Rainy Sundays']
    app.activate('rename-list', GLib.Variant('(xs)', (key, 'Rain')))
    shown(lilt, 'Rain')
    app.activate('delete-list', number(key))
    shown(lilt, '“Rain” deleted')
    wait_for('it is gone', lambda: not lists(), 10)
    screenshot(shots / 'library-deleted.png')
    press(lilt, 'Undo')
    wait_for('it is back with its songs', lambda: len(tracks_of('Rain')) == 4, 10)
    app.activate('play-songs', GLib.Variant('(axu)', (tracks_of('Rain'), 2)))
    third = query('SELECT path FROM tracks WHERE id = ?', tracks_of('Rain')[2])[0][0]
    wait_for('it plays from the third on', lambda: app.playing_path() == third, 20)


def choose(node, words):
    """Open a choice and take what it offers under these words."""
    assert click(node), f'"{node.get_name()}" does not open'
    press(node, words, 'menu item')


def two(lilt, name):
    found = find_all(lilt, name=name)
    return found if len(found) == 2 else None


def properties(app, lilt, shots):
    """All that is known of a song; Escape closes it, and from it the tags can be edited."""
    song, size = query('SELECT id, size_bytes FROM tracks WHERE title = ?', 'Imperia')[0]
    app.activate('properties', number(song), window=True)
    for words in ('Imperia', 'Never', 'Times Played', 'Bit Rate'):
        shown(lilt, words)
    said = ' '.join(labels(lilt))
    assert f'{size / 1e6:.1f}\xa0MB' in said and 'as Lilt hears it' in said and 'wizznic' in said, said
    screenshot(shots / 'library-properties.png')
    press_keys('Escape', window='Properties')
    wait_for('it is closed', lambda: 'Bit Rate' not in labels(lilt), 10)
    app.activate('properties', number(song), window=True)
    press(lilt, 'Edit Tags')
    find(lilt, 'text', 'Album Artist')
    press_keys('Escape', window='Edit Tags')
    wait_for('the tags are closed', lambda: not find_all(lilt, 'text', 'Album Artist'), 10)


def rules():
    return query("""SELECT playlists.id, name, any_holds, ordered_by, most FROM playlists
                    JOIN rules ON playlist_id = playlists.id""")


def conditions():
    return query('SELECT field, test, value FROM rule_conditions ORDER BY place')


def make_rule(app, lilt, shots):
    """A playlist by rule is made in the dialog, by keys and by a screen reader's means."""
    app.activate('library-back', window=True)
    app.set_state('library-tab', text('playlists'), window=True)
    press(lilt, 'New Smart Playlist')
    type_into(find(lilt, name='Name'), ' Loved or odd ')
    type_into(find(lilt, 'text', name='Genre'), 'quetzal')
    press(lilt, 'Add a Condition')
    genre = wait_for('two conditions', lambda: two(lilt, 'What: Genre'), 10)[1]
    choose(genre, 'Love')
    find(lilt, name='Love: Loved')
    choose(find(lilt, name='Songs where: all of these hold'), 'any of these holds')
    screenshot(shots / 'library-rule.png')
    press(lilt, 'Save')
    wait_for('the rule in the database', rules, 10)
    assert rules()[0][1:] == ('Loved or odd', 1, 'artist', 0), rules()
    assert conditions() == [('genre', 'is', 'quetzal'), ('love', 'is', 'loved')], conditions()


def follow_rule(app, lilt, shots):
    """It shows what fits and follows what is done; no hand gets into it; it is changed, deleted and brought back."""
    ids = [row[0] for row in query('SELECT id FROM tracks ORDER BY title LIMIT 2')]
    key = rules()[0][0]
    app.activate('open-list', number(key), window=True)
    shown(lilt, 'No Song Fits')
    screenshot(shots / 'library-rule-empty.png')
    for song in ids:
        app.activate('love-song', number(song))
    rows_shown(lilt, 2)
    screenshot(shots / 'library-rule-songs.png')
    app.activate('edit-rule', number(key), window=True)
    find(lilt, name='What: Love')
    find(lilt, 'spin button', 'Most Songs').get_value_iface().set_current_value(1)
    press(lilt, 'Save')
    rows_shown(lilt, 1)
    app.activate('delete-list', number(key))
    shown(lilt, '“Loved or odd” deleted')
    wait_for('it is gone', lambda: not rules(), 10)
    press(lilt, 'Undo')
    wait_for('it is back with its rule', lambda: len(conditions()) == 2 and rules()[0][4] == 1, 10)
    app.set_state('library-tab', text('playlists'), window=True)
    screenshot(shots / 'library-both-kinds.png')


def main():
    build = pathlib.Path(sys.argv[1])
    music = pathlib.Path(os.environ.get('LILT_ASSETS', build / 'assets')) / 'music'
    if not (music / 'amoebax-data').is_dir():
        print(f'skipped: no music in {music}')
        return 77
    shots = build / 'shots'
    shots.mkdir(exist_ok=True)
    with Lilt(build, '--camera', 'none', log=shots / 'library.log') as app:
        lilt = application()
        app.activate('add-folder', text(str(music)))
        wait_for('17 songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == 17, 60)
        app.activate('play-songs', GLib.Variant('(axu)', ([query('SELECT min(id) FROM tracks')[0][0]], 0)))
        wait_for('music', app.playing_path, 20)
        app.set_state('page', text('library'), window=True)
        for step in (tabs, beside_the_queue, search, pages, properties, make_list, change_list, delete_list, make_rule,
                     follow_rule):
            step(app, lilt, shots)
        app.process.terminate()
        wait_for('told by the system, it ends well', lambda: app.process.poll() == 0, 15)
        assert not list(database_path().parent.glob('*-running')), 'the next start checks the library'
    return 0


if __name__ == '__main__':
    sys.exit(main())
