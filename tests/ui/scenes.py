"""The scene list by hand: made in its dialog from the mood menu, played, told by the mood button, ended by a choice, found
again paused after a restart; the presets beside it; and what else counts, in Preferences and the main menu.

usage: scenes.py BUILD. Pictures are left in BUILD/shots."""
import os
import pathlib
import subprocess
import sys

from gi.repository import GLib

from atspi_helpers import application, children, click, find, find_all, names, press, wait_for
from lilt_app import FRAME_PX, Lilt, centre, mood_words, pointer, press_keys, query, resize, screenshot, size_of, skip, tab_stops, tab_to, window_says, windows_named

BUILD = pathlib.Path(sys.argv[1]).resolve()
MUSIC = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'music' / 'amoebax-data'
SHOTS = BUILD / 'shots'
KEPT = {'GSETTINGS_BACKEND': 'keyfile'}  # settings that outlive the program
PHONE = 360


def window_of(title):
    return wait_for(f'the window "{title}"', lambda: next(
        (w for w in children(application()) if w.get_name() == title), None))


def gone(title):
    wait_for(f'"{title}" closed', lambda: all(w.get_name() != title for w in children(application())))


def open_blends(app, lilt):
    app.activate('mood-menu', window=True)
    menu = find(lilt, name='Mood menu')
    press(menu, 'Blends')
    return menu


def order_becomes(what, dialog, first, second):
    wait_for(what, lambda: {f'Mood of Step 1: {first}', f'Mood of Step 2: {second}'} <= set(names(dialog)))


def change_order(dialog):
    """By keys from within a row, and by the mouse."""
    tab_to('Minutes of Step 2', 'Scene List')
    press_keys('alt+Up', window='Scene List')
    order_becomes('the second step moved up', dialog, 'Happy', 'Calm')
    press_keys('alt+Up', window='Scene List')
    order_becomes('the first stays the first', dialog, 'Happy', 'Calm')
    press_keys('alt+Down', window='Scene List')
    order_becomes('and down again', dialog, 'Calm', 'Happy')
    (first, second) = (centre(label) for label in find_all(dialog, 'label', 'min'))
    pointer('mousemove', '--sync', *second, 'mousedown', '1')
    try:
        for share in range(0, 21):
            pointer('mousemove', second[0], second[1] + (first[1] - second[1]) * share // 20, 'sleep', '0.05')
        subprocess.run(['import', '-window', 'root', SHOTS / 'scenes-drag.png'], check=True)
    finally:
        pointer('mouseup', '1')
    order_becomes('the second step dragged up', dialog, 'Happy', 'Calm')
    press_keys('alt+Down', window='Scene List')
    order_becomes('back', dialog, 'Calm', 'Happy')


def make_list(app, lilt):
    """By the keyboard alone, once the dialog is open."""
    menu = open_blends(app, lilt)
    find(menu, name='Workout')
    screenshot(SHOTS / 'scenes-menu.png')
    press(menu, 'Scene List…')
    dialog = window_of('Scene List')
    screenshot(SHOTS / 'scenes-empty.png')
    assert not app.action_state('scenes')[0], 'an empty list can be played'
    tab_to('Add a Step', 'Scene List')
    press_keys('space', window='Scene List')
    find(dialog, name='Mood of Step 1: Calm')
    press(dialog, 'Add a Step')
    find(dialog, name='Mood of Step 2: Happy')
    press(dialog, 'Add a Step')
    find(dialog, 'spin button', 'Minutes of Step 2').get_value_iface().set_current_value(30)
    press(dialog, 'Remove Step 3')
    wait_for('two steps', lambda: not find_all(dialog, name='Remove Step 3'))
    find(dialog, 'label', '50 min')
    change_order(dialog)
    reached = {node.get_name() for node in tab_stops('Scene List')}
    for name in ('Calm', 'Minutes of Step 2', 'Remove Step 2', 'Add a Step', 'Play the List', 'Save', 'Cancel'):
        assert any(name in (n or '') for n in reached), f'Tab does not reach {name}: {sorted(map(str, reached))}'
    screenshot(SHOTS / 'scenes-list.png')
    press(dialog, 'Play the List')
    gone('Scene List')


def told(words):
    return words in mood_words()


def play_it(app, lilt):
    wait_for('the first step', lambda: app.action_state('mood')[1] == 'calm' and app.action_state('scenes')[1])
    wait_for('music', app.playing_path, 20)
    wait_for('what plays, told', lambda: told('Step 1 of 2 · 20 min left'))
    screenshot(SHOTS / 'scenes-playing.png')
    app.activate('mood', GLib.Variant('s', 'sad'))
    wait_for('ended by a choice', lambda: not app.action_state('scenes')[1] and not told('Step 1'))
    app.set_state('scenes', GLib.Variant('b', True))
    wait_for('the first step again', lambda: told('Step 1 of 2'))


def presets(app, lilt):
    menu = open_blends(app, lilt)
    press(menu, 'Workout')
    wait_for('a workout', lambda: app.action_state('mood')[1] == 'workout' and told('Workout'))
    menu = open_blends(app, lilt)
    press(menu, 'Unwind')
    wait_for('unwinding', lambda: app.action_state('mood')[1] == 'unwind' and told('Unwind'))
    assert app.action_state('policy')[1] == 'match', 'the preset changed the policy'
    app.set_state('page', GLib.Variant('s', 'now'), window=True)
    find(lilt, 'label', 'Path to calm: 6 more songs')
    screenshot(SHOTS / 'scenes-unwind.png')


def what_else_counts(app):
    app.activate('preferences', window=True)
    window = window_of('Preferences')
    tab = wait_for('the tab', lambda: next((n for role in ('page tab', 'radio button', 'toggle button')
                                            for n in find_all(window, role, 'Mood')), None))
    assert click(tab)
    find(window, 'label', 'What Else Counts')
    for name, action in (('Idle or Active', 'signal-activity'), ('The Body', 'signal-body'), ('The Place', 'signal-place')):
        assert app.action_state(action)[1] is False, f'{action} is on by itself'
        click(find(window, 'check box', name))
        wait_for(f'{action} on', lambda a=action: app.action_state(a)[1] is True)
    find(window, 'slider', 'How Much It Counts: The Body').get_value_iface().set_current_value(0.5)
    wait_for('the weight', lambda: abs(app.action_state('signal-body-weight')[1] - 0.5) < 0.01)
    tab_to('Numbers of the Body', 'Preferences')  # its row, which scrolls there
    press_keys('Tab', window='Preferences')
    pulse = pathlib.Path(os.environ['HOME']) / 'pulse'
    subprocess.run(['xdotool', 'type', '--delay', '40', str(pulse)], check=True)
    press_keys('Return', window='Preferences')
    wait_for('the file', lambda: app.action_state('signal-body-file')[1] == str(pulse))
    wait_for('that it is not there, told', lambda: window_says('“.*/pulse” is not there'))
    screenshot(SHOTS / 'scenes-preferences.png')
    for _ in range(3):  # a toast takes one Escape first
        if windows_named('Preferences'):
            press_keys('Escape', window='Preferences')
    gone('Preferences')


def say_where(app, lilt):
    """By the main menu; who says where they are wants that to count."""
    app.set_state('signal-place', GLib.Variant('b', False))
    click(find(lilt, name='Main Menu'))
    click(find(lilt, name='Place'))
    screenshot(SHOTS / 'scenes-place.png')
    click(find(lilt, name='On the Way'))
    wait_for('the place', lambda: app.action_state('place')[1] == 'way' and app.action_state('signal-place')[1])
    app.set_state('place', GLib.Variant('s', 'unsaid'))


def on_a_phone(app, lilt):
    wish = PHONE + 2 * FRAME_PX, 720 + 2 * FRAME_PX
    assert resize(*wish) == wish, 'the window does not become as narrow as a phone'
    open_blends(app, lilt)
    screenshot(SHOTS / 'scenes-phone-menu.png')
    press_keys('Escape')
    app.activate('edit-scenes', window=True)
    window_of('Scene List')
    screenshot(SHOTS / 'scenes-phone.png')
    wide = [size_of(window)[0] for window in windows_named('Lilt')]
    assert max(wide) <= wish[0], f'something wants {max(wide)} px'
    press_keys('Escape', window='Scene List')
    gone('Scene List')


def main():
    if not MUSIC.is_dir():
        skip(f'no music in {MUSIC.parent}')
    SHOTS.mkdir(exist_ok=True)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'scenes.log', env=KEPT) as app:
        lilt = application()
        app.activate('add-folder', GLib.Variant('s', str(MUSIC)))
        wait_for('songs', lambda: query('SELECT count(*) FROM tracks')[0][0] == len(list(MUSIC.glob('*.ogg'))), 30)
        app.activate('end-first-start')
        make_list(app, lilt)
        play_it(app, lilt)
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / 'scenes-again.log', env=KEPT) as app:
        lilt = application()
        wait_for('the list where it was', lambda: told('Step 1 of 2'), 30)
        assert app.mpris_get('PlaybackStatus') == 'Paused', app.mpris_get('PlaybackStatus')
        presets(app, lilt)
        what_else_counts(app)
        say_where(app, lilt)
        on_a_phone(app, lilt)
    print('the scene list is made, played, ended and found again; presets and signals are at hand')


main()
