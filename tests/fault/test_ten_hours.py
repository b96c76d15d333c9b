"""A file of ten hours is read and heard by lilt-scan in 150 MB, and costs no more than a file of a minute, whose middle
half is heard: nothing is kept for each second but what the file itself has a table of.

usage: test_ten_hours.py BUILD"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SCAN = pathlib.Path(sys.argv[1]).resolve() / 'bin' / 'lilt-scan'
MOST_MB = 150
MORE_CPU_S = 5  # decoding it whole would take a minute
TEN_HOURS_S = 36000
# An m4a file tells the place of each of its 1.7 million packets.
KINDS = {'mp3': '-ar 44100 -c:a libmp3lame -b:a 32k', 'ogg': '-ar 44100 -c:a libvorbis -q:a -1',
         'opus': '-c:a libopus -b:a 12k', 'm4a': '-ar 48000 -c:a aac -b:a 16k'}


def ffmpeg(*arguments):
    subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', *map(str, arguments)], check=True)


def make(folder, kind):
    """A file of a minute, and one of ten hours: the minute again and again, but that a flac file tells its length in front."""
    minute, long = folder / f'minute.{kind}', folder / f'long.{kind}'
    if kind == 'flac':
        for path, length_s in (minute, 60), (long, TEN_HOURS_S):
            ffmpeg('-f', 'lavfi', '-i', f'sine=frequency=400:sample_rate=8000:duration={length_s}', '-c:a', 'flac',
                   '-compression_level', '0', path)
        return minute, long
    ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=c=pink:a=0.2:duration=60', '-ac', '1', *KINDS[kind].split(), minute)
    ffmpeg('-stream_loop', TEN_HOURS_S // 60 - 1, '-i', minute, '-c', 'copy', long)
    return minute, long


def scan(path):
    """(CPU seconds, most megabytes, what was told)."""
    with subprocess.Popen([SCAN], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as helper:
        helper.stdin.write(bytes(path) + b'\0')
        helper.stdin.close()
        told = dict(line.partition(' ')[::2] for line in helper.stdout.read().decode().splitlines())
        _, status, used = os.wait4(helper.pid, 0)
        helper.returncode = status
    assert status == 0, f'{path.name}: {status}'
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, told


def check(folder, kind):
    minute, long = make(folder, kind)
    minute_s, _, _ = scan(minute)
    long_s, megabytes, told = scan(long)
    print(f'{kind}: {minute_s:.2f} s for a minute, {long_s:.2f} s and {megabytes:.0f} MB for ten hours')
    assert abs(int(told['duration-ms']) - 1000 * TEN_HOURS_S) < 60_000, told
    assert int(told['analyser']) > 0 and int(told['tempo-bpm']) >= 0, f'{kind}: it was not heard: {told}'
    assert megabytes <= MOST_MB, f'{kind}: {megabytes} MB'
    assert long_s <= minute_s + MORE_CPU_S, f'{kind}: {long_s} s'
    minute.unlink()
    long.unlink()


def main():
    if shutil.which('ffmpeg') is None:
        print('skipped: ffmpeg is not here')
        return 77
    with tempfile.TemporaryDirectory(prefix='lilt-ten-') as folder:
        for kind in (*KINDS, 'flac'):
            check(pathlib.Path(folder), kind)
    return 0


sys.exit(main())
