"""High contrast: no tint, whatever the cover, in light and dark; and with ordinary contrast there is one.

usage: high_contrast.py BUILD_DIR. Pictures are left in BUILD_DIR/shots.
"""
import os
import pathlib
import subprocess
import sys

from gi.repository import GLib

from atspi_helpers import application, find
from lilt_app import Lilt, screenshot, skip, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))
SHOTS = BUILD / 'shots'


def ground_of(picture):
    """The colour of the Now page's ground, left of the cover, as (r, g, b)."""
    out = subprocess.run(['convert', picture, '-crop', '1x1+30+400', '-depth', '8', 'rgb:-'], capture_output=True,
                         check=True).stdout
    return tuple(out[:3])


def show_now(name, **env):
    with Lilt(BUILD, '--camera', 'none', log=SHOTS / f'{name}.log', env=env) as app:
        app.activate('add-folder', GLib.Variant('s', str(ASSETS / 'music' / 'amoebax-data')))
        app.activate('mood', GLib.Variant('s', 'happy'))
        wait_for('music', app.playing_path, 30)
        app.set_state('page', GLib.Variant('s', 'now'), window=True)
        find(application(), 'push button', 'Previous')
        screenshot(SHOTS / f'{name}.png')
    return ground_of(SHOTS / f'{name}.png')


def main():
    if not (ASSETS / 'music' / 'amoebax-data').is_dir():
        skip(f'no music in {ASSETS}')
    SHOTS.mkdir(exist_ok=True)
    plain = show_now('contrast-plain')
    light = show_now('contrast-high', ADW_DEBUG_HIGH_CONTRAST='1')
    dark = show_now('contrast-high-dark', ADW_DEBUG_HIGH_CONTRAST='1', ADW_DEBUG_COLOR_SCHEME='prefer-dark')
    print(f'ground: {plain}, in high contrast {light}, and dark {dark}')
    assert plain != (0xfa, 0xfa, 0xfa), 'with ordinary contrast the Now page is tinted'
    assert light == (0xfa, 0xfa, 0xfa), 'in high contrast it is not'
    assert dark == (0x24, 0x24, 0x24), 'nor in the dark'


main()
