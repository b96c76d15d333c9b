"""Drive a real Lilt from outside: start it, activate its actions, ask it by MPRIS, look into its database, hear it.

Runs inside with-display.sh (and with-sound.sh where sound matters), with the system's python3 and python3-gi."""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

from gi.repository import Gio, GLib

import atspi_helpers
from atspi_helpers import Atspi

APP_ID = 'io.github.lilt_player.Lilt'
APP_PATH = '/io/github/lilt_player/Lilt'
MPRIS_NAME = 'org.mpris.MediaPlayer2.lilt'
MPRIS_PATH = '/org/mpris/MediaPlayer2'
FRAME_PX = 5  # round a window that has no window manager
FAULTS = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGTRAP}
SLACK = 5  # deadlines of behaviour get a fivefold margin


def wait_for(what, condition, seconds):
    """The first true value of condition() within SLACK x seconds, or an AssertionError that says `what`."""
    return atspi_helpers.wait_for(what, condition, SLACK * seconds)


class Lilt:
    """One running lilt. Use as a context manager: leaving it stops the program and keeps its log, in which a
    warning of GLib or GTK is a failure, but for the one that the test's bus has nobody who shows notifications (a song
    that follows by itself is one; test_desktop.py has somebody). A program that died by its own fault is one, too, and
    the failure says where it died (crash_trace.c)."""

    def __init__(self, build, *args, log=None, env=None):
        self.program = pathlib.Path(build) / 'bin' / 'lilt'
        self.args = args
        self.log_path = pathlib.Path(log or pathlib.Path(os.environ['HOME']) / 'lilt.log')
        self.env = {**os.environ, **(env or {})}
        trace = pathlib.Path(build).resolve() / 'tests' / 'crash_trace.so'
        if trace.is_file():  # ./dev bench does without
            self.env['LD_PRELOAD'] = ':'.join(filter(None, [self.env.get('LD_PRELOAD'), str(trace)]))
        self.process = None
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def __enter__(self):
        with open(self.log_path, 'wb') as log:
            self.process = subprocess.Popen([self.program, *self.args], stdout=log, stderr=log, env=self.env)
        try:
            wait_for(f'{APP_ID} and {MPRIS_NAME} on the bus', self._is_there_or_died, 10)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind=None, *_):
        self.stop()
        if -self.process.returncode in FAULTS:
            raise AssertionError(f'lilt died, {signal.strsignal(-self.process.returncode)}:\n{named_frames(self.log())}')
        complaints = [line for line in self.log().splitlines() if ('WARNING' in line or 'CRITICAL' in line)
                      and 'unable to send notifications' not in line]
        assert kind or not complaints, 'the log complains:\n' + '\n'.join(complaints[:10])

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15 * SLACK)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _is_there_or_died(self):
        if self.process.poll() is not None:
            raise AssertionError(f'lilt ended at once with {self.process.returncode}:\n{self.log()}')
        return self.has_name(APP_ID) and self.has_name(MPRIS_NAME)

    def has_name(self, name):
        return self._call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner',
                          GLib.Variant('(s)', (name,)))[0]

    def name_owner(self):
        """The connection that has Lilt's name on the bus; GLib.Error while nobody has."""
        return self._call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetNameOwner',
                          GLib.Variant('(s)', (APP_ID,)))[0]

    def log(self):
        return self.log_path.read_text(errors='replace')

    def _call(self, name, path, interface, method, args=None):
        return self.bus.call_sync(name, path, interface, method, args, None, Gio.DBusCallFlags.NONE, 30000, None).unpack()

    # ---- actions: every command of the window is one -------------------------------------------------

    def _actions(self, method, args, window):
        return self._call(APP_ID, APP_PATH + ('/window/1' if window else ''), 'org.gtk.Actions', method, args)

    def activate(self, action, parameter=None, window=False):
        """Activate app.<action>, or win.<action>; parameter: a GLib.Variant or None."""
        parameters = [parameter] if parameter is not None else []
        self._actions('Activate', GLib.Variant('(sava{sv})', (action, parameters, {})), window)

    def set_state(self, action, value, window=False):
        """Ask an action for another state; value: a GLib.Variant."""
        self._actions('SetState', GLib.Variant('(sva{sv})', (action, value, {})), window)

    def action_state(self, action, window=False):
        """(enabled, state or None) of an action."""
        enabled, _, state = self._actions('Describe', GLib.Variant('(s)', (action,)), window)[0]
        return enabled, state[0] if state else None

    # ---- MPRIS -----------------------------------------------------------------------------------------

    def mpris(self, method, args=None):
        return self._call(MPRIS_NAME, MPRIS_PATH, 'org.mpris.MediaPlayer2.Player', method, args)

    def mpris_get(self, name):
        return self._call(MPRIS_NAME, MPRIS_PATH, 'org.freedesktop.DBus.Properties', 'Get',
                          GLib.Variant('(ss)', ('org.mpris.MediaPlayer2.Player', name)))[0]

    def playing_path(self):
        """The file that plays now by MPRIS, or None."""
        if self.mpris_get('PlaybackStatus') != 'Playing':
            return None
        url = self.mpris_get('Metadata').get('xesam:url')
        return Gio.File.new_for_uri(url).get_path() if url else None


def named_frames(log):
    """A log with crash_trace.c's frames, "program(+0x1a2b) [...]", followed by the function's name and place."""
    def name(frame):
        out = subprocess.run(['addr2line', '-f', '-s', '-e', *frame.groups()], capture_output=True, text=True).stdout
        return f'{frame[0]} {" ".join(out.split())}'
    if not shutil.which('addr2line'):
        return log
    return re.sub(r'^([^(\n]+)\((\+0x[0-9a-f]+)\).*$', name, log, flags=re.MULTILINE)


# ---- the window, as a screen reader has it -----------------------------------------------------------------


def mood_button():
    """The mood button's accessible node, or None while the first start is shown."""
    nodes = atspi_helpers.walk(atspi_helpers.application())
    return next((node for node in nodes if atspi_helpers.role_and_name(node)[1].startswith('Mood: ')), None)


def mood_words():
    """What the mood button tells a screen reader: "Mood: Looks happy, Quite sure · from the camera"."""
    node = mood_button()
    return atspi_helpers.role_and_name(node)[1] if node else ''


def window_says(words):
    """A label anywhere in the window matches the regular expression. Toasts stand last and soon go: they are looked at first."""
    def look(node):
        if not atspi_helpers.in_sight(node) and node.get_role_name() != 'application':
            return False
        if node.get_role_name() == 'label' and re.search(words, node.get_name() or ''):
            return True
        return any(look(child) for child in reversed(atspi_helpers.children(node)))
    return look(atspi_helpers.application())


def toast_says(words):
    """A toast matches the regular expression. Only toasts are looked at: on a busy machine one is gone sooner than a screen
    reader has been through the window."""
    node = atspi_helpers.application()
    for _ in range(3):  # the frame, what libadwaita puts round its content, the overlay: its first child is the content
        node = atspi_helpers.children(node)[0]
    return any(re.search(words, text) for toast in atspi_helpers.children(node)[1:] for text in atspi_helpers.labels(toast))


def windows_named(title):
    """Those on the screen, by their numbers; xdotool's own search takes a tooltip, "lilt", for the window "Lilt"."""
    def ask(*words):
        return subprocess.run(['xdotool', *words], capture_output=True, text=True).stdout.strip()
    found = ask('search', '--onlyvisible', '--name', f'^{title}$').split()
    return [number for number in found if ask('getwindowname', number) == title]


def press_keys(*keys, window='Lilt'):
    """Give the focus to the window of that title and press keys in it, as xdotool names them; none: only the focus."""
    found = wait_for(f'the window "{window}" on the screen', lambda: windows_named(window), 5)
    subprocess.run(['xdotool', 'windowfocus', '--sync', found[-1]], check=True, timeout=60)
    if keys:
        subprocess.run(['xdotool', 'key', '--delay', '80', *keys], check=True)


@contextlib.contextmanager
def focus_moves(window='Lilt'):
    """Gives press(key): presses it in the window of that title and gives the accessible that has the focus then, or None
    when the focus has not moved."""
    focused, context = [], GLib.MainContext.default()
    listener = Atspi.EventListener.new(lambda event: focused.append(event.source) if event.detail1 else None)
    listener.register('object:state-changed:focused')

    def press(key):
        focused.clear()
        subprocess.run(['xdotool', 'key', key], check=True)
        end = time.monotonic() + 2 * SLACK
        while not focused and time.monotonic() < end:
            context.iteration(False)
            time.sleep(0.002)
        return focused[-1] if focused else None
    try:
        press_keys(window=window)
        yield press
    finally:
        listener.deregister('object:state-changed:focused')


def tab_stops(window='Lilt', most=90):
    """What Tab gives the focus to in the window of that title, one accessible after the other; at most one round."""
    with focus_moves(window) as press:
        seen = set()
        for _ in range(most):
            node = press('Tab')
            if node and node.path in seen:
                return
            if node:
                seen.add(node.path)
                yield node


def focus_row(place):
    """Tab into a list and then, by Down and Up, to its row at that place (0: the first), which has the focus by its own
    word: an event may have been an older key's."""
    assert any(node.get_role_name() == 'list item' for node in tab_stops()), 'Tab reaches no row'

    def has_focus(node):
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)
    with focus_moves() as press:
        node = press('Down')
        while node and not (node.get_index_in_parent() == place and has_focus(node)):
            node = press('Down' if node.get_index_in_parent() < place else 'Up')
    assert node, f'Down and Up do not reach row {place}'


def pointer(*steps):
    """What xdotool does with the pointer: "mousemove", x, y, "mousedown", "1" ..."""
    subprocess.run(['xdotool', *map(str, steps)], check=True)


def centre(node):
    """Where the middle of a control or row lies in its window, as soon as it has a place there."""
    def laid_out():
        box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        return box if box.width > 0 else None
    box = wait_for('a place in the window', laid_out, 5)
    return box.x + box.width // 2, box.y + box.height // 2


def tab_to(name, window='Lilt'):
    """Press Tab until the control of that name has the focus."""
    assert any(node.get_name() == name for node in tab_stops(window)), f'Tab does not reach "{name}" in {window}'


def size_of(window):
    """Of an X window, in pixels."""
    out = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window], capture_output=True, text=True).stdout
    sizes = dict(line.split('=') for line in out.split())
    return int(sizes['WIDTH']), int(sizes['HEIGHT'])


def resize(width, height):
    """Make Lilt's window that large; gives how large it became. GTK holds on to the least size of the wide layout once:
    a second wish is heard in the narrow one."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Lilt$'], capture_output=True, text=True)
    window = max(found.stdout.split(), key=lambda one: size_of(one)[0])  # not a popover
    for _ in range(3):
        subprocess.run(['xdotool', 'windowsize', window, str(width), str(height)], check=True, timeout=30)
        time.sleep(1)
        if size_of(window) == (width, height):
            break
    return size_of(window)


# ---- sound, pictures, database ---------------------------------------------------------------------------


def loudest_sample(seconds=2.0):
    """The largest |sample| (0..1) heard on the null sink's monitor within `seconds`."""
    rate = 44100
    recorder = subprocess.Popen(['parec', '-d', 'lilt.monitor', '--format=s16le', '--channels=1', f'--rate={rate}',
                                 '--latency-msec=50'], stdout=subprocess.PIPE)
    data = recorder.stdout.read(int(2 * rate * seconds))
    recorder.kill()
    recorder.wait()
    samples = memoryview(data[:len(data) // 2 * 2]).cast('h')
    return max((abs(s) for s in samples), default=0) / 32768


def screenshot(path):
    """The whole screen, with the pointer out of the way."""
    subprocess.run(['xdotool', 'mousemove', '2', '10000'], check=True)
    time.sleep(0.5)  # a popover's fade
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(['import', '-window', 'root', str(path)], check=True)


def photograph(path, size):
    """The window of that size alone, without the frame that GTK draws where there is no window manager."""
    screenshot(path)
    subprocess.run(['convert', path, '-crop', f'{size[0] - 2 * FRAME_PX}x{size[1] - 2 * FRAME_PX}+{FRAME_PX}+{FRAME_PX}',
                    '+repage', path], check=True)


def database_path():
    return pathlib.Path(os.environ['HOME']) / '.local' / 'share' / 'lilt' / 'library.db'


def query(sql, *args):
    """Rows of the running program's database, opened read-only."""
    with sqlite3.connect(f'file:{database_path()}?mode=ro', uri=True, timeout=10) as db:
        return db.execute(sql, args).fetchall()


def personal_path():
    return database_path().with_name('personal.db')


def personal_rows(table, columns='*'):
    """All rows of a table of personal.db; none while the file or the table is still to be made, as the program does when
    it has something to write, or is gone, as it is when all was erased."""
    try:
        with sqlite3.connect(f'file:{personal_path()}?mode=ro', uri=True, timeout=10) as db:
            made = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchall()
            return db.execute(f'SELECT {columns} FROM {table} ORDER BY rowid').fetchall() if made else []
    except sqlite3.OperationalError as error:
        if 'unable to open' not in str(error):
            raise
        return []


def mood_playlist(mood):
    """(title, path) of the recommended playlist of a mood ("happy"), in its order, as the database has it."""
    return query("""SELECT tracks.title, tracks.path FROM playlists
                    JOIN playlist_tracks ON playlist_id = playlists.id JOIN tracks ON tracks.id = track_id
                    WHERE playlists.mood = ? ORDER BY place""", mood)


def skip(why):
    print(f'skipped: {why}')
    sys.exit(77)
