"""The list behind a card of the Moods page: pinned, changed and exported by hand, with undo; what was changed stays so
over a refresh and a restart.

usage: moods.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import subprocess
import sys

from gi.repository import GLib

from atspi_helpers import application, click, find, find_all, labels, press
from lilt_app import Lilt, focus_row, mood_playlist, press_keys, query, screenshot, skip, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
MUSIC = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'music' / 'amoebax-data'
SHOTS = BUILD / 'shots'
KEPT = {'GSETTINGS_BACKEND': 'keyfile'}  # settings that outlive the program


def titles():
    return [title for title, _ in mood_playlist('happy')]


def becomes(what, order):
    wait_for(what, lambda: titles() == order, 10)


def choose(lilt, name):
    """An item of the list's menu, which is made when it opens."""
    page = find(lilt, 'list', 'Songs of this mood')
    while not find_all(page, name='More'):  # other pages have one as well
        page = page.get_parent()
    click(find(page, name='More'))
    item = find(lilt, name=name)
    screenshot(SHOTS / 'moods-menu.png')
    assert click(item), f'"{name}" cannot be chosen'


def says_pinned(lilt):
    return any('Pinned: it stays as it is' in text for text in labels(lilt))


def open_list(app):
    app.set_state('page', GLib.Variant('s', 'moods'), window=True)
    app.activate('browse-mood', GLib.Variant('s', 'happy'), window=True)


def pin(app, lilt):
    assert not says_pinned(lilt)
    choose(lilt, 'Pin: Keep This List as It Is')
    wait_for('the word about it', lambda: says_pinned(lilt), 5)
    press_keys('ctrl+z')
    wait_for('that taken back', lambda: not says_pinned(lilt), 5)


def change(app, lilt):
    """By keys: the second song up, then out; one more in from elsewhere. Gives what is left."""
    first, second, *rest = start = titles()
    focus_row(1)
    press_keys('alt+Up')
    becomes('the second song moved up', [second, first, *rest])
    wait_for('the list pinned', lambda: says_pinned(lilt), 5)
    press_keys('Delete')
    becomes('it left by Delete', [first, *rest])
    screenshot(SHOTS / 'moods-pinned.png')
    press_keys('ctrl+z')
    becomes('it came back', [second, first, *rest])
    press_keys('ctrl+z')
    becomes('and where it was', start)
    wait_for('not pinned', lambda: not says_pinned(lilt), 5)
    other, path = query('SELECT title, id FROM tracks WHERE NOT missing ORDER BY title')[-1]
    app.activate('remove-from-mood', GLib.Variant('(su)', ('happy', 0)))
    app.activate('add-to-mood', GLib.Variant('(sax)', ('happy', [path])))
    kept = [second, *rest] + ([other] if other not in [second, *rest] else [])
    becomes('one out, one in', kept)
    return kept


def export(lilt):
    """Into the file named in the dialog."""
    target = pathlib.Path(os.environ['HOME']) / 'mine.m3u8'
    choose(lilt, 'Export…')
    press_keys('ctrl+a', window='Export Playlist')
    subprocess.run(['xdotool', 'type', '--delay', '40', str(target)], check=True)
    press_keys('Return', window='Export Playlist')
    wait_for('the file', target.exists, 10)
    paths = [line for line in target.read_text().splitlines() if not line.startswith('#')]
    assert paths == [path for _, path in mood_playlist('happy')], paths


def main():
    if not MUSIC.is_dir():
        skip(f'no music in {MUSIC.parent}')
    SHOTS.mkdir(exist_ok=True)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'moods.log', env=KEPT) as app:
        lilt = application()
        app.activate('add-folder', GLib.Variant('s', str(MUSIC)))
        wait_for('songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == len(list(MUSIC.glob('*.ogg'))), 30)
        app.activate('end-first-start')
        app.activate('play-song', GLib.Variant('x', query('SELECT min(id) FROM tracks')[0][0]))
        wait_for('music', app.playing_path, 20)
        wait_for('a list', lambda: len(titles()) >= 3, 20)
        open_list(app)
        pin(app, lilt)
        kept = change(app, lilt)
        export(lilt)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'moods-again.log', env=KEPT) as app:
        lilt = application()
        open_list(app)
        wait_for('still pinned', lambda: says_pinned(lilt), 10)
        app.activate('rescan')
        app.activate('never', GLib.Variant('x', query('SELECT max(id) FROM tracks')[0][0]))  # lists are made anew
        becomes('the list as it was left', kept)
        choose(lilt, 'Unpin: Let Lilt Choose Again')
        wait_for("Lilt's own choice", lambda: titles() != kept and not says_pinned(lilt), 10)
        press(lilt, 'Undo')
        becomes('the list as the hand left it', kept)
    print('the lists of the moods are kept as a hand left them')


main()
