"""Find and press what is in Lilt's window, as a screen reader does (AT-SPI 2, GTK 4.8).

Runs inside with-display.sh with the system's python3. Nodes can vanish at any moment: a vanished one is simply not found."""
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib

MAX_CHILDREN = 400  # of one node that are looked at: long lists show their first rows


def application(name='lilt', seconds=20):
    """The accessible application of that name; waits for it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_name() == name:
                return child
        time.sleep(0.1)
    raise AssertionError(f'no accessible application "{name}"')


def walk(node):
    """The node and all below it, depth first."""
    yield node
    try:
        count = min(node.get_child_count(), MAX_CHILDREN)
        children = [node.get_child_at_index(index) for index in range(count)]
    except GLib.Error:
        return
    for child in children:
        if child:
            yield from walk(child)


def is_visible(node):
    """GTK 4.8 does not report SHOWING; VISIBLE is what it keeps."""
    return node.get_state_set().contains(Atspi.StateType.VISIBLE)


def find_all(root, role=None, name=None, starts=None, visible=True):
    """Nodes of that role name ("push button") whose name is `name` or begins with `starts`."""
    found = []
    for node in walk(root):
        try:
            if role and node.get_role_name() != role:
                continue
            if name is not None and node.get_name() != name:
                continue
            if starts is not None and not (node.get_name() or '').startswith(starts):
                continue
            if visible and not is_visible(node):
                continue
            found.append(node)
        except GLib.Error:
            pass
    return found


def find(root, role=None, name=None, starts=None, visible=True):
    """The first such node, or None."""
    found = find_all(root, role, name, starts, visible)
    return found[0] if found else None


def actions(node):
    """The names of what can be done to it."""
    try:
        interface = node.get_action_iface()
        return [interface.get_action_name(index) for index in range(interface.get_n_actions())] if interface else []
    except GLib.Error:
        return []


def press(node):
    """Click or activate it; a GtkMenuButton's action is on its child."""
    for target in [node] + [node.get_child_at_index(index) for index in range(node.get_child_count())]:
        for index, action in enumerate(actions(target)):
            if action in ('click', 'activate', 'toggle', 'press'):
                return target.get_action_iface().do_action(index)
    raise AssertionError(f'nothing to press on {node.get_role_name()} "{node.get_name()}"')


def mood_words(name='lilt'):
    """What the mood button tells a screen reader ("Mood: looks happy, ..."), or None."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child and child.get_name() == name:
            node = find(child, starts='Mood: ')
            return node.get_name() if node else None
    return None
