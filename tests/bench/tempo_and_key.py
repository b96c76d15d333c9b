"""How often `lilt-lab analyze` tells the tempo of songs whose MIDI file has but one, and the key of songs made in every key.

usage: tempo_and_key.py LILT_LAB [--every N] [--font FILE.sf2]

The songs are made in a temporary folder: MIDI files of the packages openttd-openmsx, simutrans-data and mma, and 24 songs that
mma makes, played by FluidSynth. --every: only each Nth MIDI file. Wants fluidsynth and a General MIDI sound font. Prints a
line of JSON: acc1 is within 4 % of the tempo, acc2 within 4 % of it or of its double, half, triple or third."""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

PACKAGES = 'openttd-openmsx', 'simutrans-data', 'mma'
KEYS = 'C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'
LEAST_S = 20
SONG = '{tempo}\nGroove {groove}\n{chords}\n'


def mma(folder, *arguments):
    """Run mma, which looks for its library beside itself."""
    share = folder / 'root' / 'usr' / 'share' / 'mma'
    program = share / 'mma.py'
    if not program.exists():
        shutil.copy(folder / 'root' / 'usr' / 'bin' / 'mma', program)
    subprocess.run([sys.executable, program, *arguments], check=True, cwd=share, stdout=subprocess.DEVNULL)


def fetch(folder):
    """The MIDI files of the packages, and mma itself."""
    subprocess.run(['apt-get', 'download', '-q', *PACKAGES], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    for package in folder.glob('*.deb'):
        subprocess.run(['dpkg-deb', '-x', package, folder / 'root'], check=True)
    mma(folder, '-G')  # which grooves there are
    return sorted(path for path in (folder / 'root').rglob('*.mid') if path.is_file())


def number(data, at):
    """A number of variable length, and where it ends."""
    value = 0
    while True:
        value = value << 7 | data[at] & 0x7f
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def tempos(path):
    """The beats a minute that a MIDI file asks for, each once, and its length in seconds by the first of them."""
    data = path.read_bytes()
    division = int.from_bytes(data[12:14], 'big')
    found, length, at = [], 0, 8 + int.from_bytes(data[4:8], 'big')
    while data[at:at + 4] == b'MTrk':
        end = at + 8 + int.from_bytes(data[at + 4:at + 8], 'big')
        at, status, now = at + 8, 0, 0
        while at < end:
            delta, at = number(data, at)
            now += delta
            if data[at] >= 0x80:
                status, at = data[at], at + 1
            if status == 0xff:
                kind = data[at]
                size, at = number(data, at + 1)
                if kind == 0x51:
                    found.append(60e6 / int.from_bytes(data[at:at + 3], 'big'))
                at += size
            elif status in (0xf0, 0xf7):
                size, at = number(data, at)
                at += size
            else:
                at += 1 if status & 0xe0 == 0xc0 else 2
        length, at = max(length, now), end
    bpm = found[0] if found else 120
    return set(round(tempo, 2) for tempo in found) or {120}, length / division * 60 / bpm if division < 0x8000 else 0


def analyze(lab, midi, font, folder):
    """What lilt-lab says of the song."""
    wav = folder / 'song.wav'
    subprocess.run(['fluidsynth', '-ni', '-q', '-g', '0.8', '-r', '44100', '-F', wav, font, midi], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    out = subprocess.run([lab, 'analyze', wav, '--json'], capture_output=True, text=True)
    wav.unlink()
    return json.loads(out.stdout) if out.returncode == 0 else None


def near(told, bpm):
    return abs(told / bpm - 1) <= 0.04


def measure_tempo(lab, files, font, folder):
    acc1 = acc2 = n = 0
    for midi in files:
        try:
            asked, length = tempos(midi)
        except IndexError:
            continue  # cut off
        if len(asked) > 1 or length < LEAST_S:
            continue
        (bpm,) = asked
        song = analyze(lab, midi, font, folder)
        if song is None:
            continue
        right = near(song['tempo_bpm'], bpm)
        n += 1
        acc1 += right
        acc2 += any(near(song['tempo_bpm'], bpm * times) for times in (1, 2, 0.5, 3, 1 / 3))
        if not right:
            print(f'{midi.name}: {song["tempo_bpm"]:.1f}, not {bpm:.1f}', file=sys.stderr)
    return {'songs': n, 'acc1': round(acc1 / max(n, 1), 3), 'acc2': round(acc2 / max(n, 1), 3)}


def chords(tonic, minor):
    """Sixteen bars round the tonic: I vi IV V, or i VI iv V7."""
    steps = ((0, 'm'), (8, ''), (5, 'm'), (7, '7')) if minor else ((0, ''), (9, 'm'), (5, ''), (7, '7'))
    names = [KEYS[(tonic + step) % 12] + kind for step, kind in steps]
    bars = [*names, *names, names[0], names[2], names[3], names[0]] * 2
    return '\n'.join(f'{i + 1} {name}' for i, name in enumerate(bars))


def measure_key(lab, font, folder):
    right = wrong = 0
    for tonic in range(12):
        for minor in False, True:
            song = folder / 'song.mma'
            song.write_text(SONG.format(tempo=f'Tempo {96 + 4 * tonic}', groove=('Folk', 'PopBallad')[tonic % 2],
                                        chords=chords(tonic, minor)))
            mma(folder, '-f', folder / 'song.mid', song)
            told = analyze(lab, folder / 'song.mid', font, folder)
            good = told is not None and (told['key'], told['mode']) == (tonic, 'minor' if minor else 'major')
            right, wrong = right + good, wrong + (not good)
            if not good:
                print(f'{KEYS[tonic]} {"minor" if minor else "major"}: {told and (KEYS[told["key"]], told["mode"])}', file=sys.stderr)
    return {'keys': right + wrong, 'key': round(right / (right + wrong), 3)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('lab', type=pathlib.Path)
    parser.add_argument('--every', type=int, default=1)
    parser.add_argument('--font', default='/usr/share/sounds/sf2/TimGM6mb.sf2')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='lilt-tempo-') as name:
        folder = pathlib.Path(name)
        files = fetch(folder)
        keys = measure_key(options.lab.resolve(), options.font, folder)
        print(json.dumps({**measure_tempo(options.lab.resolve(), files[::options.every], options.font, folder), **keys}))


main()
