"""Lyrics on Now: beside the file and in its tags, in time with the music, and nothing where there are none.

usage: lyrics.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import shutil
import subprocess
import sys

from gi.repository import GLib

from atspi_helpers import Atspi, application, find, find_all, labels
from lilt_app import Lilt, press_keys, query, screenshot, skip, tab_stops, wait_for

LINES = ['First light over the harbour', 'A gull calls out of the grey', '', 'And every line that follows is one that nobody '
         'has to hear to the end before the next begins', 'Hold on'] + [f'Verse {n}, and the tide' for n in range(1, 30)]


def make_music(music, folder):
    """Three songs: with an .lrc, with plain words in the tags, with none."""
    tracks = sorted((music / 'amoebax-data').glob('*.ogg'))[:3]
    names = [folder / f'{name}.ogg' for name in ('sung', 'told', 'mute')]
    for track, name in zip(tracks, names):
        shutil.copy(track, name)
    (folder / 'sung.lrc').write_text('[ti:Sung]\n' + '\n'.join(f'[00:{3 * n:02d}.00]{line}' if n < 20 else
                                     f'[01:{3 * n - 60:02d}.00]{line}' for n, line in enumerate(LINES)))
    subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-i', names[1], '-c', 'copy', '-metadata:s:a',
                    'LYRICS=One plain verse\nand one more', folder / 'x.ogg'], check=True)
    (folder / 'x.ogg').replace(names[1])
    return names


def rows_of(lilt):
    return find_all(find(lilt, 'list', 'Lyrics'), 'list item')


def sung_line(lilt):
    """The words of the row that is marked, or None."""
    for row in rows_of(lilt):
        if row.get_state_set().contains(Atspi.StateType.SELECTED):
            return next(iter(labels(row)), None)
    return None


def main():
    build = pathlib.Path(sys.argv[1])
    music = pathlib.Path(os.environ.get('LILT_ASSETS', build / 'assets')) / 'music'
    if not (music / 'amoebax-data').is_dir() or not shutil.which('ffmpeg'):
        skip(f'no music in {music}, or no ffmpeg')
    folder = pathlib.Path(os.environ['HOME']) / 'songs'
    folder.mkdir()
    names = make_music(music, folder)
    shots = build / 'shots'
    shots.mkdir(exist_ok=True)
    with Lilt(build, '--camera', 'none', log=shots / 'lyrics.log') as app:
        lilt = application()

        def play(name):
            app.activate('play-songs', GLib.Variant('(axu)', ([ids[str(name)]], 0)))
            wait_for(f'{name} plays', lambda: app.playing_path() == str(name), 20)

        app.activate('add-folder', GLib.Variant('s', str(folder)))
        wait_for('3 songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == 3, 60)
        ids = dict(query('SELECT path, id FROM tracks'))
        play(names[0])
        find(lilt, 'push button', 'Lyrics')
        assert not find_all(lilt, 'list', 'Lyrics'), 'the cover is shown until lyrics are asked for'
        app.activate('show-lyrics')
        wait_for('the first line', lambda: sung_line(lilt) in LINES[:2], 10)
        wait_for('all lines', lambda: len(rows_of(lilt)) == len(LINES), 10)
        screenshot(shots / 'lyrics.png')
        app.activate('seek', GLib.Variant('x', 61_000_000))
        wait_for('the line of that moment', lambda: sung_line(lilt) == LINES[20], 10)
        screenshot(shots / 'lyrics-late.png')
        app.activate('play-pause')
        wait_for('a pause', lambda: app.playing_path() is None, 10)
        assert any(node.get_parent().get_name() == 'Lyrics' for node in tab_stops()), 'Tab reaches no line'
        press_keys('Home', *['Down'] * 4, 'Return')
        wait_for('the line that was chosen', lambda: sung_line(lilt) == LINES[4], 10)
        wait_for('the music there', lambda: abs(app.mpris_get('Position') - 12_000_000) < 2_000_000, 10)
        play(names[1])
        wait_for('the plain words', lambda: 'One plain verse\nand one more' in labels(lilt), 10)
        screenshot(shots / 'lyrics-plain.png')
        play(names[2])
        wait_for('no lyrics', lambda: not find_all(lilt, 'push button', 'Lyrics'), 10)
    return 0


if __name__ == '__main__':
    sys.exit(main())
