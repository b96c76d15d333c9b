"""gallery.py BUILD OUT [VARIANT...]: pictures of every page, pane, menu and dialog, for a person to look at.

A variant is a look and a language (light, dark, contrast, german, rtl, ...: VARIANTS), photographed at each of LILT_WIDTHS
("360 720 1090 1280 1600"); LILT_VIEWS names the views that are wanted (all), LILT_SONGS adds as many invented songs to the
album that comes with Lilt (make_library of the tests is needed). One sheet a variant and width is put together in OUT. Inside
with-display.sh and with-sound.sh; ./dev shots --all does that. Nothing here is a test: what is wrong in a picture is for
eyes."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from gi.repository import GLib

import atspi_helpers
import lilt_app
from atspi_helpers import application, click, find, find_all
from lilt_app import wait_for

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ALBUM = SOURCE / 'data' / 'album'
N_ALBUM = len(list(ALBUM.glob('*.opus')))

DARK = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}
CONTRAST = {'ADW_DEBUG_HIGH_CONTRAST': '1'}
VARIANTS = {'light': {}, 'dark': DARK, 'contrast': CONTRAST, 'contrast-dark': {**CONTRAST, **DARK},
            'german': {'LANGUAGE': 'de'}, 'rtl': {'LANGUAGE': 'ar'}, 'rtl-dark': {'LANGUAGE': 'ar', **DARK}}
HEIGHTS = {360: 720, 720: 900, 1090: 740, 1280: 800, 1600: 1000}
LIBRARY_TABS = ('all', 'albums', 'artists', 'songs', 'playlists')


# ---- the window ------------------------------------------------------------------------------------------------


def resize(width):
    """Make the window that wide inside its frame; gives its size."""
    return lilt_app.resize(width + 2 * lilt_app.FRAME_PX, HEIGHTS[width] + 2 * lilt_app.FRAME_PX)


# ---- the views: each opens what it shows and gives what closes it again ------------------------------------------


def page(app, name):
    app.set_state('page', GLib.Variant('s', name), window=True)


def escape():
    lilt_app.press_keys('Escape')


def see_library(tab):
    def see(app):
        page(app, 'library')
        app.set_state('library-tab', GLib.Variant('s', tab), window=True)
    return see


def see_mood_list(app):
    app.activate('browse-mood', GLib.Variant('s', 'happy'), window=True)
    return lambda: app.activate('all-moods', window=True)


def see_mood_menu(app):
    page(app, 'now')
    app.activate('mood-menu', window=True)
    return escape


def see_album(app):
    page(app, 'library')
    app.activate('open-album', GLib.Variant('x', 1), window=True)
    return lambda: app.activate('library-back', window=True)


def see_queue(app):
    page(app, 'library')
    app.set_state('queue', GLib.Variant('b', True), window=True)
    return lambda: app.set_state('queue', GLib.Variant('b', False), window=True)


def see_menu(*names, on='now'):
    def see(app):
        page(app, on)
        for name in names:
            node = next(iter(node for node in find_all(application(), None, name) if click(node)), None)
            if node is None:
                print(f'no "{name}" here', file=sys.stderr)
        return escape
    return see


def see_search(app):
    page(app, 'library')
    app.activate('search', window=True)
    subprocess.run(['xdotool', 'type', 'se' if os.environ.get('LILT_SONGS') else 'pa'], check=True)
    time.sleep(1)
    return lambda: (escape(), escape())


VIEWS = {'now': lambda app: page(app, 'now'), 'moods': lambda app: page(app, 'moods'), 'mood-list': see_mood_list,
         **{f'library-{tab}': see_library(tab) for tab in LIBRARY_TABS}, 'album': see_album, 'queue': see_queue,
         'search': see_search, 'journal': lambda app: page(app, 'journal'), 'mood-menu': see_mood_menu,
         'main-menu': see_menu('Main Menu'), 'more': see_menu('More'), 'volume': see_menu('Volume')}


DIALOGS = {'preferences': 'preferences', 'shortcuts': 'show-help-overlay', 'guide': 'guide'}


def windows():
    """The X windows that are seen, but for popovers' and the compositor's."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'lilt'], capture_output=True, text=True)
    return set(found.stdout.split())


def photograph_dialogs(app, out):
    """Each dialog alone, and Preferences page by page."""
    for name, action in DIALOGS.items():
        known = windows()
        app.activate(action, window=True)
        window = wait_for(name, lambda: next(iter(windows() - known), None), 10)
        time.sleep(2)
        shown = next((child for child in atspi_helpers.children(application()) if child.get_name() != 'Lilt'), None)
        tabs = [] if name != 'preferences' else find_all(shown, 'radio button')[:4] or find_all(shown, 'page tab')
        lilt_app.photograph(out / f'{name}.png', lilt_app.size_of(window))
        for i, tab in enumerate(tabs[1:4]):
            click(tab)
            lilt_app.photograph(out / f'{name}-{i + 2}.png', lilt_app.size_of(window))
        subprocess.run(['xdotool', 'windowfocus', '--sync', window, 'key', 'Escape'], check=False)
        wait_for(f'{name} closed', lambda window=window: window not in windows(), 10)


# ---- a variant -----------------------------------------------------------------------------------------------------


def forget_everything():
    for place in (lilt_app.database_path().parent, pathlib.Path(os.environ['XDG_CACHE_HOME']) / 'lilt'):
        shutil.rmtree(place, ignore_errors=True)


def start_music(app, n_before):
    app.activate('add-folder', GLib.Variant('s', str(ALBUM)))
    wait_for('the album', lambda: lilt_app.query('SELECT count(*) FROM tracks')[0][0] == n_before + N_ALBUM, 60)
    app.set_state('tell-songs', GLib.Variant('b', False))  # nobody shows notifications here
    app.activate('mood', GLib.Variant('s', 'happy'))
    if n_before == 0:
        wait_for('music', app.playing_path, 30)
    time.sleep(5)  # toast and strip of the scan


def photograph_all(app, out, width, names):
    size = resize(width)
    for name in filter(VIEWS.get, names):
        close = VIEWS[name](app)
        time.sleep(0.7)
        lilt_app.photograph(out / f'{name}.png', size)
        if close is not None:
            close()
    page(app, 'now')


def sheet(folder, width, path):
    """All pictures of a folder side by side, small enough to be looked at as a whole."""
    wide = {360: 280, 720: 400}.get(width, 700)
    subprocess.run(['montage', *sorted(folder.glob('*.png')), '-tile', f'{2000 // wide}x', '-geometry', f'{wide}x+6+6',
                    '-background', '#888', path], check=True)


def run_variant(build, out, variant, widths, names, n_songs):
    forget_everything()
    with tempfile.TemporaryDirectory() as own:
        env = dict(VARIANTS[variant])
        if n_songs:
            lilt_app.database_path().parent.mkdir(parents=True, exist_ok=True)
            subprocess.run([build / 'tests' / 'make_library', lilt_app.database_path(), str(n_songs)], check=True)
        if env.get('LANGUAGE') == 'ar':  # GTK takes a language's direction only where the program speaks it
            place = pathlib.Path(own) / 'locale' / 'ar' / 'LC_MESSAGES'
            place.mkdir(parents=True)
            header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
            subprocess.run(['msgfmt', '-o', place / 'lilt.mo', '-'], input=header, text=True, check=True)
            env['LILT_DATA_DIR'] = own
        with lilt_app.Lilt(build, '--camera', 'none', log=out / f'{variant}.log', env=env) as app:
            start_music(app, n_songs)
            for width in widths:
                folder = out / f'{variant}-{width}'
                folder.mkdir(parents=True, exist_ok=True)
                photograph_all(app, folder, width, names)
                sheet(folder, width, out / f'{variant}-{width}.png')
            if 'dialogs' in names:
                folder = out / f'{variant}-dialogs'
                folder.mkdir(exist_ok=True)
                photograph_dialogs(app, folder)
                sheet(folder, 640, out / f'{variant}-dialogs.png')


def main():
    build, out = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    widths = [int(width) for width in os.environ.get('LILT_WIDTHS', '360 720 1090 1280 1600').split()]
    names = os.environ.get('LILT_VIEWS', ' '.join([*VIEWS, 'dialogs'])).split()
    for variant in sys.argv[3:] or VARIANTS:
        run_variant(build, out, variant, widths, names, int(os.environ.get('LILT_SONGS', '0')))


main()
