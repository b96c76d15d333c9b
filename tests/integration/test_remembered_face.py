"""What Lilt remembers of a face, and of the answer to whether it may look, belongs to who listens.

A baseline and a correction are in the first listener's personal.db after a restart, are nobody else's, and once erased are
found nowhere. Who said no to the camera is not asked again by a program that starts anew, plays or changes its mood; nor is
who once said yes and then no; and no device is opened.

usage: test_remembered_face.py BUILD        (inside with-display.sh and with-sound.sh)"""
import os
import pathlib
import sqlite3
import struct
import subprocess
import sys
import time

from gi.repository import GLib

import atspi_helpers
import lilt_app
from lilt_app import personal_rows, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
SHOTS = BUILD / 'shots'
PHOTOS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'photos'
PHOTO = PHOTOS / 'astronaut.png'
ALBUM = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'album'
HOME = pathlib.Path(os.environ['HOME'])
REMEMBER = {'GSETTINGS_BACKEND': 'keyfile'}  # settings live in files: a second start knows the first


def start(log, camera):
    env = {**REMEMBER, 'LD_PRELOAD': str(BUILD / 'tests' / 'v4l2shim.so'), 'LILT_SHIM_FPS': '10',
           'LILT_SHIM_FRAMES': str(PHOTOS / 'grace_hopper.jpg')}
    return lilt_app.Lilt(BUILD, '--camera', str(camera), log=SHOTS / f'{log}.log', env=env)


def knows_rest(app):
    """Whether there is a face at rest to be forgotten."""
    return app.action_state('forget-rest')[0]


def switch_to(app, profile):
    before = app.name_owner()
    app.set_state('profile', GLib.Variant('s', profile))
    wait_for('another start', lambda: app.name_owner() != before, 10)
    wait_for('who listens', lambda: app.has_name(lilt_app.MPRIS_NAME) and app.action_state('profile')[1] == profile, 10)


# ---- what is known of a face ---------------------------------------------------------------------------------


def learn(app):
    """Five seconds of a face, and one word about how it was read; gives what is kept."""
    app.activate('end-first-start')
    wait_for('a face is read', lambda: 'looks happy' in lilt_app.mood_words().lower(), 20)
    assert not knows_rest(app), 'a face at rest before any was learnt'
    app.activate('learn-rest')
    wait_for('the face at rest', lambda: knows_rest(app), 10)
    wait_for('seven numbers', lambda: len(personal_rows('baseline')) == 7, 5)
    app.activate('correct', GLib.Variant('s', 'neutral'))
    wait_for('the correction', lambda: len(personal_rows('corrections')) == 1, 5)
    return personal_rows('baseline', 'probability'), personal_rows('corrections', 'made_us')


def as_bytes(baseline, corrections):
    """As SQLite keeps them: numbers in the eight bytes of an IEEE double, the first byte first; a time in as many."""
    kept = [struct.pack('>d', value) for value, in baseline if len(set(struct.pack('>d', value))) > 4]
    assert len(kept) > 3, f'too plain to be searched for: {baseline}'
    return kept + [struct.pack('>q', made_us) for made_us, in corrections]


def files_with(kept):
    return [path for path in HOME.rglob('*') if path.is_file() and not path.is_symlink()
            and any(value in path.read_bytes() for value in kept)]


def somebody_else_sees_neither(app):
    app.activate('add-profile', GLib.Variant('s', 'Anna'))
    hers = lilt_app.personal_path().parent / 'profiles' / '1'
    wait_for('a folder of her own', hers.is_dir, 5)
    switch_to(app, '1')
    assert not knows_rest(app), "his face is not hers"
    if (hers / 'personal.db').exists():
        with sqlite3.connect(f'file:{hers / "personal.db"}?mode=ro', uri=True) as db:
            tables = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table in tables & {'baseline', 'corrections'}:
                assert not db.execute(f'SELECT * FROM {table}').fetchall(), f'{table} of somebody else'
    switch_to(app, '')
    wait_for('his face at rest', lambda: knows_rest(app), 5)


def a_face_is_remembered_and_forgotten():
    with start('remembered', PHOTO) as app:
        kept = as_bytes(*learn(app))
        assert files_with(kept) == [lilt_app.personal_path()], f'kept in {files_with(kept)}'
    with start('remembered-again', PHOTO) as app:
        wait_for('the face at rest after a restart', lambda: knows_rest(app), 5)
        assert as_bytes(personal_rows('baseline', 'probability'), personal_rows('corrections', 'made_us')) == kept
        somebody_else_sees_neither(app)
        app.activate('erase-corrections')
        wait_for('all is forgotten', lambda: not knows_rest(app), 5)
        wait_for('no row is left', lambda: not personal_rows('baseline') and not personal_rows('corrections'), 5)
    assert not files_with(kept), f'erased, yet found in {files_with(kept)}'
    with start('forgotten', PHOTO) as app:
        wait_for('the mood button', lilt_app.mood_button, 10)
        assert not knows_rest(app), 'forgotten, yet known at the next start'


# ---- whether it may look -------------------------------------------------------------------------------------


def asks():
    """What in the window, or above it, asks for the camera. The offer in the mood menu is behind a press."""
    return [name for name in atspi_helpers.names(atspi_helpers.application())
            if 'Allow the Camera' in name or 'may lilt look' in name.lower()]


def is_quiet(app, log):
    """For some seconds, with music and another mood: one window, nobody is asked, nothing is opened."""
    wait_for('the mood button', lilt_app.mood_button, 10)
    app.activate('mood', GLib.Variant('s', 'happy'))
    wait_for('music', app.playing_path, 30)
    app.activate('next')
    app.activate('mood', GLib.Variant('s', 'automatic'))
    app.activate('glance')
    end = time.monotonic() + 4
    while time.monotonic() < end:
        assert not asks(), f'{log}: asks {asks()}'
        windows = [atspi_helpers.role_and_name(node) for node in atspi_helpers.children(atspi_helpers.application())]
        assert len(windows) == 1, f'{log}: {windows}'
        held = [os.readlink(link) for link in pathlib.Path(f'/proc/{app.process.pid}/fd').iterdir() if link.exists()]
        assert not any('v4l2shim' in name for name in held), f'{log}: the camera is open'
        time.sleep(0.5)


def nobody_is_asked_twice():
    with start('no', '/dev/video0') as app:
        atspi_helpers.press(atspi_helpers.application(), 'Continue')
        app.activate('add-folder', GLib.Variant('s', str(ALBUM)))
        wait_for('the question', asks, 20)
        atspi_helpers.press(atspi_helpers.application(), 'Not Now')
        is_quiet(app, 'no')
    with start('no-again', '/dev/video0') as app:
        is_quiet(app, 'started again after a no')
        app.set_state('camera-allow', GLib.Variant('b', True))
        wait_for('the open camera', lambda: app.action_state('camera-allow')[1], 5)
        app.set_state('camera-allow', GLib.Variant('b', False))
        wait_for('consent withdrawn', lambda: not app.action_state('camera-allow')[1], 5)
        wait_for('the camera closed', lambda: 'camera is open' not in str(atspi_helpers.names(atspi_helpers.application())), 5)
        is_quiet(app, 'withdrawn')
    with start('withdrawn-again', '/dev/video0') as app:
        is_quiet(app, 'started again after a withdrawal')


def forget_everything():
    for path in (lilt_app.personal_path().parent, HOME / '.config', HOME / '.cache'):
        for part in sorted(path.rglob('*'), reverse=True):
            part.rmdir() if part.is_dir() and not part.is_symlink() else part.unlink()


def main():
    if not PHOTO.is_file():
        lilt_app.skip(f'no photo {PHOTO}')
    SHOTS.mkdir(exist_ok=True)
    lilt_app.database_path().parent.mkdir(parents=True)
    subprocess.run([BUILD / 'bin' / 'lilt-lab', 'scan', ALBUM, '--db', lilt_app.database_path()], check=True, stdout=subprocess.DEVNULL)
    a_face_is_remembered_and_forgotten()
    forget_everything()
    nobody_is_asked_twice()
    print('a face belongs to who has it, and a no stays a no')


main()
