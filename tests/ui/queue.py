"""The queue pane by keys, as a screen reader finds it: rows are moved by Alt+Up and Alt+Down, taken out by Delete, and
brought back.

usage: queue.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import sys

from gi.repository import GLib

from atspi_helpers import application, find, find_all
from lilt_app import Lilt, press_keys, query, screenshot, skip, tab_stops, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
MUSIC = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'music' / 'amoebax-data'
SHOTS = BUILD / 'shots'


def rows():
    """The rows of Next Up, from the top."""
    return find_all(find(application(), 'list', 'Next Up'), 'list item')


def names():
    return [row.get_name() for row in rows()]


def comes(what, order):
    wait_for(what, lambda: names()[:len(order)] == order, 5)


def fill(app):
    """Four songs of the listener's own, which no mood touches."""
    ids = [row[0] for row in query('SELECT id FROM tracks ORDER BY title LIMIT 5')]
    app.activate('play-song', GLib.Variant('x', ids[0]))
    wait_for('music', app.playing_path, 20)
    app.activate('clear-queue')
    for each in ids[1:]:
        app.activate('enqueue', GLib.Variant('x', each))
    wait_for('four songs waiting', lambda: len(names()) >= 4, 10)
    return names()[:4]


def by_keys(app, start):
    """From the second row up, down again, and out; undo."""
    first, second, third, fourth = start
    assert any(node.get_role_name() == 'list item' for node in tab_stops()), 'Tab reaches no row'
    press_keys('Down', 'alt+Up')
    comes('the second song moved up by Alt+Up', [second, first, third, fourth])
    press_keys('alt+Down', 'alt+Down')
    comes('it moved down twice by Alt+Down', [first, third, second, fourth])
    press_keys('Delete')
    comes('it left by Delete', [first, third, fourth])
    press_keys('ctrl+z')
    comes('it came back by Ctrl+Z', [first, third, second, fourth])


def main():
    if not MUSIC.is_dir():
        skip(f'no music in {MUSIC.parent}')
    SHOTS.mkdir(exist_ok=True)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'queue.log') as app:
        app.activate('add-folder', GLib.Variant('s', str(MUSIC)))
        wait_for('songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == len(list(MUSIC.glob('*.ogg'))), 30)
        start = fill(app)
        screenshot(SHOTS / 'queue.png')
        by_keys(app, start)
    print('the queue is arranged by keys')


main()
