#!/usr/bin/env python3
"""Make the little album again: every scores/NN-name.score becomes NN-name.opus beside this script.

usage: make_album.py [NAME...]     only the scores whose file names begin so

Wants fluidsynth, fluid-soundfont-gm, ffmpeg and librsvg2-bin; README.md tells more."""
import base64
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

import covers
import midi
import score

HERE = pathlib.Path(__file__).resolve().parent
SOUND_FONT = pathlib.Path('/usr/share/sounds/sf2/FluidR3_GM.sf2')
ALBUM, ARTIST, YEAR = 'First Light', 'Lilt', '2026'
LOUDNESS_LUFS, PEAK_DBTP = -16.0, -3.2  # Opus adds up to 1.5 dB to a peak
TAIL_S, FADE_IN_S, FADE_OUT_S = 2.6, 0.02, 2.4
BITRATE = '54k'  # variable: about 60 kbit/s in the end
RATE_HZ = 48000


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)


def length_s(piece):
    """From the first note to the end of the last bar."""
    marks = [*piece.tempos, (piece.ticks, None)]
    return sum((after[0] - now[0]) / score.TICKS * 60 / now[1] for now, after in zip(marks, marks[1:]))


def render(piece, folder):
    """Play the score with the sound font: a wave file of floats."""
    midi.write(piece, folder / 'piece.mid')
    wave = folder / 'piece.wav'
    run('fluidsynth', '-ni', '-q', '-g', '0.45', '-r', RATE_HZ, '-T', 'wav', '-O', 'float', '-o', 'synth.reverb.room-size=0.62',
        '-o', 'synth.reverb.damp=0.3', '-o', 'synth.reverb.level=0.75', '-o', 'synth.chorus.active=0', '-F', wave, SOUND_FONT,
        folder / 'piece.mid')
    return wave


def loudness_of(path, filters):
    """Integrated loudness in LUFS of a file behind ffmpeg filters."""
    report = run('ffmpeg', '-hide_banner', '-nostats', '-i', path, '-af', f'{filters},ebur128=framelog=verbose', '-f', 'null', '-').stderr
    return float(re.findall(r'I: +(-?[0-9.]+) LUFS', report)[-1])


def master(wave, seconds, out):
    """Faded, at LOUDNESS_LUFS; the limiter works at four times the rate, where true peaks are seen."""
    end = seconds + TAIL_S
    fades = (f'highpass=f=28,afade=t=in:d={FADE_IN_S},atrim=end={end:.3f},'
             f'afade=t=out:st={end - FADE_OUT_S:.3f}:d={FADE_OUT_S}')
    gain = LOUDNESS_LUFS - loudness_of(wave, fades)
    limited = ''
    for _ in range(2):  # what the limiter takes away is given back before it
        limited = (f'{fades},volume={gain:.2f}dB,aresample={4 * RATE_HZ},'
                   f'alimiter=limit={PEAK_DBTP}dB:attack=4:release=80:level=disabled,aresample={RATE_HZ}')
        gain += LOUDNESS_LUFS - loudness_of(wave, limited)
    run('ffmpeg', '-y', '-i', wave, '-af', limited, '-c:a', 'pcm_f32le', out)


def jpeg_cover(name, folder):
    (folder / 'cover.svg').write_text(covers.draw(name))
    run('rsvg-convert', '-o', folder / 'cover.png', folder / 'cover.svg')
    run('ffmpeg', '-y', '-i', folder / 'cover.png', '-pix_fmt', 'yuvj420p', '-q:v', '4', '-bitexact', folder / 'cover.jpg')
    return (folder / 'cover.jpg').read_bytes()


def picture_block(jpeg):
    """The cover as a FLAC picture in base64, which is how Vorbis comments carry one."""
    mime = b'image/jpeg'
    head = struct.pack('>II', 3, len(mime)) + mime + struct.pack('>I', 0)
    shape = struct.pack('>IIIII', covers.SIZE, covers.SIZE, 24, 0, len(jpeg))
    return base64.b64encode(head + shape + jpeg).decode()


def tags(piece, number, n_pieces, jpeg):
    return {
        'title': piece.head['title'], 'artist': ARTIST, 'album': ALBUM, 'album_artist': ARTIST, 'genre': piece.head['genre'],
        'date': YEAR, 'track': f'{number}/{n_pieces}', 'composer': 'The Lilt authors', 'license': 'https://creativecommons.org/publicdomain/zero/1.0/',
        'comment': 'Composed and rendered for Lilt. CC0 1.0: no rights reserved.', 'metadata_block_picture': picture_block(jpeg),
    }


def escaped(value):
    """As ffmpeg's metadata files want it."""
    return re.sub(r'([=;#\\])', r'\\\1', value)


def encode(wave, fields, out, folder):
    (folder / 'tags.txt').write_text(';FFMETADATA1\n' + '\n'.join(f'{key}={escaped(value)}' for key, value in fields.items()) + '\n')
    run('ffmpeg', '-y', '-i', wave, '-i', folder / 'tags.txt', '-map', '0:a', '-map_metadata', '1', '-c:a', 'libopus', '-b:a', BITRATE,
        '-vbr', 'on', '-application', 'audio', '-fflags', '+bitexact', '-flags:a', '+bitexact', out)


def make(path, number, n_pieces):
    with tempfile.TemporaryDirectory(prefix='lilt-album-') as name:
        folder, piece = pathlib.Path(name), score.play(path)
        master(render(piece, folder), length_s(piece), folder / 'mastered.wav')
        jpeg = jpeg_cover(path.stem, folder)
        encode(folder / 'mastered.wav', tags(piece, number, n_pieces, jpeg), HERE / f'{path.stem}.opus', folder)
    print(f'{path.stem}.opus', flush=True)


def main():
    scores = sorted((HERE / 'scores').glob('*.score'))
    for number, path in enumerate(scores, 1):
        if len(sys.argv) == 1 or path.name.startswith(tuple(sys.argv[1:])):
            make(path, number, len(scores))


if __name__ == '__main__':
    try:
        main()
    except (score.ScoreError, FileNotFoundError) as error:
        sys.exit(f'make_album.py: {error}')
    except subprocess.CalledProcessError as error:
        sys.exit(f'make_album.py: {error.cmd[0]}: {error.stderr[-800:]}')
