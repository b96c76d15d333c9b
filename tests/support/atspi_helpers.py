"""Drive a GTK window as a screen reader sees it: find by role and name, click, type, wait.

For the system's python3 (gir1.2-atspi-2.0), inside with-display.sh. Everything waits up to a deadline, so that a
slow machine only makes a test slower. LILT_TEST_PATIENCE multiplies the deadlines.
"""
import os
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

Atspi.set_timeout(15000, 60000)  # ms; a busy machine is no dead program
GONE = ('atspi_error', 0)  # ATSPI_ERROR_APPLICATION_GONE, which the bindings have no name for
PATIENCE = float(os.environ.get('LILT_TEST_PATIENCE', '1'))


def wait_for(what, condition, seconds=20):
    """The first true value of condition(); AssertionError naming `what` when it never comes."""
    end = time.monotonic() + seconds * PATIENCE
    while time.monotonic() < end:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error:  # the widget went away while we looked at it
            pass
        time.sleep(0.05)
    raise AssertionError(f'waited {seconds} s in vain for {what}')


def application(name='lilt'):
    """The accessible application with that name (GTK: the program's)."""
    def look():
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_name() == name:
                return child
        return None
    return wait_for(f'an accessible application "{name}"', look)


def children(node):
    return [c for c in (node.get_child_at_index(i) for i in range(node.get_child_count())) if c]


def in_sight(node):
    """Not hidden. Pages of a stack that lie behind count as well: SHOWING is not reliable in GTK 4.8."""
    return node.get_state_set().contains(Atspi.StateType.VISIBLE)


def walk(node, most=80):
    """All that is in sight below and including `node`, at most `most` children each."""
    if not in_sight(node) and node.get_role_name() != 'application':
        return
    yield node
    for child in children(node)[:most]:
        try:
            yield from walk(child, most)
        except GLib.Error:
            continue


def role_and_name(node):
    """Of a node that walk() gave; ('', '') where it has gone since, which AT-SPI reports as the end of the program. That a
    busy program does not answer is not taken for it."""
    try:
        return node.get_role_name(), node.get_name() or ''
    except GLib.Error as error:
        if (error.domain, error.code) != GONE:
            raise
        return '', ''


def find_all(root, role=None, name=None):
    def fits(node):
        its_role, its_name = role_and_name(node)
        return role in (None, its_role) and name in (None, its_name)
    return [node for node in walk(root) if fits(node)]


def find(root, role=None, name=None, seconds=20):
    """The first node with that role and name, in sight; waits for it."""
    return wait_for(f'{role} "{name}"', lambda: next(iter(find_all(root, role, name)), None), seconds)


def actions_of(node):
    """Names of the node's actions; an action that is switched off just now has no name."""
    names = []
    try:
        iface = node.get_action_iface()
        for i in range(iface.get_n_actions() if iface else 0):
            names.append(iface.get_action_name(i))
    except GLib.Error:
        pass
    return names


def click(node):
    """Press a button, a toggle, a switch, a menu button or a menu item."""
    names = actions_of(node)
    for wanted in ('click', 'activate', 'toggle', 'menu.popup'):
        if wanted in names:
            return node.get_action_iface().do_action(names.index(wanted))
    for child in children(node):  # a menu button's child has the action
        if click(child):
            return True
    return False


def press(root, name, role='push button', seconds=20):
    """Find a button by its name and press it."""
    node = find(root, role, name, seconds)
    assert click(node), f'{role} "{name}" cannot be pressed'


def is_pressed(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.PRESSED) or states.contains(Atspi.StateType.CHECKED)


def type_into(node, text):
    """Replace the text of an entry."""
    entry = node.get_editable_text_iface()
    entry.set_text_contents(text)


def labels(root):
    """The words of every label in sight."""
    return [name for role, name in map(role_and_name, walk(root)) if role == 'label']


def names(root):
    """What everything in sight is called."""
    return [name for _, name in map(role_and_name, walk(root)) if name]
