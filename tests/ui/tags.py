"""Editing tags: of one song and of several, in the file and in the library, and back again.

usage: tags.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

from gi.repository import GLib

from atspi_helpers import Atspi, application, find, find_all, press, type_into
from lilt_app import Lilt, press_keys, query, screenshot, skip, toast_says, wait_for


def file_tags(path):
    """What ffprobe reads in the file, names in lower case."""
    out = subprocess.run(['ffprobe', '-v', 'error', '-show_entries', 'stream_tags:format_tags', '-of', 'default=nw=1', path],
                         capture_output=True, text=True, check=True).stdout
    return {line[4:].split('=', 1)[0].lower(): line.split('=', 1)[1] for line in out.splitlines() if line.startswith('TAG:')}


def titles():
    return dict(query('SELECT id, title FROM tracks'))


def genres():
    return {row[0] for row in query('SELECT DISTINCT genre FROM tracks')}


def is_on(button):
    return button.get_state_set().contains(Atspi.StateType.SENSITIVE)


def edit_one(app, lilt, shots):
    path, key, title = query('SELECT path, id, title FROM tracks ORDER BY path')[0]
    app.activate('edit-tags', GLib.Variant('ax', [key]), window=True)
    dialog = find(lilt, name='Edit Tags')
    save = find(dialog, 'push button', 'Save')
    assert not is_on(save), 'nothing to save yet'
    type_into(find(dialog, 'text', 'Year'), 'soon')
    wait_for('a year that is none', lambda: not is_on(save), 10)
    type_into(find(dialog, 'text', 'Year'), '1984')
    type_into(find(dialog, 'text', 'Title'), ' Tide & Time ')
    type_into(find(dialog, 'text', 'Album Artist'), 'Various')
    wait_for('something to save', lambda: is_on(save), 10)
    screenshot(shots / 'tags-one.png')
    press(dialog, 'Save')
    wait_for('the new title in the library', lambda: titles()[key] == 'Tide & Time', 30)
    tags = file_tags(path)
    assert (tags['title'], tags['date'], tags.get('album_artist', tags.get('albumartist'))) == \
        ('Tide & Time', '1984', 'Various'), tags
    wait_for('the toast', lambda: toast_says('^Tags of 1 song changed$'), 20)
    screenshot(shots / 'tags-changed.png')
    app.activate('undo')
    wait_for('the old title', lambda: titles()[key] == title, 30)
    assert file_tags(path)['title'] == title


def edit_several(app, lilt, shots):
    keys = sorted(titles())
    before = genres()
    locked = query('SELECT path FROM tracks WHERE id = ?', keys[0])[0][0]
    os.chmod(locked, 0o444)
    app.activate('edit-tags', GLib.Variant('ax', keys), window=True)
    dialog = find(lilt, name='Edit Tags')
    assert not find_all(dialog, 'text', 'Title'), 'no title for several'
    find(dialog, 'text', 'Artist (several)')
    type_into(find(dialog, 'text', 'Genre (several)' if len(before) > 1 else 'Genre'), 'Sea')
    screenshot(shots / 'tags-several.png')
    press(dialog, 'Save')
    wait_for('the genre', lambda: 'Sea' in genres(), 60)
    wait_for('what stayed, by name', lambda: toast_says('^Tags not changed: ' + re.escape(os.path.basename(locked))), 60)
    screenshot(shots / 'tags-locked.png')
    assert query('SELECT count(*) FROM tracks WHERE genre = ?', 'Sea')[0][0] == len(keys) - 1
    app.activate('undo')
    wait_for('the old genres', lambda: genres() == before, 60)
    app.activate('edit-tags', GLib.Variant('ax', keys[:1]), window=True)
    find(lilt, name='Edit Tags')
    press_keys('Escape', window='Edit Tags')
    wait_for('no dialog', lambda: not find_all(lilt, name='Edit Tags'), 10)


def main():
    build = pathlib.Path(sys.argv[1])
    music = pathlib.Path(os.environ.get('LILT_ASSETS', build / 'assets')) / 'music'
    if not (music / 'amoebax-data').is_dir() or not shutil.which('ffprobe'):
        skip(f'no music in {music}, or no ffprobe')
    folder = pathlib.Path(os.environ['HOME']) / 'songs'
    folder.mkdir()
    for package in ('amoebax-data', 'wizznic-data'):
        for track in sorted((music / package).glob('*.ogg'))[:2]:
            shutil.copy(track, folder)
    shots = build / 'shots'
    shots.mkdir(exist_ok=True)
    with Lilt(build, '--camera', 'none', log=shots / 'tags.log') as app:
        lilt = application()
        app.activate('add-folder', GLib.Variant('s', str(folder)))
        wait_for('4 songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == 4, 60)
        app.set_state('page', GLib.Variant('s', 'library'), window=True)
        edit_one(app, lilt, shots)
        edit_several(app, lilt, shots)
    return 0


if __name__ == '__main__':
    sys.exit(main())
