"""What a library of 10,000 files costs: the CPU time of lilt-lab and its helper for the first scan (tags, covers and
fingerprints), for the scan of the unchanged tree, and for hearing a file, and the memory of the helper.

usage: scan.py BUILD [--files N] [--music DIR] [--json]
--music: where the files are made, and found again by a later run; else they are taken away.
--json: one line {work, files, first_s, rescan_s, hearing_ms, helper_mb}; hearing_ms is a file's.

The files are of 5 s, all of them different, four of ten mp3, the rest flac, ogg, m4a and opus; every other one has a
picture of 300 KB, made large by noise behind it, that it shares with its album; ten are an album."""
import argparse
import base64
import contextlib
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import tempfile

from mutagen import File
from mutagen.flac import Picture
from mutagen.id3 import APIC, TALB, TCON, TDRC, TIT2, TPE1, TRCK
from mutagen.mp4 import MP4Cover

LENGTH_S = 5
SOURCE_S = 601.3  # no multiple of it: when it is cut again from its begin, the pieces are others
COVER_BYTES = 300_000
N_HEARD = 100
KINDS = {'mp3': ['-c:a', 'libmp3lame', '-b:a', '128k'], 'flac': ['-c:a', 'flac'], 'ogg': ['-c:a', 'libvorbis', '-q:a', '4'],
         'm4a': ['-c:a', 'aac', '-b:a', '128k'], 'opus': ['-c:a', 'libopus', '-b:a', '96k']}


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise SystemExit(f'scan.py: {command[0]}: {done.stderr.strip()}')
    return done.stdout


def cut_files(folder, kind, n):
    """n pieces of one long sound, which is encoded once."""
    long = folder / f'long.{kind}'
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', f'anoisesrc=c=pink:a=0.3:r=44100:d={SOURCE_S}:seed=1', '-f', 'lavfi',
        '-i', f'aevalsrc=sin(2*PI*t*(220+40*floor(mod(t\\,7)))):s=44100:d={SOURCE_S}', '-filter_complex',
        'amix=inputs=2', '-ac', '2', *KINDS[kind], long)
    run('ffmpeg', '-v', 'error', '-stream_loop', '-1', '-i', long, '-t', n * LENGTH_S + 2, '-c', 'copy', '-f', 'segment',
        '-segment_time', LENGTH_S, '-reset_timestamps', '1', folder / f'%05d.{kind}')
    long.unlink()
    pieces = sorted(folder.glob(f'?????.{kind}'))
    for rest in pieces[n:]:
        rest.unlink()
    return pieces[:n]


def tell_length(path):
    """The head of a piece of flac still tells the samples of the whole: the last 36 bits before its checksum."""
    with open(path, 'r+b') as file:
        file.seek(21)
        first = file.read(1)[0] & 0xf0
        file.seek(21)
        file.write(bytes([first]) + (LENGTH_S * 44100).to_bytes(4, 'big'))


def tag_id3(tags, texts, cover):
    for frame, name in ((TIT2, 'title'), (TPE1, 'artist'), (TALB, 'album'), (TCON, 'genre'), (TRCK, 'tracknumber'),
                        (TDRC, 'date')):
        tags.add(frame(encoding=3, text=texts[name]))
    if cover is not None:
        tags.add(APIC(encoding=0, mime='image/jpeg', type=3, desc='', data=cover))


def tag_m4a(tags, texts, cover):
    for atom, name in (('\xa9nam', 'title'), ('\xa9ART', 'artist'), ('\xa9alb', 'album'), ('\xa9gen', 'genre'),
                       ('\xa9day', 'date')):
        tags[atom] = texts[name]
    tags['trkn'] = [(int(texts['tracknumber']), 10)]
    if cover is not None:
        tags['covr'] = [MP4Cover(cover, MP4Cover.FORMAT_JPEG)]


def tag(path, number, picture):
    album = number // 10
    texts = {'title': f'Song {number}', 'artist': f'Artist {album // 4}', 'album': f'Album {album}', 'genre': 'Folk',
             'tracknumber': str(number % 10 + 1), 'date': str(1960 + album % 60)}
    cover = picture + random.Random(album).randbytes(COVER_BYTES - len(picture)) if number % 2 else None
    if path.suffix == '.flac':
        tell_length(path)
    file = File(path)
    if file.tags is None:
        file.add_tags()
    if path.suffix == '.mp3':
        tag_id3(file.tags, texts, cover)
    elif path.suffix == '.m4a':
        tag_m4a(file.tags, texts, cover)
    else:
        file.tags.update(texts)
        if cover is not None:
            block = Picture()
            block.type, block.mime, block.data = 3, 'image/jpeg', cover
            if path.suffix == '.flac':
                file.add_picture(block)
            else:
                file.tags['metadata_block_picture'] = base64.b64encode(block.write()).decode()
    file.save()


def make_picture(path):
    run('convert', '-size', '500x500', 'plasma:', path)
    picture = path.read_bytes()
    path.unlink()
    return picture


def make_music(music, n):
    """A folder an album; the kinds lie side by side in it."""
    draft = music.with_name(f'{music.name}.part')
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    parts = [n * 4 // 10, *[n * 6 // 40] * 4]
    pieces = [piece for kind, part in zip(KINDS, parts) for piece in cut_files(draft, kind, part)]
    random.Random(5).shuffle(pieces)
    picture = make_picture(draft / 'cover.jpg')
    for number, piece in enumerate(pieces):
        tag(piece, number, picture)
        album = draft / f'Artist {number // 40}' / f'Album {number // 10}'
        album.mkdir(parents=True, exist_ok=True)
        piece.rename(album / f'{number % 10 + 1:02} Song {number}{piece.suffix}')
    draft.rename(music)


def cpu_s():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def scan(build, music, db, *options):
    """CPU seconds of lilt-lab and its helper, and what was counted."""
    before = cpu_s()
    lines = run(build / 'bin' / 'lilt-lab', 'scan', music, '--db', db, *options).splitlines()
    return cpu_s() - before, {name: int(n) for name, n in (line.split() for line in lines if not line.startswith(' '))}


def helper_mb(build, music, covers):
    """The most memory of the helper that reads the tags of them all."""
    paths = b''.join(os.fsencode(path) + b'\0' for path in music.rglob('*') if path.is_file())
    covers.mkdir()
    with tempfile.TemporaryFile() as names:
        names.write(paths)
        names.seek(0)
        helper = subprocess.Popen([build / 'bin' / 'lilt-scan', '--tags', '--covers', covers], stdin=names,
                                  stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(helper.pid, 0)
        helper.returncode = status
    return used.ru_maxrss / 1000


def measure(build, music, n, work):
    os.environ['XDG_CACHE_HOME'] = str(work / 'cache')
    db = work / 'library.db'
    first_s, counts = scan(build, music, db, '--tags')
    assert counts['added'] == n and counts['failed'] == 0, counts
    rescan_s, counts = scan(build, music, db, '--tags')
    assert counts['unchanged'] == n, counts
    few = work / 'few'
    few.mkdir()
    for path in random.Random(7).sample(sorted(path for path in music.rglob('*') if path.is_file()), N_HEARD):
        shutil.copy(path, few / f'{path.parent.name} {path.name}')
    tags_s, _ = scan(build, few, work / 'tags.db', '--tags')
    heard_s, counts = scan(build, few, work / 'heard.db')
    assert counts['added'] == N_HEARD, counts
    return {'work': 'scan', 'files': n, 'first_s': round(first_s, 2), 'rescan_s': round(rescan_s, 2),
            'hearing_ms': round(1e3 * (heard_s - tags_s) / N_HEARD, 1),
            'helper_mb': round(helper_mb(build, music, work / 'covers'))}


def main():
    parser = argparse.ArgumentParser(prog='scan.py')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--files', type=int, default=10_000)
    parser.add_argument('--music', type=pathlib.Path)
    parser.add_argument('--json', action='store_true')
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        work = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix='lilt-scan-')))
        music = (options.music or work / 'music').resolve()
        if not music.is_dir():
            make_music(music, options.files)
        found = measure(options.build.resolve(), music, options.files, work)
    if options.json:
        print(json.dumps(found))
    else:
        print(f'scan of {found["files"]} files: {found["first_s"]} s of CPU, unchanged {found["rescan_s"]} s; hearing '
              f'{found["hearing_ms"]} ms a file; the helper needs {found["helper_mb"]} MB')


if __name__ == '__main__':
    main()
