"""demo.py BUILD: what `./dev run --demo` shows, printed as plain lines. See demo.sh."""
import os
import pathlib
import subprocess
import sys
import time

from gi.repository import GLib

import lilt_app

SECONDS = 20


def watch_for(app, seconds):
    """What plays and what the mood button says over `seconds`: (paths in order, last words)."""
    played, words = [], ''
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        path = app.playing_path()
        if path and (not played or played[-1] != path):
            played.append(path)
        words = lilt_app.mood_words() or words
        time.sleep(0.5)
    return played, words


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    assets = build / 'assets'
    photo = assets / 'photos' / 'astronaut.png'
    picture = build / 'demo' / 'lilt.png'
    expression = subprocess.run([build / 'bin' / 'lilt-lab', 'classify', photo], capture_output=True, text=True,
                                check=True).stdout.strip()
    print(f'Lilt shows itself for {SECONDS} s: camera {photo.name}, music from {assets / "music"}.', flush=True)
    with lilt_app.Lilt(build, '--camera', str(photo)) as app:
        app.activate('add-folder', GLib.Variant('s', str(assets / 'music')))
        lilt_app.wait_for('music', app.playing_path, 10)
        played, words = watch_for(app, SECONDS)
        lilt_app.screenshot(picture)
    print(f'Expression:  {expression}')
    print(f'Mood:        {words.removeprefix("Mood: ")}')
    print('Playlist:')
    for title, _ in lilt_app.mood_playlist('happy'):
        print(f'             {title}')
    print('Played:      ' + ', '.join(os.path.basename(path) for path in played))
    print(f'Screenshot:  {picture}')


main()
