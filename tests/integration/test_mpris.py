"""The whole of MPRIS 2.2 as the running program has it: every method, property and signal of the specification's two
mandatory interfaces is there with its type, does what it says, and is announced when it changes; playerctl agrees.

usage: test_mpris.py BUILD_DIR
"""
import configparser
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

from gi.repository import Gio, GLib

from lilt_app import APP_ID, MPRIS_NAME, Lilt, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
ROOT, PLAYER = 'org.mpris.MediaPlayer2', 'org.mpris.MediaPlayer2.Player'
PATH = '/org/mpris/MediaPlayer2'
PROPERTIES = {
    ROOT: {'CanQuit': 'b', 'CanRaise': 'b', 'HasTrackList': 'b', 'Identity': 's', 'DesktopEntry': 's',
           'SupportedUriSchemes': 'as', 'SupportedMimeTypes': 'as'},
    PLAYER: {'PlaybackStatus': 's', 'LoopStatus': 's', 'Rate': 'd', 'Shuffle': 'b', 'Metadata': 'a{sv}', 'Volume': 'd',
             'Position': 'x', 'MinimumRate': 'd', 'MaximumRate': 'd', 'CanGoNext': 'b', 'CanGoPrevious': 'b',
             'CanPlay': 'b', 'CanPause': 'b', 'CanSeek': 'b', 'CanControl': 'b'},
}
WRITABLE = {'LoopStatus', 'Rate', 'Shuffle', 'Volume'}
METHODS = {
    ROOT: {'Raise': '', 'Quit': ''},
    PLAYER: {'Next': '', 'Previous': '', 'Pause': '', 'PlayPause': '', 'Stop': '', 'Play': '', 'Seek': 'x',
             'SetPosition': 'ox', 'OpenUri': 's'},
}
METADATA = {'mpris:trackid': 'o', 'mpris:length': 'x', 'mpris:artUrl': 's', 'xesam:album': 's', 'xesam:albumArtist': 'as',
            'xesam:artist': 'as', 'xesam:discNumber': 'i', 'xesam:genre': 'as', 'xesam:title': 's',
            'xesam:trackNumber': 'i', 'xesam:url': 's'}


class Announced(threading.Thread):
    """What the program announces, heard on a connection of its own: .values (the newest of each property), .seeked."""

    def __init__(self):
        super().__init__(daemon=True)
        self.values, self.seeked = {}, []
        self.ready = threading.Event()

    def run(self):
        context = GLib.MainContext()
        context.push_thread_default()
        flags = Gio.DBusConnectionFlags
        bus = Gio.DBusConnection.new_for_address_sync(Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION),
                                                      flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION)
        bus.signal_subscribe(None, None, None, PATH, None, Gio.DBusSignalFlags.NONE, self.heard)
        bus.call_sync('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetId', None, None, 0, -1)
        self.ready.set()
        GLib.MainLoop.new(context, False).run()

    def heard(self, _bus, _sender, _path, _interface, signal, arguments):
        if signal == 'PropertiesChanged':
            self.values.update(arguments.unpack()[1])
        elif signal == 'Seeked':
            self.seeked.append(arguments.unpack()[0])


def call(app, interface, method, arguments=None):
    return app.bus.call_sync(MPRIS_NAME, PATH, interface, method, arguments, None, 0, 10000, None)


def get(app, interface, name):
    """With its type."""
    got = call(app, 'org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (interface, name)))
    return got.get_child_value(0).get_variant()


def put(app, name, value):
    call(app, 'org.freedesktop.DBus.Properties', 'Set', GLib.Variant('(ssv)', (PLAYER, name, value)))


def has_all_of_the_specification(app):
    xml = call(app, 'org.freedesktop.DBus.Introspectable', 'Introspect').unpack()[0]
    told = {interface.name: interface for interface in Gio.DBusNodeInfo.new_for_xml(xml).interfaces}
    for interface, wanted in PROPERTIES.items():
        have = {each.name: each for each in told[interface].properties}
        assert {name: each.signature for name, each in have.items()} == wanted, have
        for name, form in wanted.items():
            writable = bool(have[name].flags & Gio.DBusPropertyInfoFlags.WRITABLE)
            assert writable == (name in WRITABLE), f'{name}: writable {writable}'
            assert get(app, interface, name).get_type_string() == form, name
        methods = {each.name: ''.join(arg.signature for arg in each.in_args) for each in told[interface].methods}
        assert methods == METHODS[interface], methods
    assert [(each.name, [arg.signature for arg in each.args]) for each in told[PLAYER].signals] == [('Seeked', ['x'])]
    assert get(app, ROOT, 'DesktopEntry').unpack() == APP_ID and get(app, ROOT, 'SupportedUriSchemes').unpack() == ['file']
    entry = configparser.ConfigParser(interpolation=None, strict=False)
    entry.read(SOURCE / f'data/{APP_ID}.desktop')
    opened = entry['Desktop Entry']['MimeType'].split(';')
    assert set(get(app, ROOT, 'SupportedMimeTypes').unpack()) <= set(opened), 'a type that the desktop does not know of'


def tells_the_song(app, songs):
    wait_for('the first song', lambda: app.playing_path() == str(songs[0]), 20)
    wait_for('its length', lambda: 'mpris:length' in app.mpris_get('Metadata'), 10)
    metadata = get(app, PLAYER, 'Metadata')
    have = {metadata.get_child_value(i).get_child_value(0).get_string():
            metadata.get_child_value(i).get_child_value(1).get_variant() for i in range(metadata.n_children())}
    assert {key: value.get_type_string() for key, value in have.items()} == METADATA, have
    have = {key: value.unpack() for key, value in have.items()}
    assert (have['xesam:title'], have['xesam:artist'], have['xesam:album']) == ('One', ['Ana'], 'Air'), have
    assert (have['xesam:trackNumber'], have['xesam:discNumber'], have['xesam:genre']) == (3, 2, ['Folk']), have
    assert abs(have['mpris:length'] - 60_000_000) < 100_000, have['mpris:length']
    assert have['mpris:trackid'].startswith('/io/github/') and have['xesam:url'] == songs[0].as_uri(), have
    assert pathlib.Path(GLib.filename_from_uri(have['mpris:artUrl'])[0]).is_file(), have['mpris:artUrl']


def obeys(app, heard, songs):
    call(app, PLAYER, 'Pause')
    wait_for('Paused is announced', lambda: heard.values.get('PlaybackStatus') == 'Paused', 10)
    call(app, PLAYER, 'SetPosition', GLib.Variant('(ox)', (app.mpris_get('Metadata')['mpris:trackid'], 20_000_000)))
    wait_for('Seeked tells of 20 s', lambda: heard.seeked[-1:] == [20_000_000], 10)
    wait_for('20 s', lambda: abs(app.mpris_get('Position') - 20_000_000) < 200_000, 10)
    call(app, PLAYER, 'SetPosition', GLib.Variant('(ox)', ('/another/track', 1_000_000)))
    call(app, PLAYER, 'Seek', GLib.Variant('(x)', (-5_000_000,)))
    wait_for('15 s: the other track was passed over', lambda: heard.seeked[-1] == 15_000_000, 10)
    for loop in ('Track', 'Playlist', 'None'):
        put(app, 'LoopStatus', GLib.Variant('s', loop))
        wait_for(f'{loop} is announced', lambda: heard.values.get('LoopStatus') == loop, 10)
    put(app, 'Shuffle', GLib.Variant('b', True))
    wait_for('Shuffle is announced', lambda: heard.values.get('Shuffle') is True, 10)
    put(app, 'Volume', GLib.Variant('d', 0.25))
    wait_for('the volume is announced', lambda: abs(heard.values.get('Volume', 1) - 0.25) < 1e-6, 10)
    put(app, 'Volume', GLib.Variant('d', -3.0))
    wait_for('below nothing is nothing', lambda: heard.values['Volume'] == 0, 10)
    call(app, PLAYER, 'PlayPause')
    wait_for('it plays', lambda: heard.values['PlaybackStatus'] == 'Playing', 10)
    put(app, 'Rate', GLib.Variant('d', 0.0))
    wait_for('rate 0 is a pause', lambda: heard.values['PlaybackStatus'] == 'Paused', 10)
    call(app, PLAYER, 'Next')
    wait_for('the other song', lambda: app.playing_path() == str(songs[1]), 10)
    wait_for('there is a way back', lambda: heard.values.get('CanGoPrevious') is True, 10)


def opens(app, songs):
    call(app, PLAYER, 'OpenUri', GLib.Variant('(s)', (songs[0].as_uri(),)))
    wait_for('the address is opened', lambda: app.playing_path() == str(songs[0]), 10)
    for address in ('http://127.0.0.1:9/x.flac', 'file://server/x.flac', 'x'):
        try:
            call(app, PLAYER, 'OpenUri', GLib.Variant('(s)', (address,)))
        except GLib.Error as error:
            assert 'InvalidArgs' in error.message, error.message
        else:
            raise AssertionError(f'{address} was taken')


def playerctl(*words):
    return subprocess.run(['playerctl', '-p', 'lilt', *words], capture_output=True, text=True, check=True,
                          timeout=60).stdout.strip()


def agrees_with_playerctl(app):
    playerctl('play')
    wait_for('playing', lambda: playerctl('status') == 'Playing', 10)
    assert playerctl('metadata', '--format', '{{artist}} - {{title}} - {{xesam:trackNumber}}') == 'Ana - One - 3'
    playerctl('position', '30')
    wait_for('30 s', lambda: 29.9 < float(playerctl('position')) < 40, 10)
    playerctl('volume', '0.5')
    wait_for('half', lambda: abs(float(playerctl('volume')) - 0.5) < 1e-3, 10)
    playerctl('loop', 'Track')
    wait_for('again', lambda: playerctl('loop') == 'Track', 10)
    playerctl('stop')
    wait_for('stopped is paused at the begin', lambda: app.mpris_get('Position') == 0, 10)
    call(app, ROOT, 'Raise')
    call(app, ROOT, 'Quit')
    wait_for('it ends', lambda: app.process.poll() is not None, 20)
    assert app.process.returncode == 0, app.process.returncode


def make_songs(folder):
    subprocess.run(['convert', '-size', '64x64', 'xc:red', folder / 'cover.jpg'], check=True)
    for i, title in enumerate(('One', 'Two')):
        tags = {'title': title, 'artist': 'Ana', 'album': 'Air', 'album_artist': 'All', 'genre': 'Folk', 'track': 3 + i, 'disc': 2}
        subprocess.run(['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=60', '-i', folder / 'cover.jpg',
                        '-map', '0', '-map', '1', '-disposition:v', 'attached_pic',
                        *(word for key, value in tags.items() for word in ('-metadata', f'{key}={value}')),
                        folder / f'{title}.flac'], check=True)
        yield folder / f'{title}.flac'


def main():
    os.environ['LC_ALL'] = 'C.UTF-8'
    with tempfile.TemporaryDirectory(prefix='lilt-mpris-') as name:
        songs = list(make_songs(pathlib.Path(name).resolve()))
        heard = Announced()
        heard.start()
        assert heard.ready.wait(10)
        with Lilt(BUILD, '--camera', 'none', *songs) as app:
            tells_the_song(app, songs)
            has_all_of_the_specification(app)
            obeys(app, heard, songs)
            opens(app, songs)
            agrees_with_playerctl(app)


main()
