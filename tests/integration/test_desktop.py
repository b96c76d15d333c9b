"""What the desktop sees of Lilt: a folder opened from outside plays, the computer stays awake exactly while music plays,
a new song is told while nobody looks, closing the window ends the music only when there is none.

The session manager and the notification server are stand-ins that keep what they were told: no real one runs without
a whole desktop.

usage: test_desktop.py BUILD_DIR
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import wave

from gi.repository import Gio, GLib

from lilt_app import Lilt, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
SUSPEND = 4  # GTK_APPLICATION_INHIBIT_SUSPEND
SERVICES = {
    'org.gnome.SessionManager': ('/org/gnome/SessionManager', '''
        <node><interface name="org.gnome.SessionManager">
          <method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/>
            <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="u" direction="out"/></method>
          <method name="Uninhibit"><arg type="u" direction="in"/></method>
        </interface></node>''', {'Inhibit': '(u)'}),
    'org.freedesktop.Notifications': ('/org/freedesktop/Notifications', '''
        <node><interface name="org.freedesktop.Notifications">
          <method name="GetCapabilities"><arg type="as" direction="out"/></method>
          <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
            <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
            <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
          <method name="CloseNotification"><arg type="u" direction="in"/></method>
        </interface></node>''', {'GetCapabilities': '(as)', 'Notify': '(u)'}),
}


class Desktop(threading.Thread):
    """Answers on the bus from a thread of its own; .calls: (method, arguments) in their order."""

    def __init__(self):
        super().__init__(daemon=True)
        self.calls = []
        self.ready = threading.Event()

    def run(self):
        context = GLib.MainContext()
        context.push_thread_default()
        address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION)
        flags = Gio.DBusConnectionFlags
        bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION)
        for name, (path, xml, answers) in SERVICES.items():
            interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
            bus.register_object(path, interface, self.answer, None, None)
            bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'RequestName',
                          GLib.Variant('(su)', (name, 0)), None, 0, -1)
        self.ready.set()
        GLib.MainLoop.new(context, False).run()

    def answer(self, _bus, _sender, _path, interface, method, arguments, invocation):
        self.calls.append((method, arguments.unpack()))
        signature = SERVICES[interface][2].get(method)
        value = ([],) if signature == '(as)' else (len(self.calls),)
        invocation.return_value(GLib.Variant(signature, value) if signature else None)

    def n(self, method):
        return sum(call[0] == method for call in self.calls)

    def last(self, method):
        return next((call[1] for call in reversed(self.calls) if call[0] == method), None)


def make_music(folder):
    """Three silent songs of 100 s, one of them in a folder further down, beside a link that leads round in a circle."""
    names = ['1 one.wav', '2 two.wav', 'more/3 three.wav']
    (folder / 'more').mkdir()
    (folder / 'more' / 'round').symlink_to(folder)
    for i, name in enumerate(names):
        with wave.open(str(folder / name), 'wb') as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(bytes(2 * 8000 * (100 + i)))
    return [str(folder / name) for name in names]


def window():
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Lilt$'], capture_output=True, text=True)
    return found.stdout.strip()


def press_close():
    subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Lilt$', 'windowfocus', '--sync'], check=True)
    subprocess.run(['xdotool', 'key', 'ctrl+w'], check=True)


def keeps_awake(app, desktop, songs):
    wait_for('the folder plays', lambda: app.playing_path() == songs[0], 20)
    wait_for('the computer is kept awake', lambda: desktop.n('Inhibit') == 1, 5)
    assert desktop.last('Inhibit')[3] == SUSPEND, desktop.last('Inhibit')
    app.activate('play-pause')
    wait_for('the computer may sleep', lambda: desktop.n('Uninhibit') == 1, 5)
    app.activate('play-pause')
    wait_for('kept awake again', lambda: desktop.n('Inhibit') == 2, 5)


def plays_on_and_tells(app, desktop, songs):
    press_close()
    wait_for('the window closed', lambda: not window(), 5)
    assert app.playing_path() == songs[0], 'the music ended with its window'
    app.activate('next')
    told = wait_for('a notification', lambda: desktop.last('Notify'), 5)
    assert told[3] == '2 two', told
    wait_for('the second song', lambda: app.playing_path() == songs[1], 10)
    app.set_state('tell-songs', GLib.Variant('b', False))
    app.activate('next')
    wait_for('the song in the folder below', lambda: app.playing_path() == songs[2], 10)
    assert desktop.n('Notify') == 1, 'a notification that nobody wanted'


def ends_without_music(app):
    subprocess.run([app.program], check=True, timeout=60)  # starting Lilt again shows it
    wait_for('the window is back', window, 5)
    app.activate('play-pause')
    wait_for('paused', lambda: app.mpris_get('PlaybackStatus') == 'Paused', 5)
    press_close()
    wait_for('closed without music, it ends', lambda: app.process.poll() is not None, 10)
    assert app.process.returncode == 0, app.process.returncode


def main():
    with tempfile.TemporaryDirectory(prefix='lilt-desktop-') as folder:
        songs = make_music(pathlib.Path(folder).resolve())
        desktop = Desktop()
        desktop.start()
        assert desktop.ready.wait(10)
        os.environ['LC_ALL'] = 'C.UTF-8'
        with Lilt(BUILD, '--camera', 'none', folder) as app:
            keeps_awake(app, desktop, songs)
            plays_on_and_tells(app, desktop, songs)
            ends_without_music(app)
        assert desktop.n('Inhibit') == desktop.n('Uninhibit'), desktop.calls


main()
