"""What watching costs the whole application: the CPU time of a minute in which nothing else happens, the card folded, in
percent of a core: with a face that stays, with nobody there, and with the camera off, when it has to be closed.

usage: steady.py BUILD [--json] [--seconds N]     (inside with-display.sh and with-sound.sh)
--json: a line a case {work, cpu_percent, watching_percent, seconds}; watching: the threads that see pictures, of all. The webcam is the shim's, 640x480 MJPEG; what it costs to read its
file for each picture is Lilt's here. LILT_ASSETS: where the photos are (BUILD/assets)."""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from gi.repository import GLib

import lilt_app
from lilt_app import wait_for

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SETTLING_S = 15  # the first mood, and an empty room is looked at seldom after 9 s


def cpu_s(process):
    """User and system time of the process so far."""
    fields = pathlib.Path(f'/proc/{process.pid}/stat').read_text().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def watching_s(process):
    """What the threads that see pictures had of it; those that have ended are not counted."""
    ticks = 0
    for task in pathlib.Path(f'/proc/{process.pid}/task').iterdir():
        if (task / 'comm').read_text().strip() in ('capture', 'emotion'):
            ticks += sum(map(int, (task / 'stat').read_text().rpartition(')')[2].split()[11:13]))
    return ticks / os.sysconf('SC_CLK_TCK')


def make_frames(photos, folder):
    smile, room = folder / 'smile.jpg', folder / 'room.jpg'
    extent = ['-background', 'gray', '-gravity', 'center', '-extent', '640x480', '-quality', '92']
    subprocess.run(['convert', photos / 'astronaut.png', '-resize', '640x480', *extent, smile], check=True)
    subprocess.run(['convert', photos / 'astronaut.png', '-crop', '200x480+330+0', '+repage', '-resize', '640x480!', *extent,
                    room], check=True)
    return {'a face that stays': smile, 'nobody there': room, 'camera off': smile}


def measure(build, work, frame, seconds):
    env = {'LD_PRELOAD': str(build / 'tests' / 'v4l2shim.so'), 'LILT_SHIM_FRAMES': str(frame), 'LILT_SHIM_FPS': '15'}
    with lilt_app.Lilt(build, '--camera', '/dev/video0', env=env) as app:
        app.activate('end-first-start')
        app.set_state('camera-rhythm', GLib.Variant('s', 'always'))
        app.set_state('camera-allow', GLib.Variant('b', True))
        if 'face' in work:
            wait_for('a happy song', app.playing_path, 20)
        time.sleep(SETTLING_S)
        app.mpris('Pause')
        app.set_state('camera-off', GLib.Variant('b', 'off' in work))
        time.sleep(3)
        begun, watching_begun, at_s = cpu_s(app.process), watching_s(app.process), time.monotonic()
        time.sleep(seconds)
        percent = 100 / (time.monotonic() - at_s)
        return percent * (cpu_s(app.process) - begun), percent * (watching_s(app.process) - watching_begun)


def main():
    parser = argparse.ArgumentParser(prog='steady.py')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--seconds', type=int, default=60)
    options = parser.parse_args()
    build = options.build.resolve()
    photos = pathlib.Path(os.environ.get('LILT_ASSETS', build / 'assets')) / 'photos'
    if not photos.is_dir():
        lilt_app.skip(f'no photos in {photos}')
    data = lilt_app.database_path()
    data.parent.mkdir(parents=True)
    subprocess.run([build / 'bin' / 'lilt-lab', 'scan', SOURCE / 'data' / 'album', '--db', data], check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as folder:
        for work, frame in make_frames(photos, pathlib.Path(folder)).items():
            percent, watching = measure(build, work, frame, options.seconds)
            if options.json:
                print(json.dumps({'work': work, 'cpu_percent': round(percent, 2), 'watching_percent': round(watching, 2),
                                  'seconds': options.seconds}), flush=True)
            else:
                print(f'Lilt, {work}: {percent:.2f} % of a core, {watching:.2f} % to watch', flush=True)


if __name__ == '__main__':
    sys.exit(main())
