"""What a start costs with 100,000 tracks in the library, and what an empty libadwaita window costs in the same run: CPU time
until the window is on the screen and until all is at rest, and the memory that is then in use.

usage: start.py BUILD [--rounds N] [--json]     (inside with-display.sh and with-sound.sh)
--json: one line {work, tracks, ours_s, peer_s, ours_rest_s, peer_rest_s, ours_mb, peer_mb}; the least of the rounds."""
import argparse
import json
import os
import pathlib
import subprocess
import time

import lilt_app
from lilt_app import wait_for, windows_named

N = 100_000
TICKS = os.sysconf('SC_CLK_TCK')
PAGE = os.sysconf('SC_PAGE_SIZE')
REST_S = 1.5  # without a tick of CPU time


def cpu_s(process):
    """Of the process with all its threads; the helper that reads files is another one."""
    fields = pathlib.Path(f'/proc/{process.pid}/stat').read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rss_mb(process):
    return int(pathlib.Path(f'/proc/{process.pid}/statm').read_text().split()[1]) * PAGE / 1e6


def rest(process):
    """Wait until the process has nothing to do; the CPU time that it has used by then."""
    used, since = cpu_s(process), time.monotonic()
    end = since + 60
    while time.monotonic() - since < REST_S and time.monotonic() < end:
        time.sleep(0.1)
        if cpu_s(process) > used:
            used, since = cpu_s(process), time.monotonic()
    return used


def start(*command):
    """(CPU seconds until the window, until all is at rest, megabytes)."""
    process = subprocess.Popen(command, env={**os.environ, 'GSK_RENDERER': 'cairo'})
    try:
        wait_for('a window', lambda: windows_named('Lilt'), 20)
        return cpu_s(process), rest(process), rss_mb(process)
    finally:
        process.terminate()
        process.wait(60)


def least(rounds):
    return [min(values) for values in zip(*rounds)]


def main():
    parser = argparse.ArgumentParser(prog='start.py')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--json', action='store_true')
    options = parser.parse_args()
    build, db = options.build.resolve(), lilt_app.database_path()
    db.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([build / 'tests' / 'make_library', db, str(N)], check=True)
    ours, peer = [], []
    for _ in range(options.rounds):
        ours.append(start(build / 'bin' / 'lilt', '--camera', 'none'))
        peer.append(start(build / 'bench' / 'peer_hello'))
    (ours_s, ours_rest_s, ours_mb), (peer_s, peer_rest_s, peer_mb) = least(ours), least(peer)
    if options.json:
        print(json.dumps({'work': 'start', 'tracks': N, 'ours_s': ours_s, 'peer_s': peer_s, 'ours_rest_s': ours_rest_s,
                          'peer_rest_s': peer_rest_s, 'ours_mb': round(ours_mb), 'peer_mb': round(peer_mb)}))
    else:
        print(f'start with {N} tracks: window after {ours_s:.2f} s of CPU, at rest after {ours_rest_s:.2f} s with '
              f'{ours_mb:.0f} MB; an empty libadwaita window: {peer_s:.2f} s, {peer_rest_s:.2f} s, {peer_mb:.0f} MB')


if __name__ == '__main__':
    main()
