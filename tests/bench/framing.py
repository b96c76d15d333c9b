#!/usr/bin/python3
"""How `lilt-lab classify` finds and frames faces, on faces whose frame is known.

The pictures of FER-2013 are crops, so that the best cut of one is the picture itself. Each is made into a photo (enlarged, laid in a
larger picture, turned, darkened, blurred, compressed) and classified from the file. Printed for each kind of photo: how many
faces were found, the side of the true frame in box sides and how far its middle lies below the box's (quartiles), and how
many expressions were right. With --nobody: on how many pictures of a folder, where nobody is, a face was seen.

usage: framing.py BUILD DATA [--faces N] [--model FILE] [--nobody FOLDER]
Needs ImageMagick. Uses the split `public`; nothing of it is kept."""
import argparse
import json
import pathlib
import random
import statistics
import subprocess
import tempfile

SIDE, LABELS = 48, ('angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral')
LARGER = ['-filter', 'Catrom', '-resize', '192x192']
EDGE = ['-virtual-pixel', 'edge']


def leaning(degrees):
    return [*LARGER, *EDGE, '-distort', 'SRT', str(degrees), '-quality', '90']


# Name, what ImageMagick does, and the frame's side and middle in the photo if they are known, where boxes are not clipped.
PHOTOS = (
    ('room all round', [*LARGER, *EDGE, '-set', 'option:distort:viewport', '384x384-96-96', '-distort', 'SRT', '0', '-quality', '90'],
     (192, 192, 192)),
    ('on a wall', [*LARGER, '-gravity', 'center', '-background', 'gray60', '-extent', '640x480', '-quality', '90'], (192, 320, 240)),
    ('nothing but the face', [*LARGER, '-quality', '90'], None),
    ('nothing but, 48 pixels', ['-quality', '95'], None),
    ('leaning left 12', leaning(-12), None),
    ('leaning right 20', leaning(20), None),
    ('dark', [*LARGER, '-gamma', '0.4', '-evaluate', 'multiply', '0.6', '-attenuate', '0.3', '+noise', 'Gaussian', '-quality', '70'], None),
    ('blurred', [*LARGER, '-blur', '0x4', '-quality', '80'], None),
    ('compressed', ['-filter', 'Catrom', '-resize', '96x96', '-quality', '40'], None),
)


def read_split(folder, n):
    """`n` random faces of the split, those left out that the crowd calls no face: [(pixels, label)]."""
    pixels = (folder / 'public-images.idx3-ubyte').read_bytes()[16:]
    labels = (folder / 'public-labels.idx1-ubyte').read_bytes()[8:]
    flags = (folder / 'public-flags.idx1-ubyte').read_bytes()[8:]
    faces = [i for i in range(len(labels)) if not flags[i] & 1]
    chosen = random.Random(1).sample(faces, min(n, len(faces)))
    return [(pixels[SIDE * SIDE * i:SIDE * SIDE * (i + 1)], labels[i]) for i in chosen]


def classify(arguments, photos):
    command = [pathlib.Path(arguments.build) / 'bin' / 'lilt-lab', 'classify', '--json']
    if arguments.model:
        command.append(f'--model={arguments.model}')
    lines = subprocess.run([*command, *photos], check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line)['faces'] for line in lines]


def quartiles(values):
    return ' '.join(f'{value:6.3f}' for value in statistics.quantiles(values, n=4)) if len(values) > 1 else ''


def measure(arguments, folder, faces, how):
    name, changes, frame = how
    for i, (pixels, _) in enumerate(faces):
        (folder / f'{i:04}.pgm').write_bytes(b'P5 %d %d 255\n' % (SIDE, SIDE) + pixels)
    subprocess.run(['mogrify', '-format', 'jpg', *changes, *sorted(folder.glob('*.pgm'))], check=True)
    found = classify(arguments, sorted(folder.glob('*.jpg')))
    best = [(seen[0], label) for seen, (_, label) in zip(found, faces) if seen]
    right = sum(face['label'] == LABELS[label] for face, label in best)
    text = f'{name:24}{100 * len(best) / len(faces):7.1f} %{100 * right / len(faces):7.1f} %{100 * right / max(len(best), 1):7.1f} %'
    if frame:
        side, _, middle = frame
        boxes = [face['box'] for face, _ in best]
        text += f'   side {quartiles([side / box[2] for box in boxes])}'
        text += f'   down {quartiles([(middle - box[1] - box[3] / 2) / box[3] for box in boxes])}'
    print(text, flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('usage: ')[1])
    parser.add_argument('build')
    parser.add_argument('data', type=pathlib.Path)
    parser.add_argument('--faces', type=int, default=500)
    parser.add_argument('--model')
    parser.add_argument('--nobody')
    arguments = parser.parse_args()
    faces = read_split(arguments.data, arguments.faces)
    print(f'{"photos of " + str(len(faces)) + " faces":24}{"found":>9}{"right":>9}{"of found":>9}')
    for how in PHOTOS:
        with tempfile.TemporaryDirectory() as folder:
            measure(arguments, pathlib.Path(folder), faces, how)
    if arguments.nobody:
        photos = sorted(path for path in pathlib.Path(arguments.nobody).rglob('*') if path.suffix in ('.jpg', '.png'))
        seen = [(path.name, found) for path, found in zip(photos, classify(arguments, photos)) if found]
        print(f'nobody there: a face on {len(seen)} of {len(photos)}: ' + ', '.join(f'{name} {found[0]["box"]}' for name, found in seen))


main()
