"""The Journal page: off until it is asked for; a day and a week of it; exported, and erased without a trace.

usage: journal.py BUILD. Pictures are left in BUILD/shots."""
import csv
import datetime
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

from gi.repository import GLib

from atspi_helpers import Atspi, application, find, find_all, labels, press, wait_for
from lilt_app import (FRAME_PX, Lilt, personal_path, personal_rows, press_keys, query, resize, screenshot, size_of, skip,
                      tab_stops, windows_named)

BUILD = pathlib.Path(sys.argv[1]).resolve()
MUSIC = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'music' / 'amoebax-data'
SHOTS = BUILD / 'shots'
KEPT = {'GSETTINGS_BACKEND': 'keyfile'}  # settings that outlive the program
PLACES = {'angry': (-.51, .59), 'happy': (.81, .51), 'sad': (-.63, -.27), 'surprise': (.40, .67), 'neutral': (0, 0)}
# A day as on the picture of the look: from what hour, how many songs of 6 minutes, which mood, chosen by hand.
DAY = ((7.3, 8, 'neutral', 0), (8.1, 8, 'sad', 0), (8.9, 8, 'neutral', 0), (9.7, 8, 'happy', 0), (12.2, 6, 'happy', 0),
       (12.9, 4, 'surprise', 0), (13.4, 16, 'neutral', 0), (15.0, 9, 'angry', 0), (15.9, 12, 'happy', 1),
       (19.0, 13, 'neutral', 0), (20.4, 10, 'happy', 0))


def rows():
    return personal_rows('journal', 'label, by_hand, title, artist')


def write_day(date):
    """As the program would have, had the day been listened through."""
    midnight = datetime.datetime.combine(date, datetime.time())
    with sqlite3.connect(personal_path(), timeout=10) as db:
        for hour, n, mood, by_hand in DAY:
            for i in range(n):
                at = int((midnight + datetime.timedelta(hours=hour, minutes=6 * i)).timestamp())
                valence, arousal = (value * (.7 + .05 * (i % 4)) for value in PLACES[mood])
                db.execute('INSERT INTO journal (began_s, lasted_s, label, valence, arousal, by_hand, led, title, artist)'
                           ' VALUES (?, 355, ?, ?, ?, ?, ?, ?, ?)', (at, mood, valence, arousal, by_hand, mood == 'angry',
                                                                    f'Song {i} of {hour}', 'WithAMarker'))


def can_press(lilt):
    return [node.get_state_set().contains(Atspi.StateType.SENSITIVE)
            for name in ('Export…', 'Erase…') for node in find_all(lilt, 'push button', name)]


def page(app):
    app.set_state('page', GLib.Variant('s', 'now'), window=True)  # what is written meanwhile is read anew
    app.set_state('page', GLib.Variant('s', 'journal'), window=True)


def says(lilt, words):
    return any(words in text for text in labels(lilt))


def begin(app, lilt):
    """Nothing is written before it is switched on, whatever plays."""
    app.activate('mood', GLib.Variant('s', 'sad'))
    wait_for('music', app.playing_path, 30)
    page(app)
    find(lilt, 'label', 'Keep a Mood Journal?')
    wait_for('nothing to export or to erase', lambda: can_press(lilt) == [False, False])
    screenshot(SHOTS / 'journal-off.png')
    assert not rows(), rows()
    press(lilt, 'Keep a Journal')
    wait_for('the journal', lambda: app.action_state('journal')[1])
    assert can_press(lilt) == [False, False], 'nothing is written down yet'
    time.sleep(1.5)  # a stretch that was over at once is left out
    app.activate('play-pause')  # and a song that begins behind a dialog would be told by a notification
    wait_for('what was over written down', lambda: [row[:2] for row in rows()] == [('sad', 1)])
    wait_for('the day in words', lambda: says(lilt, 'Mostly: Sad'))
    wait_for('something to export and to erase', lambda: can_press(lilt) == [True, True])


def crash(app):
    """What goes on is written down before it is over: it outlives a program that is killed."""
    app.activate('mood', GLib.Variant('s', 'surprise'))
    if app.mpris_get('PlaybackStatus') != 'Playing':
        app.activate('play-pause')
    wait_for('what goes on', lambda: [row[0] for row in rows()][-1] == 'surprise', 20)
    running = rows()[-1]
    app.process.kill()
    app.process.wait()
    assert rows()[-1] == running, (rows(), running)


def expire(app):
    """After the days that were chosen, and not before, an entry goes at the next start, and with it every trace."""
    app.set_state('journal-days', GLib.Variant('i', 10))
    now = int(time.time())
    with sqlite3.connect(personal_path(), timeout=10) as db:
        for days in 9, 11:
            db.execute('INSERT INTO journal (began_s, lasted_s, label, valence, arousal, by_hand, led, title, artist)'
                       ' VALUES (?, 355, "sad", -.6, -.3, 0, 0, ?, "Expiring")', (now - days * 86400, f'Of {days} days ago'))


def expired(app):
    wait_for('the oldest gone', lambda: [row[2] for row in rows() if row[3] == 'Expiring'] == ['Of 9 days ago'])
    assert not files_with(b'Of 11 days ago') and files_with(b'Of 9 days ago') == [personal_path()]
    app.set_state('journal-days', GLib.Variant('i', 90))


def look(app, lilt, today):
    """Day and week, by pointer and by keys."""
    write_day(today)
    write_day(today - datetime.timedelta(days=7))
    page(app)
    wait_for('the whole day', lambda: says(lilt, 'Mostly: Neutral') or says(lilt, 'Mostly: Happy'))
    assert says(lilt, 'with “Song') and says(lilt, '9 songs to lift it or lead elsewhere'), labels(lilt)
    screenshot(SHOTS / 'journal.png')
    names = {node.get_name() for node in tab_stops()}
    assert {'Export…', 'Erase…', 'Week Before'} <= names, names
    assert any(name.startswith(f'{today:%A}, {today.day} ') for name in names), names
    press(lilt, 'Week Before')
    before = today - datetime.timedelta(days=7)
    wait_for('the week before', lambda: app.action_state('journal-day', window=True)[1] == before.isoformat())
    wait_for('its day', lambda: any((node.get_name() or '').startswith(f'{before:%A}, {before.day} {before:%B}: Mostly')
                                    for node in find_all(lilt, 'push button')))
    assert says(lilt, f'{before:%A}, {before.day} {before:%B}'), labels(lilt)
    assert says(lilt, 'From 15:54, 1 h 11') and says(lilt, 'From 15:00, 9 songs to lift it'), labels(lilt)
    app.set_state('journal-day', GLib.Variant('s', 'no day'), window=True)
    assert app.action_state('journal-day', window=True)[1] == before.isoformat()
    app.set_state('journal-day', GLib.Variant('s', today.isoformat()), window=True)
    find(lilt, name='Week Before')


def fit_a_phone(app):
    wish = 360 + 2 * FRAME_PX, 720 + 2 * FRAME_PX
    was = size_of(windows_named('Lilt')[0])
    assert resize(*wish) == wish
    page(app)
    screenshot(SHOTS / 'journal-phone.png')
    assert max(size_of(window)[0] for window in windows_named('Lilt')) <= wish[0], 'wider than a phone'
    resize(*was)


def export(lilt):
    target = pathlib.Path(os.environ['HOME']) / 'mine.csv'
    press(lilt, 'Export…')
    press_keys('ctrl+a', window='Export Journal')
    subprocess.run(['xdotool', 'type', '--delay', '40', str(target)], check=True)
    press_keys('Return', window='Export Journal')
    wait_for('the file', target.exists, 20)
    with target.open(encoding='utf-8', newline='') as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(rows()), (len(table), len(rows()))
    assert {'time', 'mood', 'title', 'artist'} <= set(table[0]) and table[0]['artist'] == 'WithAMarker', table[0]
    target.unlink()


def all_files():
    """Whatever lies below the home and every folder that XDG names."""
    folders = {os.environ['HOME'], *(value for name, value in os.environ.items() if re.fullmatch('XDG_.*_(HOME|DIR)', name))}
    return {path for folder in folders for path in pathlib.Path(folder).rglob('*') if path.is_file() and not path.is_symlink()}


def files_with(words):
    return sorted(path for path in all_files() if words in path.read_bytes())


def erase(app, lilt):
    assert files_with(b'WithAMarker') == [personal_path()], files_with(b'WithAMarker')
    app.activate('mood', GLib.Variant('s', 'automatic'))  # what goes on is a new entry soon
    app.activate('play-pause')
    press(lilt, 'Erase…')
    press(application(), 'Erase')
    wait_for('nothing left', lambda: not rows())
    wait_for('the empty day', lambda: says(lilt, 'Nothing was written down on this day.'))
    wait_for('nothing to export or to erase', lambda: can_press(lilt) == [False, False])
    assert not files_with(b'WithAMarker'), files_with(b'WithAMarker')
    names = {path.name for path in all_files()}
    assert {'library.db', 'library.db-wal'} <= names, names  # the search saw the database and its log ...
    assert [path for path in all_files() if path.parent.name == 'backups'], names  # ... and a backup


def main():
    if not MUSIC.is_dir():
        skip(f'no music in {MUSIC.parent}')
    SHOTS.mkdir(exist_ok=True)
    today = datetime.date.today()
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'journal.log', env=KEPT) as app:
        lilt = application()
        app.activate('add-folder', GLib.Variant('s', str(MUSIC)))
        wait_for('songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == len(list(MUSIC.glob('*.ogg'))), 60)
        app.activate('end-first-start')
        begin(app, lilt)
        look(app, lilt, today)
        fit_a_phone(app)
        export(lilt)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'journal-crash.log', env=KEPT) as app:
        crash(app)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'journal-expire.log', env=KEPT) as app:
        expire(app)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'journal-expired.log', env=KEPT) as app:
        expired(app)
    for name, env in (('dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}), ('contrast', {'ADW_DEBUG_HIGH_CONTRAST': '1'}),
                      ('german', {'LANGUAGE': 'de'})):
        with Lilt(BUILD, '--camera', 'none', log=SHOTS / f'journal-{name}.log', env=KEPT | env) as app:
            page(app)
            wait_for('the day', lambda: says(application(), ' · '))
            screenshot(SHOTS / f'journal-{name}.png')
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'journal-again.log', env=KEPT) as app:
        assert app.action_state('journal')[1], 'it is kept over a restart'
        page(app)
        erase(app, application())
    print('the journal is kept when asked for, shown, exported, and erased without a trace')


main()
