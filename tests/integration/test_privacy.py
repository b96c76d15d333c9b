"""What Lilt does with the camera's pictures, seen from outside, by strace and by what lies on the disk: nothing is opened
before consent, the sign in the window stands just as long as the device is held open, no socket of the internet families
is ever made, no thread that sees pictures writes to a file, and a mark in every picture is found nowhere that Lilt keeps
things. A minute; ten in `./dev test --long`.

usage: test_privacy.py BUILD        (inside with-display.sh and with-sound.sh)"""
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys
import time

from gi.repository import GLib

import atspi_helpers
import lilt_app
from lilt_app import wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
HOME = pathlib.Path(os.environ['HOME'])
WATCH_S = 600 if os.environ.get('LILT_LONG') == '1' else 60
SIGN = 'The camera is open. Press to close it.'
DEVICE = 'memfd:v4l2shim'  # what the shim's /dev/video0 is behind the curtain
# The threads that see pictures, by the names that Lilt gives them.
SEEING = ('capture', 'emotion')


def make_picture(path):
    """A webcam's JPEG with a mark in it, in front of which somebody smiles; gives what must be found nowhere: the mark, some
    of the compressed bytes, and rows of the decoded picture, grey and in colour."""
    subprocess.run(['convert', ASSETS / 'photos' / 'astronaut.png', '-resize', '640x480', '-background', 'gray', '-gravity',
                    'center', '-extent', '640x480', '-quality', '92', path], check=True)
    mark = secrets.token_bytes(32)
    jpeg = path.read_bytes()
    path.write_bytes(jpeg[:2] + b'\xff\xfe' + (len(mark) + 2).to_bytes(2, 'big') + mark + jpeg[2:])  # a comment
    traces = [mark, jpeg[len(jpeg) // 2:len(jpeg) // 2 + 48]]
    for kind, pixel_bytes in (('gray', 1), ('rgb', 3)):
        pixels = subprocess.run(['convert', path, '-depth', '8', f'{kind}:-'], check=True, capture_output=True).stdout
        assert len(pixels) == 640 * 480 * pixel_bytes, f'{len(pixels)} bytes of {kind}'
        traces += [pixels[at:at + 48] for at in (pixel_bytes * (640 * y + 300) for y in (150, 200, 240))]
    assert all(len(set(trace)) > 8 for trace in traces), 'the traces say nothing'
    return traces


class Traced(lilt_app.Lilt):
    """Lilt under strace, which stands aside (-D), so that the process we hold is Lilt."""

    def __init__(self, trace, env):
        super().__init__(BUILD, '--camera', '/dev/video0', log=BUILD / 'shots' / 'privacy.log')
        self.args = ('-D', '-f', '-y', '-qq', '-s', '24', '-e', 'signal=none', '-e',
                     'trace=socket,open,openat,creat,memfd_create,write,writev,pwrite64,pwritev,sendfile,splice,'
                     'copy_file_range,prctl,rename,renameat2', '-o', trace,
                     *(word for name, value in env.items() for word in ('-E', f'{name}={value}')),
                     self.program, *self.args)
        self.program = 'strace'

    def holds_device(self):
        folder = pathlib.Path(f'/proc/{self.process.pid}/fd')
        for link in folder.iterdir():
            try:
                if DEVICE in os.readlink(link):
                    return True
            except FileNotFoundError:
                pass  # closed meanwhile
        return False


def shows_sign():
    return bool(atspi_helpers.find_all(atspi_helpers.application(), 'push button', SIGN))


def agree(app, held):
    """Device and sign come to be as they should, and both at once."""
    word = 'held open' if held else 'closed'
    wait_for(f'the device {word}', lambda: app.holds_device() == held, 10)
    wait_for(f'the sign of a device {word}', lambda: shows_sign() == held, 5)
    assert app.holds_device() == held, 'the sign came, but the device is otherwise by now'


def opened(trace):
    return [line for line in trace.read_text(errors='replace').splitlines()
            if 'memfd_create("v4l2shim"' in line or '/dev/video' in line]


def watch(app, trace):
    """Consent, a minute of watching with the preview, and an end to it."""
    time.sleep(3)  # longer than it needs to open what it may
    assert not opened(trace) and not app.holds_device() and not shows_sign(), f'opened before consent: {opened(trace)}'
    app.activate('end-first-start')
    app.set_state('camera-rhythm', GLib.Variant('s', 'always'))
    assert not opened(trace), 'opened without consent'
    app.set_state('camera-allow', GLib.Variant('b', True))
    agree(app, True)
    assert len(opened(trace)) == 1, f'strace shows the opening: {opened(trace)}'
    app.set_state('show-camera', GLib.Variant('b', True))
    wait_for('a face is read', lambda: 'looks happy' in lilt_app.mood_words().lower(), 30)
    end = time.monotonic() + WATCH_S
    app.activate('correct', GLib.Variant('s', 'neutral'))  # what is remembered must hold no picture
    while time.monotonic() < end:
        assert app.holds_device() == shows_sign(), 'the sign does not follow the device'
        time.sleep(2)
    app.set_state('camera-off', GLib.Variant('b', True))
    agree(app, False)
    app.set_state('camera-off', GLib.Variant('b', False))
    agree(app, True)
    app.set_state('camera-allow', GLib.Variant('b', False))  # consent is withdrawn
    agree(app, False)
    n_openings = len(opened(trace))
    app.activate('glance')
    time.sleep(3)
    assert len(opened(trace)) == n_openings, 'opened after consent was withdrawn'


def check_trace(trace):
    """Calls of all threads, and those of the ones that see pictures."""
    lines, names = trace.read_text(errors='replace').splitlines(), {}
    for line in lines:
        named = re.match(r'(\d+)\s+prctl\(PR_SET_NAME, "(\w+)', line)
        if named:
            names[named[1]] = named[2]
    seeing = {thread for thread, name in names.items() if name.startswith(SEEING)}
    assert {names[thread] for thread in seeing} >= set(SEEING), f'threads seen: {sorted(set(names.values()))}'
    sockets = [line for line in lines if re.search(r'socket\(AF_(INET6?|PACKET)\b', line)]
    assert not sockets, f'internet sockets: {sockets[:3]}'
    n_writes = 0
    for line in lines:
        thread, _, call = line.partition(' ')
        call = call.strip()
        if thread not in seeing or call.startswith(('prctl', '<...')):
            continue
        target = re.match(r'\w+\((?:\d+|AT_FDCWD)<([^>]*)>', call)
        harmless = target and target[1].startswith(('anon_inode:', 'pipe:', 'socket:', 'UNIX', '/memfd:'))
        reads = call.startswith('open') and 'O_WRONLY' not in call and 'O_RDWR' not in call and 'O_CREAT' not in call
        names_device = call.startswith('memfd_create("v4l2shim"')
        names_itself = re.search(r'/proc/self/task/\d+/comm', call)
        n_writes += bool(harmless)
        assert harmless or reads or names_device or names_itself, f'the thread {names[thread]} does {call}'
    assert n_writes > 0, 'no call of those threads was seen at all: the test is blind'
    print(f'{len(lines)} calls, {len(seeing)} threads that see pictures, {n_writes} wake-ups by them')


def check_disk(traces):
    n_files = 0
    for path in HOME.rglob('*'):
        if not path.is_file() or path.is_symlink() or path.name == 'webcam.jpg':
            continue
        held = path.read_bytes()
        n_files += 1
        assert not any(trace in held for trace in traces), f'{path} holds a part of a picture'
    assert n_files > 2, 'Lilt has kept nothing at all: the test is blind'
    print(f'{n_files} files without a trace of a picture')


def main():
    if not (ASSETS / 'photos').is_dir() or not (ASSETS / 'music').is_dir():
        lilt_app.skip(f'no photos or music in {ASSETS}')
    if shutil.which('strace') is None:
        lilt_app.skip('strace is not installed')
    (BUILD / 'shots').mkdir(exist_ok=True)
    data = lilt_app.database_path()
    data.parent.mkdir(parents=True)
    subprocess.run([BUILD / 'bin' / 'lilt-lab', 'scan', ASSETS / 'music', '--db', data], check=True, stdout=subprocess.DEVNULL)
    picture = HOME / 'webcam.jpg'
    traces = make_picture(picture)
    found = [trace for trace in traces if trace in picture.read_bytes()]
    assert len(found) == 2, 'mark and compressed bytes would be found'
    trace = BUILD / 'shots' / 'privacy.trace'
    with Traced(trace, {'LD_PRELOAD': str(BUILD / 'tests' / 'v4l2shim.so'), 'LILT_SHIM_FRAMES': str(picture),
                        'LILT_SHIM_FPS': '10'}) as app:
        watch(app, trace)
    check_trace(trace)
    check_disk(traces)
    trace.unlink()
    print('what the camera sees stays in memory')


main()
