"""Closed means closed when nobody can be at the screen. A desktop's screen saver and logind, both real services on real
buses (played by this program), lock the screen and send the machine to sleep while Lilt watches all the time: the device's
descriptor is gone, logind is let go no sooner than that, and on return Lilt looks again by itself.

usage: test_away.py BUILD        (inside with-display.sh and with-sound.sh)"""
import os
import pathlib
import select
import subprocess
import sys
import threading
import time

from gi.repository import Gio, GLib

import lilt_app
from lilt_app import wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
DEVICE = 'memfd:v4l2shim'  # what the shim's /dev/video0 is behind the curtain
LOGIN_PATH = '/org/freedesktop/login1'
SESSION_PATH = LOGIN_PATH + '/session/auto'
SAVERS = {'org.gnome.ScreenSaver': '/org/gnome/ScreenSaver',
          'org.freedesktop.ScreenSaver': '/org/freedesktop/ScreenSaver'}
SAVER = '''<node><interface name="{}">
  <method name="GetActive"><arg type="b" direction="out"/></method>
  <signal name="ActiveChanged"><arg type="b"/></signal>
</interface></node>'''
LOGIN = '''<node><interface name="org.freedesktop.login1.Manager">
  <method name="Inhibit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="h" direction="out"/></method>
  <signal name="PrepareForSleep"><arg type="b"/></signal>
</interface></node>'''
LOGIN_SESSION = '''<node><interface name="org.freedesktop.login1.Session">
  <property name="LockedHint" type="b" access="read"/>
</interface></node>'''


class Service:
    """Something with a name on a bus, which answers on a thread of its own."""

    def __init__(self, address, name):
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.name = name
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(address,), daemon=True)
        self.thread.start()
        assert self.ready.wait(30), f'{name} does not come up'

    def _run(self, address):
        self.context.push_thread_default()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.export()
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
                           GLib.Variant('(su)', (self.name, 4)), None, Gio.DBusCallFlags.NONE, -1, None)
        self.ready.set()
        self.loop.run()

    def add(self, path, xml, on_call, on_get=None):
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self.bus.register_object(path, interface, on_call, on_get, None)

    def emit(self, path, interface, signal, value):
        self.bus.emit_signal(None, path, interface, signal, value)
        self.bus.flush_sync(None)

    def vanish(self):
        self.bus.close_sync(None)
        self.loop.quit()


class Saver(Service):
    active = False

    def export(self):
        self.add(SAVERS[self.name], SAVER.format(self.name), lambda *call: call[-1].return_value(
            GLib.Variant('(b)', (self.active,))))

    def lock(self, active):
        self.active = active
        self.emit(SAVERS[self.name], self.name, 'ActiveChanged', GLib.Variant('(b)', (active,)))


class Login(Service):
    locked = False
    delay = None  # our end of what was handed to whoever asked to be waited for

    def export(self):
        self.add(LOGIN_PATH, LOGIN, self._inhibit)
        self.add(SESSION_PATH, LOGIN_SESSION, None, lambda *_: GLib.Variant('b', self.locked))

    def _inhibit(self, *call):
        what, _, _, mode = call[-2].unpack()
        assert (what, mode) == ('sleep', 'delay'), (what, mode)
        ours, theirs = os.pipe()
        fds = Gio.UnixFDList.new_from_array([theirs])  # takes it
        call[-1].return_value_with_unix_fd_list(GLib.Variant('(h)', (0,)), fds)
        self.delay = ours

    def lock(self, locked):
        self.locked = locked
        self.emit(SESSION_PATH.replace('auto', '_32'), 'org.freedesktop.DBus.Properties', 'PropertiesChanged', GLib.Variant(
            '(sa{sv}as)', ('org.freedesktop.login1.Session', {'LockedHint': GLib.Variant('b', locked)}, [])))

    def sleep(self, app):
        """Announce it and wait for whoever asked for that; what they had open when they let go."""
        delay, self.delay = self.delay, None
        self.emit(LOGIN_PATH, 'org.freedesktop.login1.Manager', 'PrepareForSleep', GLib.Variant('(b)', (True,)))
        ready, _, _ = select.select([delay], [], [], 25)
        held = holds_device(app)
        os.close(delay)
        assert ready, 'logind would have waited in vain'
        return held

    def wake(self):
        self.emit(LOGIN_PATH, 'org.freedesktop.login1.Manager', 'PrepareForSleep', GLib.Variant('(b)', (False,)))


def holds_device(app):
    for link in pathlib.Path(f'/proc/{app.process.pid}/fd').iterdir():
        try:
            if DEVICE in os.readlink(link):
                return True
        except FileNotFoundError:
            pass  # closed meanwhile
    return False


def closed(app, why):
    wait_for(f'the device closed: {why}', lambda: not holds_device(app), 3)
    app.activate('glance')
    for _ in range(10):
        time.sleep(0.1)
        assert not holds_device(app), f'opened although {why}'


def opened(app, why):
    wait_for(f'the device open: {why}', lambda: holds_device(app), 5)


def check_savers(app, savers):
    for saver in savers:
        saver.lock(True)
        closed(app, f'{saver.name} is active')
        saver.lock(False)
        opened(app, f'{saver.name} is no more active')
    savers[0].lock(True)
    savers[1].lock(True)
    closed(app, 'both are active')
    savers[0].lock(False)
    closed(app, 'one of two is still active')
    savers[1].vanish()
    opened(app, 'the one that was active is no more')


def check_login(app, login):
    login.lock(True)
    closed(app, 'logind says that the session is locked')
    login.lock(False)
    opened(app, 'the session is unlocked')
    for _ in range(2):  # Lilt asks anew to be waited for
        wait_for('Lilt asks logind to wait', lambda: login.delay is not None, 5)
        assert not login.sleep(app), 'the machine sleeps while the camera is open'
        closed(app, 'the machine sleeps')
        login.wake()
        opened(app, 'the machine is awake')


def check_closed_between(app):
    """With glances, and when it is off."""
    app.set_state('camera-rhythm', GLib.Variant('s', 'asked'))
    wait_for('the device closed between glances', lambda: not holds_device(app), 20)
    app.activate('glance')
    opened(app, 'a glance')
    app.set_state('camera-off', GLib.Variant('b', True))
    closed(app, 'watching is off')


def main():
    photo = ASSETS / 'photos' / 'grace_hopper.jpg'
    if not photo.exists():
        lilt_app.skip(f'{photo} is not here')
    with subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address'], stdout=subprocess.PIPE,
                          text=True) as daemon:
        try:
            system = daemon.stdout.readline().strip()
            savers = [Saver(os.environ['DBUS_SESSION_BUS_ADDRESS'], name) for name in SAVERS]
            savers[0].active = True  # before Lilt comes
            login = Login(system, 'org.freedesktop.login1')
            env = {'DBUS_SYSTEM_BUS_ADDRESS': system, 'LD_PRELOAD': str(BUILD / 'tests' / 'v4l2shim.so'),
                   'LILT_SHIM_FRAMES': str(photo), 'LILT_SHIM_FPS': '10',
                   'LILT_SHIM_FAULT': 'slow'}  # closing takes a while, so that whoever does not wait for it is caught
            (BUILD / 'shots').mkdir(exist_ok=True)
            with lilt_app.Lilt(BUILD, '--camera', '/dev/video0', log=BUILD / 'shots' / 'away.log', env=env) as app:
                app.activate('end-first-start')
                app.set_state('camera-rhythm', GLib.Variant('s', 'always'))
                app.set_state('camera-allow', GLib.Variant('b', True))
                closed(app, 'the screen was locked when Lilt was started')
                savers[0].lock(False)
                opened(app, 'the screen is unlocked')
                check_savers(app, savers)
                check_login(app, login)
                check_closed_between(app)
        finally:
            daemon.terminate()
    print('closed when nobody can be at the screen')


main()
