"""The queue pane by mouse and by keys, as a screen reader finds it: rows are dragged, moved by Alt+Up and Alt+Down, taken
out by Delete, and brought back; the database keeps that order, and that is what plays.

usage: queue.py BUILD. Pictures are left in BUILD/shots."""
import itertools
import os
import pathlib
import subprocess
import sys

from gi.repository import GLib

from atspi_helpers import Atspi, application, find, find_all, press
from lilt_app import Lilt, centre, focus_row, pointer, press_keys, query, screenshot, skip, wait_for

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
    app.mpris('Pause')  # a song that ends would change what is looked at
    app.activate('clear-queue')
    for each in ids[1:]:
        app.activate('enqueue', GLib.Variant('x', each))
    wait_for('four songs waiting', lambda: len(names()) >= 4, 10)
    return names()[:4]


def by_keys(app, start):
    """From the second row up, down again, and out; undo."""
    first, second, third, fourth = start
    focus_row(1)
    press_keys('alt+Up')
    comes('the second song moved up by Alt+Up', [second, first, third, fourth])
    press_keys('alt+Down', 'alt+Down')
    comes('it moved down twice by Alt+Down', [first, third, second, fourth])
    press_keys('Delete')
    comes('it left by Delete', [first, third, fourth])
    press_keys('ctrl+z')
    comes('it came back by Ctrl+Z', [first, third, second, fourth])


# ---- by mouse ------------------------------------------------------------------------------------------------


def windows():
    """Lilt's own on the screen; the picture of a row that is dragged is one."""
    return set(subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^lilt$'], capture_output=True,
                              text=True).stdout.split())


def line_at(row, below):
    """Whether the line that shows where a row would come is drawn at that edge of this one."""
    box = Atspi.Component.get_extents(row, Atspi.CoordType.WINDOW)  # without the window's own edge of a few pixels
    x, y = box.x + box.width // 4, box.y + (box.height if below else 0)
    strip = subprocess.run(['import', '-window', 'root', '-crop', f'1x14+{x}+{y - 2}', '-depth', '8', 'rgb:-'],
                           capture_output=True, check=True).stdout
    colours = [strip[i:i + 3] for i in range(0, len(strip), 3)]
    return any(sum(abs(a - b) for a, b in zip(colour, colours[0])) > 150 for colour in colours)


def drag(start, to):
    """A row by its place to the place of another, waiting at each step as a hand does that watches."""
    x, y = centre(rows()[start])
    row, before = rows()[to], windows()
    pointer('mousemove', '--sync', x, y, 'mousedown', '1')
    try:
        offset = itertools.cycle(range(12, 28, 2))

        def lifted():  # not before GTK has seen the button held for a while
            pointer('mousemove', x + next(offset), y + 12)
            return windows() - before
        wait_for('the row in the air', lifted, 5)
        goal = centre(row)

        def marked():
            pointer('mousemove', goal[0] + next(offset), goal[1], 'sleep', '0.1')
            return line_at(row, below=to > start)
        wait_for('the line where it comes', marked, 5)
        screenshot_in_the_air()
    finally:
        pointer('mouseup', '1')


def screenshot_in_the_air():
    subprocess.run(['import', '-window', 'root', SHOTS / 'queue-drag.png'], check=True)


def by_mouse(app, start):
    first, second, third, fourth = start
    drag(0, 2)
    comes('the first song dragged to the third place', [second, third, first, fourth])
    drag(3, 1)
    comes('the fourth dragged to the second', [second, fourth, third, first])
    press(application(), 'Undo')
    comes('it went back by the toast', [second, third, first, fourth])
    press_keys('ctrl+z')
    comes('and the first by Ctrl+Z', start)


# ---- what became of it -----------------------------------------------------------------------------------------


def is_kept(app, start):
    """In the database, and as it plays."""
    drag(3, 0)
    order = [start[3], *start[:3]]
    comes('the last song dragged to the top', order)
    titles = [name.split(', ')[0] for name in order]
    wait_for('the order in the database', lambda: [row[0] for row in query(
        'SELECT title FROM queue JOIN tracks ON tracks.id = track_id ORDER BY place LIMIT 4')] == titles, 10)
    for title in titles:
        app.mpris('Next')
        wait_for(title, lambda: app.mpris_get('Metadata').get('xesam:title') == title, 5)


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
        start = names()[:4]
        by_mouse(app, start)
        is_kept(app, start)
    print('the queue is arranged by mouse and by keys')


main()
