"""How long Lilt's main loop is kept busy: start it with music, turn all pages, choose moods, skip, open what can be opened,
watch a face; then the longest turn of the loop in CPU time, without the frames that GTK draws, and the longest of these.

usage: loop.py BUILD [--json] [--most MS]     (inside with-display.sh and with-sound.sh)
--json: one line {work, turn_ms, frame_ms, turns}. --most: leave with 1 when a turn took longer."""
import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

from gi.repository import GLib

import lilt_app
from lilt_app import wait_for

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGES = ('moods', 'library', 'journal', 'now')


def listen(app):
    """Some minutes of a listener's life, in half a minute."""
    app.activate('add-folder', GLib.Variant('s', str(SOURCE / 'data' / 'album')))
    wait_for('songs', lambda: lilt_app.query('SELECT count(*) FROM tracks')[0][0] >= 8, 60)
    for mood in ('happy', 'sad', 'angry'):
        app.activate('mood', GLib.Variant('s', mood))
        wait_for('music', app.playing_path, 20)
        for page in PAGES:
            app.set_state('page', GLib.Variant('s', page), window=True)
            time.sleep(0.5)
        app.mpris('Next')
    for name, value in (('browse-mood', 'happy'), ('mood-menu', None), ('preferences', None), ('show-help-overlay', None)):
        app.activate(name, value and GLib.Variant('s', value), window=True)
        time.sleep(1)


def be_watched(app):
    """The picture, the face and what it looks like, all the time."""
    app.set_state('camera-rhythm', GLib.Variant('s', 'always'))
    app.set_state('show-camera', GLib.Variant('b', True))
    app.activate('mood', GLib.Variant('s', 'automatic'))
    wait_for('a mood', lambda: 'from the camera' in lilt_app.mood_words(), 30)
    time.sleep(5)


def measure(build):
    clip = pathlib.Path(os.environ.get('LILT_ASSETS', build / 'assets')) / 'clips' / 'franck.mp4'
    camera = str(clip) if clip.exists() else 'none'
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / 'loop'
        with lilt_app.Lilt(build, '--camera', camera, env={'LILT_LOOP_LOG': str(log)}) as app:
            listen(app)
            if clip.exists():
                be_watched(app)
            app.activate('quit')  # it writes at its end, not when it is killed
            app.process.wait(60)
        return dict(line.split() for line in log.read_text().splitlines())


def main():
    parser = argparse.ArgumentParser(prog='loop.py')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--most', type=float)
    options = parser.parse_args()
    figures = measure(options.build.resolve())
    row = {'work': 'main loop', 'turn_ms': float(figures['turn_ms']), 'frame_ms': float(figures['frame_ms']),
           'turns': int(figures['turns'])}
    if options.json:
        print(json.dumps(row))
    else:
        print(f'Main loop: the longest of {row["turns"]} turns took {row["turn_ms"]:.1f} ms of CPU, '
              f'GTK\'s longest frame {row["frame_ms"]:.1f} ms')
    return 1 if options.most is not None and row['turn_ms'] > options.most else 0


if __name__ == '__main__':
    sys.exit(main())
