"""Walk every page, menu, pane and dialog of the real window and fail on what a screen reader could not name or tell apart
and on what the Tab key does not reach.

usage: audit.py BUILD_DIR. Pictures are left in BUILD_DIR/shots.
"""
import collections
import os
import pathlib
import sys

from gi.repository import GLib

from atspi_helpers import Atspi, application, children, click, find, find_all, in_sight, labels, press, type_into, wait_for
from lilt_app import Lilt, press_keys, screenshot, tab_stops

# What GTK 4.8 and libadwaita 1.2 leave without a name inside the two windows that are all theirs: a search and its
# buttons; the program's icon, the version, and lists without a heading, whose rows all have names.
OF_TOOLKIT = {
    'Shortcuts': {('entry', 'GtkSearchEntry'), ('image', 'GtkImage'), ('push button', 'GtkImage'),
                  ('push button', 'GtkMenuButton')},
    'About Lilt': {('image', 'GtkImage'), ('push button', 'GtkButton'), ('list', 'GtkListBox')},
}

CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'slider', 'entry', 'text', 'menu item',
            'check menu item', 'radio menu item', 'list', 'list item', 'switch', 'page tab', 'meter', 'level bar',
            'progress bar', 'combo box', 'spin button'}

# What acts at once: two of these by one name cannot be told apart by ear.
COMMANDS = {'push button', 'toggle button', 'check box', 'slider', 'entry', 'text', 'menu item', 'switch', 'combo box',
            'spin button'}


def is_type_name(name):
    """GTK gives a widget without a name the name of its class."""
    return name.startswith(('Gtk', 'Adw', 'Lilt')) and ' ' not in name and name != 'Lilt'


def says_twice(name):
    """"Save Save"; "pop" is a word."""
    half = len(name) // 2
    return name != '' and not name[half].isalpha() and name[:half] == name[half + 1:]


def outside_controls(node):
    """What is in sight, without the insides of controls: those speak with their own name."""
    yield node
    if node.get_role_name() in CONTROLS - {'list'}:
        return
    for child in children(node)[:30]:
        if in_sight(child):
            yield from outside_controls(child)


def check_names(window, where, problems):
    """Every control and every picture has a name that is not the name of a class. Gives how many there were."""
    n, same = 0, collections.Counter()
    for node in outside_controls(window):
        role, name = node.get_role_name(), node.get_name() or ''
        if role not in CONTROLS and role != 'image' or (role, name) in OF_TOOLKIT.get(where, ()):
            continue
        n += 1
        if not name.strip() or is_type_name(name):
            problems.append(f'{where}: {role} is called "{name}"; it holds {labels(node)[:3]}')
        if says_twice(name):
            problems.append(f'{where}: {role} says its name twice: "{name}"')
        if role in COMMANDS:
            same[name] += 1
    problems += [f'{where}: {k} controls are called "{name}"' for name, k in same.items() if k > 1]
    return n


# ---- by keyboard -------------------------------------------------------------------------------------------

# Arrows move between these; Tab comes to one of them.
BY_ARROWS = {'list item', 'table cell', 'radio button', 'page tab', 'menu item', 'check menu item', 'radio menu item'}


# GTK's own button of a window; it takes no focus. Ctrl+W and Escape do the same.
WITHOUT_FOCUS = {('push button', 'Close')}


def focusable(root):
    """Every control in sight that can have the focus."""
    for node in outside_controls(root):
        states = node.get_state_set()
        if node.get_role_name() in CONTROLS - BY_ARROWS and states.contains(Atspi.StateType.FOCUSABLE) \
                and states.contains(Atspi.StateType.SENSITIVE) \
                and (node.get_role_name(), node.get_name()) not in WITHOUT_FOCUS:
            yield node


def check_tab(root, title, where, problems):
    """Whatever can have the focus is reached by Tab, or is part of something that is."""
    reached, holders = set(), set()
    for node in tab_stops(title):
        reached.add(node.path)
        holders.add(node.get_parent().path)
    for node in focusable(root):
        # A list is reached as one of its rows, and a menu button as its inner button or the other way round.
        if node.path not in reached | holders and node.get_parent().path not in reached:
            problems.append(f'{where}: Tab does not reach {node.get_role_name()} "{node.get_name()}"')
    return len(reached)


def check_reached(names, where, problems):
    """Where pages lie behind each other: Tab comes to each of these."""
    missed = names - {node.get_name() for node in tab_stops()}
    problems += [f'{where}: Tab does not reach "{name}"' for name in sorted(missed)]


# ---- the walk -----------------------------------------------------------------------------------------------


def first_start(lilt, problems):
    """The pages of the first start, answered by hand: no camera is asked for when a photo is the camera."""
    n = check_names(lilt, 'welcome', problems)
    check_reached({'Continue'}, 'welcome', problems)
    press(lilt, 'Continue')
    find(lilt, 'push button', 'Later')
    check_reached({'Choose Folder…', 'Play the Little Album', 'Later'}, 'where is the music', problems)
    return n + check_names(lilt, 'where is the music', problems)


def turn_to(app, page):
    app.set_state('page', GLib.Variant('s', page), window=True)
    wait_for(page, lambda: app.action_state('page', window=True)[1] == page)


def pages(app, lilt, shots, problems):
    n = 0
    for page in ('now', 'moods', 'library', 'journal'):
        turn_to(app, page)
        wait_for('the header', lambda: find_all(lilt, 'push button', 'Search'))
        n += check_names(lilt, page, problems)
        screenshot(shots / f'audit-{page}.png')
        reached = check_tab(lilt, 'Lilt', page, problems)
        assert reached > 5, f'Tab reached only {reached} controls on {page}: did the window have the focus?'
    return n


def tabs(app, lilt, problems):
    """The other tabs of the library, of which Playlists is empty."""
    n = 0
    for tab, words in (('albums', 'Amoebax'), ('artists', 'Alex Almarza'), ('songs', 'Title'),
                       ('playlists', 'No Playlists Yet')):
        app.set_state('library-tab', GLib.Variant('s', tab), window=True)
        find(lilt, 'label', words)
        n += check_names(lilt, f'library, {tab}', problems)
        check_tab(lilt, 'Lilt', f'library, {tab}', problems)
    app.set_state('library-tab', GLib.Variant('s', 'all'), window=True)
    return n


def window_of(title):
    return wait_for(f'the window "{title}"', lambda: next(
        (w for w in children(application()) if w.get_name() == title), None))


def dialogs(app, shots, problems):
    """Preferences with all its pages, the shortcuts, the guide, about."""
    n = 0
    app.activate('preferences', window=True)
    window = window_of('Preferences')
    for tab, heading in (('Music', 'Music Folders'), ('Camera', 'When It Looks'), ('Mood', 'What Else Counts'),
                         ('Privacy', 'What Lilt Keeps')):
        press_tab(window, tab)
        find(window, 'label', heading)
        n += check_names(window, f'Preferences, {tab}', problems)
        check_tab(window, 'Preferences', f'Preferences, {tab}', problems)
        if tab == 'Mood':
            n += mood_map(window, shots, problems)
    leave('Preferences')
    n += scenes(app, problems)
    for action, title, own in (('show-help-overlay', 'Shortcuts', True), ('guide', 'Guide', True), ('about', 'About Lilt', False)):
        app.activate(action, window=own)
        window = wait_for(title, lambda: next((w for w in children(application()) if w.get_name() != 'Lilt'), None))
        n += check_names(window, title, problems)
        if title not in OF_TOOLKIT:
            check_tab(window, title, title, problems)
        leave(window.get_name())
    return n


def mood_map(preferences, shots, problems):
    """A mood of the map, over Preferences."""
    press(preferences, 'Change What Plays When: Sad')
    dialog = window_of('What Plays When…')
    find(dialog, 'slider', 'Minor or Major')
    n = check_names(dialog, 'a mood of the map', problems)
    check_tab(dialog, 'What Plays When…', 'a mood of the map', problems)
    screenshot(shots / 'audit-mood-map.png')
    leave('What Plays When…')
    return n


def scenes(app, problems):
    """The scene list's dialog, empty and with two steps."""
    app.activate('edit-scenes', window=True)
    window = window_of('Scene List')
    n = check_names(window, 'scene list, empty', problems)
    press(window, 'Add a Step')
    find(window, 'push button', 'Remove Step 1')
    press(window, 'Add a Step')
    find(window, 'push button', 'Remove Step 2')
    n += check_names(window, 'scene list', problems)
    check_tab(window, 'Scene List', 'scene list', problems)
    leave('Scene List')
    return n


def press_tab(window, name):
    assert any(click(node) for node in outside_controls(window) if node.get_name() == name
               and node.get_role_name() in ('page tab', 'radio button', 'toggle button')), f'no tab "{name}"'


def leave(title):
    """Escape closes every dialog."""
    press_keys('Escape', window=title)
    wait_for(f'{title} closed', lambda: all(w.get_name() != title for w in children(application())))


def panes(app, lilt, shots, problems):
    """What opens: mood menu, a mood's songs, queue, camera card, search."""
    n = 0
    app.activate('mood-menu', window=True)
    menu = find(lilt, name='Mood menu')
    find(menu, 'push button', 'Sad')
    n += check_names(lilt, 'mood menu', problems)
    check_tab(menu, 'Lilt', 'mood menu', problems)
    screenshot(shots / 'audit-mood-menu.png')
    press(lilt, 'Sad')
    wait_for('the mood chosen by a click', lambda: app.action_state('mood')[1] == 'sad')
    app.activate('browse-mood', GLib.Variant('s', 'happy'), window=True)
    find(lilt, 'push button', 'Back to All Moods')
    n += check_names(lilt, 'the songs of a mood', problems)
    check_tab(lilt, 'Lilt', 'the songs of a mood', problems)
    app.set_state('queue', GLib.Variant('b', True), window=True)
    find(lilt, 'list', 'Next Up')
    n += check_names(lilt, 'queue', problems)
    check_tab(lilt, 'Lilt', 'queue', problems)
    turn_to(app, 'now')
    app.set_state('show-camera', GLib.Variant('b', True))
    find(lilt, 'push button', 'Close the Camera')
    n += check_names(lilt, 'camera card', problems)
    check_tab(lilt, 'Lilt', 'camera card', problems)
    click(find(lilt, name='More about the Camera'))
    find(lilt, 'menu item', 'Learn My Face at Rest')
    n += check_names(lilt, 'menu of the camera card', problems)
    screenshot(shots / 'audit-camera-card.png')
    press(lilt, 'Camera Preferences', 'menu item')
    find(window_of('Preferences'), 'label', 'Your Face at Rest')
    leave('Preferences')
    app.set_state('show-camera', GLib.Variant('b', False))
    turn_to(app, 'library')
    n += tabs(app, lilt, problems)
    type_into(find(lilt, name='Search songs, albums, artists'), 'zzzz no such song')
    find(lilt, 'label', 'Nothing Found')
    n += check_names(lilt, 'nothing found', problems)
    check_tab(lilt, 'Lilt', 'nothing found', problems)
    type_into(find(lilt, name='Search songs, albums, artists'), '')
    return n


def main():
    build = pathlib.Path(sys.argv[1])
    assets = pathlib.Path(os.environ.get('LILT_ASSETS', build / 'assets'))
    photo, music = assets / 'photos' / 'astronaut.png', assets / 'music' / 'amoebax-data'
    if not photo.is_file() or not music.is_dir():
        print(f'skipped: no photo and music in {assets}')
        return 77
    shots = build / 'shots'
    shots.mkdir(exist_ok=True)
    problems = []
    with Lilt(build, '--camera', str(photo), log=shots / 'audit.log') as app:
        lilt = application()
        find(lilt, 'push button', 'Continue')
        n = first_start(lilt, problems)
        screenshot(shots / 'audit-first-start.png')
        app.activate('add-folder', GLib.Variant('s', str(music)))
        find(lilt, 'push button', 'Search', 60)
        turn_to(app, 'library')
        wait_for('songs in the library', lambda: find_all(lilt, 'list item'), 60)
        n += pages(app, lilt, shots, problems)
        n += panes(app, lilt, shots, problems)
        n += dialogs(app, shots, problems)
    print(f'{n} controls seen, {len(problems)} without a name or out of reach; pictures in {shots}')
    for problem in problems:
        print('  ' + problem)
    assert n > 60, 'too few controls: the walk did not reach the pages'
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
