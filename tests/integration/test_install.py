"""Lilt away from its build tree: installed under some prefix, or unpacked from its package, it finds its network, its
songs, its settings and its helper, and is what the desktop expects.

usage: test_install.py BUILD_DIR install|package
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from lilt_app import APP_ID, Lilt, query, skip, wait_for

BUILD = pathlib.Path(sys.argv[1]).resolve()
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))


def run(*command):
    """What it prints; a failure is told with all it said."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, f'{command}: {result.returncode}\n{result.stdout}{result.stderr}'
    return result.stdout


def install(work):
    run('cmake', '--install', BUILD, '--prefix', work / 'prefix')
    return work / 'prefix'


def package(work):
    """Unpacked, with what dpkg's triggers would do to the system's schemas."""
    if not shutil.which('dpkg-shlibdeps'):
        skip('dpkg-dev is not installed')
    run('cpack', '--config', BUILD / 'CPackConfig.cmake', '-B', work / 'package')
    deb, = (work / 'package').glob('lilt_*.deb')
    for field in ('Depends', 'Recommends'):
        for wanted in run('dpkg-deb', '-f', deb, field).strip().split(', '):
            names = [re.sub(r' \(.*', '', name) for name in wanted.split(' | ')]
            assert any(subprocess.run(['apt-cache', 'show', name], capture_output=True).returncode == 0
                       for name in names), f'{field}: no such package: {wanted}'
    run('dpkg-deb', '-x', deb, work / 'root')
    schemas = work / 'root/usr/share/glib-2.0/schemas'
    assert not (schemas / 'gschemas.compiled').exists(), "the package would overwrite the system's schemas"
    run('glib-compile-schemas', '--strict', schemas)
    return work / 'root/usr'


def check_files(prefix):
    share = prefix / 'share'
    run('desktop-file-validate', share / f'applications/{APP_ID}.desktop')
    run('appstreamcli', 'validate', '--no-net', share / f'metainfo/{APP_ID}.metainfo.xml')
    for page in ('lilt.1', 'lilt-lab.1'):
        said = run('groff', '-man', '-ww', '-z', share / 'man/man1' / page)
        assert said == '', said
    for name in (f'icons/hicolor/scalable/apps/{APP_ID}.svg', f'icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg',
                 'locale/de/LC_MESSAGES/lilt.mo', 'lilt/album/LICENSE'):
        assert (share / name).is_file(), f'{name} is not installed'
    assert 'Name[de]=' in (share / f'applications/{APP_ID}.desktop').read_text()


def check_programs(prefix):
    assert run(prefix / 'bin/lilt', '--version').startswith('lilt ')
    photo = ASSETS / 'photos/astronaut.png'
    if photo.is_file():
        assert 'happy' in run(prefix / 'bin/lilt-lab', 'classify', photo, '--json')
    piece = next((prefix / 'share/lilt/album').glob('*.opus'))
    assert '"arousal":' in run(prefix / 'bin/lilt-lab', 'analyze', piece, '--json')
    with Lilt(prefix, '--camera', 'none') as app:
        app.activate('play-album')
        playing = wait_for('the album plays', app.playing_path, 30)
        assert pathlib.Path(playing).is_relative_to(prefix), f'{playing} plays'
        assert query('SELECT count(*) FROM tracks')[0][0] > 0
        wait_for('its sound is judged', lambda: query('SELECT count(*) FROM sounds')[0][0] > 0, 30)
        assert app.action_state('camera-allow')[1] is False


def main():
    with tempfile.TemporaryDirectory(prefix='lilt-away-') as folder:
        prefix = (install if sys.argv[2] == 'install' else package)(pathlib.Path(folder).resolve())
        check_files(prefix)
        check_programs(prefix)


main()
