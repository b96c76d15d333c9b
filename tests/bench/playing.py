"""What playing a song costs, against Rhythmbox: CPU time in percent of a core while the same file plays into the same null
sink, in turns, with the window shown and with it out of sight. Everything else in both is at rest.

usage: playing.py BUILD [--json] [--seconds N]     (inside with-display.sh and with-sound.sh)
--json: a line a case {work, format, window, seconds, ours_percent, peer_percent, ratio}; peer_percent and ratio are null
where Rhythmbox is not installed."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import lilt_app
from lilt_app import wait_for

SETTLING_S = 8
LENGTH_S = 150
TICKS = os.sysconf('SC_CLK_TCK')
FORMATS = ('flac', 'ogg', 'mp3')


def tree(pid):
    """The process and all below it."""
    yield pid
    for task in pathlib.Path(f'/proc/{pid}/task').iterdir():
        for child in (task / 'children').read_text().split():
            yield from tree(int(child))


def cpu_s(pid):
    """User and system time of the tree so far."""
    fields = [pathlib.Path(f'/proc/{each}/stat').read_text().rpartition(')')[2].split() for each in tree(pid)]
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


def make_songs(folder):
    """A tone that a coder cannot make short, in each format."""
    source = f'anoisesrc=color=pink:seed=1:duration={LENGTH_S}:sample_rate=44100,volume=0.3,aformat=channel_layouts=stereo'
    for form in FORMATS:
        subprocess.run(['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', source, folder / f'song.{form}'], check=True)


def used(pid, seconds):
    """Percent of a core from now on."""
    begun, at_s = cpu_s(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_s(pid) - begun) / (time.monotonic() - at_s)


def sounds(pid):
    """Whether the process's stream runs, as the sound server has it."""
    streams = subprocess.run(['pactl', 'list', 'sink-inputs'], capture_output=True, text=True, check=True).stdout
    return any(f'application.process.id = "{pid}"' in each and 'Corked: no' in each
               for each in streams.split('Sink Input #'))


def shown_then_hidden(pid, hide, seconds):
    time.sleep(SETTLING_S)
    shown = used(pid, seconds)
    hide()
    time.sleep(SETTLING_S / 2)
    return {'shown': shown, 'hidden': used(pid, seconds)}


def ours(build, song, seconds):
    with lilt_app.Lilt(build, '--camera', 'none') as app:
        app.activate('end-first-start')
        subprocess.run([app.program, song], check=True)
        wait_for('Lilt plays', lambda: sounds(app.process.pid), 30)
        return shown_then_hidden(app.process.pid, lambda: lilt_app.press_keys('ctrl+w'), seconds)


def rhythmbox_window():
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'rhythmbox'], capture_output=True, text=True)
    return found.stdout.split()[0] if found.stdout else None


def peers(song, seconds):
    process = subprocess.Popen(['rhythmbox'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        window = wait_for('the window of Rhythmbox', rhythmbox_window, 30)
        subprocess.run(['rhythmbox-client', f'--play-uri={song.as_uri()}'], capture_output=True)
        wait_for('Rhythmbox plays', lambda: sounds(process.pid), 30)
        return shown_then_hidden(process.pid, lambda: subprocess.run(['xdotool', 'windowunmap', window], check=True),
                                 seconds)
    finally:
        process.terminate()
        process.wait(30)


def tell(options, form, window, ours_percent, peer_percent):
    ratio = ours_percent / peer_percent if peer_percent else None
    if options.json:
        print(json.dumps({'work': 'playing', 'format': form, 'window': window, 'seconds': options.seconds,
                          'ours_percent': round(ours_percent, 2),
                          'peer_percent': round(peer_percent, 2) if peer_percent else None,
                          'ratio': round(ratio, 3) if ratio else None}), flush=True)
    else:
        beside = f'Rhythmbox {peer_percent:.2f} %, ratio {ratio:.2f}' if ratio else 'Rhythmbox is not installed'
        print(f'playing {form}, window {window}: {ours_percent:.2f} % of a core; {beside}', flush=True)


def main():
    parser = argparse.ArgumentParser(prog='playing.py')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--seconds', type=float, default=30)
    options = parser.parse_args()
    os.environ['GSK_RENDERER'] = 'cairo'
    with tempfile.TemporaryDirectory() as folder:
        make_songs(pathlib.Path(folder))
        for form in FORMATS:
            song = pathlib.Path(folder) / f'song.{form}'
            mine = ours(options.build.resolve(), song, options.seconds)
            theirs = peers(song, options.seconds) if shutil.which('rhythmbox') else {}
            for window in ('shown', 'hidden'):
                tell(options, form, window, mine[window], theirs.get(window))


if __name__ == '__main__':
    main()
