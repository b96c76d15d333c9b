"""Bad input on the command line: each a clear message that names the thing, the right exit code, no crash.

usage: test_bad_commands.py BUILD"""
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
failures = 0


def expect(code, words, *command, env=None):
    """The command ends with `code`, and one line on stderr (not a flood) says `words` (a regular expression)."""
    global failures
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})})
    lines = done.stderr.strip().splitlines()
    good = done.returncode == code and re.search(words, done.stderr) and len(lines) <= 30
    print('ok    ' if good else 'FAILED', ' '.join(str(part) for part in command[1:]), '->', lines[-1:])
    if not good:
        failures += 1
        print(f'  exit {done.returncode}, want {code}; want words: {words}\n{done.stderr}')


def damaged_models(folder):
    """Copies of the shipped network, each broken in its own way: (path, words that must come)."""
    whole = (SOURCE / 'models' / 'mcnn.safetensors').read_bytes()
    length = struct.unpack('<Q', whole[:8])[0]
    header = whole[8:8 + length].decode()
    first = re.search(r'"shape":\s*\[(\d+)', header)
    wrong = header[:first.start(1)] + str(int(first.group(1)) + 1).rjust(len(first.group(1)))[-len(first.group(1)):] \
        + header[first.end(1):]
    cases = {
        'cut.safetensors': (whole[:len(whole) // 2], 'cut.safetensors'),
        'empty.safetensors': (b'', 'empty.safetensors'),
        'text.safetensors': (b'This is no network.\n' * 9, 'text.safetensors'),
        'giant-header.safetensors': (struct.pack('<Q', 2 << 30) + whole[8:], 'giant-header.safetensors'),
        'wrong-shape.safetensors': (whole[:8] + wrong.encode() + whole[8 + length:], 'wrong-shape.safetensors'),
    }
    for name, (data, words) in cases.items():
        (folder / name).write_bytes(data)
        yield folder / name, re.escape(words)
    yield folder / 'missing.safetensors', r'missing\.safetensors'


def main():
    lab, lilt = BUILD / 'bin' / 'lilt-lab', BUILD / 'bin' / 'lilt'
    folder = pathlib.Path(tempfile.mkdtemp(prefix='lilt-bad-'))
    photo = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'photos' / 'astronaut.png'
    text, empty = folder / 'letter.jpg', folder / 'empty'
    text.write_text('Dear reader, this is not a photo.\n')
    empty.mkdir()

    expect(2, '--import /nowhere', lilt, '--camera', 'camera:Acme_C9_A7:00:0', '--import', '/nowhere')  # the camera may come
    expect(2, 'unknown verb "dance"', lab, 'dance')
    expect(2, '--frobnicate', lab, 'classify', '--frobnicate')
    expect(2, '--frobnicate', lab, 'scan', '--frobnicate')
    expect(2, '--frobnicate', lab, 'evaluate', '--frobnicate')
    expect(2, 'usage|photo|PHOTO', lab, 'classify')
    expect(2, '--data', lab, 'train', '--out', folder / 'x.safetensors')
    expect(1, 'no-such-data', lab, 'train', '--data', folder / 'no-such-data', '--out', folder / 'x.safetensors')
    expect(1, r'letter\.jpg', lab, 'classify', text, '--json')
    expect(1, r'no-such\.jpg', lab, 'classify', folder / 'no-such.jpg', '--json')
    expect(1, 'empty', lab, 'watch', empty, '--json')
    expect(1, 'video77', lab, 'watch', '/dev/video77', '--json')
    expect(1, 'no-such-music', lab, 'scan', folder / 'no-such-music', '--db', folder / 'x.db')
    expect(1, '/dev/null/', lab, 'scan', empty, '--db', '/dev/null/x.db')
    (folder / 'text.db').write_text('This is no database.\n' * 100)
    expect(1, r'text\.db', lab, 'scan', empty, '--db', folder / 'text.db')
    if photo.exists():
        for model, words in damaged_models(folder):
            expect(1, words, lab, 'classify', photo, '--model', model, '--json')
    expect(2, '--frobnicate', lilt, '--frobnicate')
    expect(2, 'no-such-folder', lilt, '--camera', folder / 'no-such-folder')
    shutil.rmtree(folder)
    sys.exit(failures > 0)


main()
