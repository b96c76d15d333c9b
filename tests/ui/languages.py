"""The window in other languages: a pseudo-locale whose every string is longer, accented and in brackets, so that a word
that is not translatable, or cut off, shows itself; German; and a right-to-left desktop, where the frame mirrors and the
transport, whose directions are those of time, does not.

usage: languages.py BUILD_DIR. Pictures are left in BUILD_DIR/shots.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from gi.repository import GLib

from atspi_helpers import Atspi, application, children, click, find, press, walk, wait_for
from lilt_app import FRAME_PX, Lilt, mood_button, press_keys, query, resize, screenshot, size_of, skip, windows_named

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
SHOTS = BUILD / 'shots'
PHONE = (360, 720)
PAGES = ('now', 'moods', 'library', 'journal')

ACCENTS = str.maketrans('aceginosuyACEGINOSUY', 'áçéğíñóšúýÁÇÉĞÍÑÓŠÚÝ')
KEPT = re.compile(r'(%[-0-9.]*(?:l|ll)?[a-zA-Z%]|\\.|<[^>]*>|&\w+;|_(?=\w))')  # directives, escapes, mark-up, mnemonics
SPOKEN = ('push button', 'toggle button', 'check box', 'radio button', 'slider', 'entry', 'text', 'label', 'list',
          'page tab', 'menu item', 'image', 'heading', 'switch')


# ---- the pseudo-locale -----------------------------------------------------------------------------------


def pseudo(text):
    """Accents on everything that is shown, 40 % longer, in brackets."""
    if not text or text == 'translator-credits':
        return text
    parts = [part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(text)]
    padding = '~' * max(1, int(0.4 * len(text)) - 2)
    ending = '…' if text.endswith('…') else ''
    return '[' + ''.join(parts).removesuffix('…') + padding + ']' + ending


def make_pseudo_locale(folder):
    """A catalogue of pseudo strings for the language en_XA."""
    pot = (SOURCE / 'data' / 'po' / 'lilt.pot').read_text(encoding='utf-8')
    header, *blocks = re.split(r'\n\n', pot)
    out = [header]
    for block in blocks:
        texts = {name: ''.join(re.findall(r'"(.*)"', body)) for name, body in
                 re.findall(r'^(msgid|msgid_plural) ((?:".*"\n?)+)', block, re.M)}
        head = block[:block.index('msgstr')]
        if 'msgid_plural' in texts:
            out.append(f'{head}msgstr[0] "{pseudo(texts["msgid"])}"\nmsgstr[1] "{pseudo(texts["msgid_plural"])}"')
        else:
            out.append(f'{head}msgstr "{pseudo(texts["msgid"])}"')
    place = folder / 'locale' / 'en_XA' / 'LC_MESSAGES'
    place.mkdir(parents=True)
    text = '\n\n'.join(out).replace('nplurals=INTEGER; plural=EXPRESSION;', 'nplurals=2; plural=(n != 1);')
    subprocess.run(['msgfmt', '--check-format', '-o', place / 'lilt.mo', '-'], input=text, text=True, check=True)


# ---- walking -----------------------------------------------------------------------------------------------


def turn_to(app, page):
    app.set_state('page', GLib.Variant('s', page), window=True)
    wait_for(page, lambda: app.action_state('page', window=True)[1] == page)


def start_with_music(app):
    """Past the first start, with music: a file that plays goes first."""
    app.activate('add-folder', GLib.Variant('s', str(ASSETS / 'music' / 'amoebax-data')))
    wait_for('songs', lambda: query('SELECT count(*) FROM tracks')[0][0] >= 5, 120)
    app.activate('mood', GLib.Variant('s', 'happy'))
    wait_for('music', app.playing_path, 60)


def walk_pages(app, name, in_words):
    """A picture of each page and of the mood menu; gives every text that a screen reader finds on them."""
    texts = set()
    for page in PAGES:
        turn_to(app, page)
        texts |= texts_in_sight(application())
        screenshot(SHOTS / f'{name}-{page}.png')
    turn_to(app, 'now')
    app.activate('mood-menu', window=True)
    texts |= texts_in_sight(application())
    screenshot(SHOTS / f'{name}-menu.png')
    press_keys('Escape')
    app.activate('preferences', window=True)
    wait_for('Preferences', lambda: application().get_child_count() > 1)
    texts |= texts_in_sight(application())
    screenshot(SHOTS / f'{name}-preferences.png')
    texts |= walk_mood_map(name, in_words)
    app.activate('set-scenes', GLib.Variant('a(su)', [('calm', 20), ('workout', 30)]))
    app.activate('edit-scenes', window=True)
    wait_for('the scene list', lambda: application().get_child_count() > 2)
    texts |= texts_in_sight(application())
    screenshot(SHOTS / f'{name}-scenes.png')
    return texts


def german(text):
    """What data/po/de.po has for it."""
    po = (SOURCE / 'data' / 'po' / 'de.po').read_text(encoding='utf-8')
    return re.search(f'^msgid "{re.escape(text)}"\nmsgstr "(.*)"$', po, re.M)[1]


def walk_mood_map(name, in_words):
    """A mood of the map, from Preferences. in_words: a text in the language."""
    def window_of(title):
        return wait_for(title, lambda: next((w for w in children(application()) if w.get_name() == in_words(title)), None))

    preferences = window_of('Preferences')
    assert any(click(node) for node in walk(preferences) if node.get_name() == in_words('Mood')
               and node.get_role_name() in ('page tab', 'radio button', 'toggle button'))
    press(preferences, in_words('Change What Plays When: %s').replace('%s', in_words('Sad')))
    dialog = window_of('What Plays When…')
    texts = texts_in_sight(application())
    screenshot(SHOTS / f'{name}-mood-map.png')
    press(dialog, in_words('_Cancel').replace('_', ''))
    wait_for('the map closed', lambda: all(w.get_name() != in_words('What Plays When…') for w in children(application())))
    return texts


def fit_a_phone(app, name):
    """Every page keeps within 360 px: one that asked for more would push what is at the edge off the screen."""
    wish = PHONE[0] + 2 * FRAME_PX, PHONE[1] + 2 * FRAME_PX
    assert resize(*wish) == wish, f'{name}: the window does not become as narrow as a phone'

    def look_at(what):
        screenshot(SHOTS / f'{name}-phone-{what}.png')
        wide = [size_of(window)[0] for window in windows_named('Lilt')]
        assert max(wide) <= wish[0], f'{name}: {what} wants {max(wide)} px, a phone has {wish[0]}'

    for page in PAGES:
        turn_to(app, page)
        look_at(page)
    for tab in ('all', 'albums', 'artists', 'songs', 'playlists'):
        turn_to(app, 'library')
        app.set_state('library-tab', GLib.Variant('s', tab), window=True)
        look_at(f'library-{tab}')
    app.activate('open-album', GLib.Variant('x', query('SELECT min(id) FROM tracks')[0][0]), window=True)
    look_at('album')
    app.activate('library-back', window=True)
    app.activate('browse-mood', GLib.Variant('s', 'happy'), window=True)
    look_at('mood-list')
    app.activate('all-moods', window=True)


def texts_in_sight(root):
    """Each with its role. Asked again when the window was too busy to answer."""
    return wait_for('the texts', lambda: {(node.get_role_name(), node.get_name() or '') for node in walk(root)
                                          if node.get_role_name() in SPOKEN}, 60)


# ---- the three languages ------------------------------------------------------------------------------------


def data_words():
    """What the window shows of the music itself, which nobody translates."""
    rows = query('SELECT title, name, album, genre FROM tracks JOIN artists ON artists.id = artist_id')
    return {word for row in rows for word in row if word} | {'amoebax-data'}


def untranslated(texts, data):
    for role, text in sorted(texts):
        bare = text
        for word in sorted(data, key=len, reverse=True):
            bare = bare.replace(word, '')
        bare = re.sub(r'\[[^\[\]]*\]|\[.*\]', '', bare)  # what came out of the catalogue
        if re.search(r'[A-Za-z]{3,}', bare) and not bare.startswith(('Adw', 'Gtk', 'Lilt', '/')):
            yield f'{role}: "{text}"'


def run_pseudo(own):
    make_pseudo_locale(own)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'pseudo.log',
              env={'LANGUAGE': 'en_XA', 'LILT_DATA_DIR': str(own)}) as app:
        start_with_music(app)
        texts = walk_pages(app, 'pseudo', pseudo)
    problems = [text for text in untranslated(texts, data_words()) if text not in FROM_GTK]
    assert len(texts) > 100, f'only {len(texts)} texts were found'
    assert any('[' in text for _, text in texts), 'the pseudo-locale was not used'
    assert not problems, 'not translatable:\n  ' + '\n  '.join(problems)
    print(f'pseudo-locale: {len(texts)} texts, all translatable')


# Words of GTK and libadwaita, in their own catalogues.
FROM_GTK = {'push button: "Close"', 'push button: "Back"', 'entry: "Search"'}


def run_german():
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'german.log', env={'LANGUAGE': 'de'}) as app:
        find(application(), name='Bibliothek', seconds=60)
        wait_for('the library', lambda: query('SELECT count(*) FROM tracks')[0][0] >= 5)
        walk_pages(app, 'german', german)
        for dialog in ('Szenenliste', 'Einstellungen'):
            press_keys('Escape', window=dialog)
        fit_a_phone(app, 'german')
    print('German: all pages, on a phone too')


def left_of(node):
    return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).x


def make_wordless_locale(folder, language):
    """A catalogue without a word: GTK speaks a language, and takes its direction, only where the program has it too."""
    place = folder / 'locale' / language / 'LC_MESSAGES'
    place.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    subprocess.run(['msgfmt', '-o', place / 'lilt.mo', '-'], input=header, text=True, check=True)


def run_right_to_left(own):
    """Arabic: Lilt's own words stay English, the frame mirrors."""
    make_wordless_locale(own, 'ar')
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'rtl.log',
              env={'LANGUAGE': 'ar', 'LILT_DATA_DIR': str(own)}) as app:
        turn_to(app, 'now')
        lilt = application()
        mood = wait_for('the mood button', mood_button)
        menu = find(lilt, name='Main Menu')
        previous, following = find(lilt, 'push button', 'Previous'), find(lilt, 'push button', 'Next')
        wait_for('a header that mirrors', lambda: left_of(mood) > left_of(menu))
        wait_for('a transport that does not', lambda: left_of(previous) < left_of(following))
        walk_pages(app, 'rtl', str)
    print('right to left: the frame mirrors, the transport does not')


def main():
    if not (ASSETS / 'music' / 'amoebax-data').is_dir():
        skip(f'no music in {ASSETS}')
    SHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        run_pseudo(pathlib.Path(own))
        run_german()
        run_right_to_left(pathlib.Path(own))


main()
