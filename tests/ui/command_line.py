"""What the program says and which code it leaves with when it is called wrongly or cannot work.

usage: command_line.py BUILD_DIR
"""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

LILT = os.path.join(sys.argv[1], 'bin', 'lilt')
failed = []


def check(good, what):
    print(('ok   ' if good else 'FAIL ') + what)
    if not good:
        failed.append(what)


def run(*arguments, **more):
    return subprocess.run([LILT, *arguments], capture_output=True, text=True, timeout=60, **more)


def usage():
    out = run('--version')
    check(out.returncode == 0 and out.stdout.startswith('lilt '), '--version')
    out = run('--help')
    check(out.returncode == 0 and '--camera=SOURCE' in out.stdout, '--help names --camera')
    out = run('--no-such-option')
    check(out.returncode == 2 and 'no-such-option' in out.stderr, 'an unknown option is named, code 2')
    out = run('--camera')
    check(out.returncode == 2 and 'camera' in out.stderr, '--camera without a source, code 2')
    out = run('--camera', '/no/such/photo.png')
    check(out.returncode == 2 and '/no/such/photo.png' in out.stderr, 'a camera file that is not there, code 2')

    out = run('--import', '/no/such/history.csv')
    check(out.returncode == 2 and '/no/such/history.csv' in out.stderr, 'a history that is not there, code 2')


def without_its_settings():
    """The program alone, copied away from all that is installed with it."""
    with tempfile.TemporaryDirectory() as folder:
        alone = shutil.copy(LILT, folder)
        for option in ('--version', '--help'):
            out = subprocess.run([alone, option], capture_output=True, text=True, timeout=60,
                                 env=dict(os.environ, XDG_DATA_DIRS=folder))
            check(out.returncode == 0 and 'lilt ' in out.stdout and out.stderr == '', f'{option} without a schema')
        out = subprocess.run([alone], capture_output=True, text=True, timeout=60,
                             env=dict(os.environ, XDG_DATA_DIRS=folder))
        check(out.returncode == 1 and out.stderr.count('\n') == 1 and 'schema' in out.stderr,
              f'no schema: said in one line, code 1: {out.returncode} {out.stderr}')


def library_cannot_open():
    """The data folder lies below a file, so that not even root can make it."""
    with tempfile.NamedTemporaryFile() as file:
        process = subprocess.Popen([LILT, '--camera', 'none'], stderr=subprocess.PIPE, text=True,
                                   env=dict(os.environ, XDG_DATA_HOME=file.name))
        time.sleep(1)
        end = time.monotonic() + 30
        closed = None
        while closed is None and time.monotonic() < end:  # press Close on the error page
            subprocess.run(['gapplication', 'action', 'io.github.lilt_player.Lilt', 'quit'], capture_output=True)
            time.sleep(0.2)
            closed = process.poll()
        if closed is None:
            process.kill()
        said = process.stderr.read()
        check(closed == 1, f'a library that cannot be opened: code {closed}')
        check(any(line.startswith('lilt: ') and file.name in line for line in said.splitlines()),
              'one line on stderr names the file')


def has_listens(n):
    """Wait until so many plays elsewhere are in the library."""
    db = os.path.join(os.environ['XDG_DATA_HOME'], 'lilt', 'library.db')
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with contextlib.closing(sqlite3.connect(f'file:{db}?mode=ro', uri=True)) as library:
            if library.execute('SELECT count(*) FROM listens').fetchone()[0] == n:
                return True
        time.sleep(0.2)
    return False


def second_start():
    first = subprocess.Popen([LILT, '--camera', 'none'], stderr=subprocess.DEVNULL)
    time.sleep(3)
    out = run()
    check(out.returncode == 0 and first.poll() is None, 'a second start hands over to the first and leaves')
    with tempfile.TemporaryDirectory() as folder:
        history = os.path.join(folder, 'history.csv')
        with open(history, 'w') as file:
            file.write('uts,artist,track\n10,Ana,x\n20,Ben,y\n')
        out = run('--import', history)
        check(out.returncode == 0 and has_listens(2), 'the first takes in a history that the second was given')
    subprocess.run(['gapplication', 'action', 'io.github.lilt_player.Lilt', 'quit'], check=True)
    check(first.wait(20) == 0, 'quit leaves with 0')


usage()
without_its_settings()
library_cannot_open()
second_start()
sys.exit(1 if failed else 0)
