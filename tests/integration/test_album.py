"""The little album is what data/album/README.md says: scores that can be read, recordings with tags and covers, one loudness, no
clipping, no holes, and pieces in every quadrant of the mood plane as Lilt's own ear hears them.

usage: test_album.py BUILD"""
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(sys.argv[1]).resolve()
ALBUM = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'album'
MOST_BYTES = 6_000_000
LUFS, LUFS_OFF = -16.0, 1.0
QUADRANTS = {  # (bright, lively): tracks
    (True, True): {1, 2, 3}, (False, True): {4, 5}, (False, False): {6, 7}, (True, False): {8, 9, 10},
}


def recordings():
    return sorted(ALBUM.glob('*.opus'))


def check_scores():
    """Every recording has its score, and every score can be played: bars are full, sections and voices have names."""
    sys.path.insert(0, str(ALBUM))
    import score
    scores = sorted((ALBUM / 'scores').glob('*.score'))
    assert [p.stem for p in scores] == [p.stem for p in recordings()], 'a recording for every score'
    assert 8 <= len(scores) <= 12, len(scores)
    for path in scores:
        piece = score.play(path)
        assert sum(len(voice.notes) for voice in piece.voices.values()) > 100, path.name
        for voice in piece.voices.values():
            assert all(0 < note.velocity < 128 and 12 < note.pitch < 110 for note in voice.notes), (path.name, voice.name)
    text = (ALBUM / 'scores' / '01-paper-kites.score').read_text()
    with tempfile.TemporaryDirectory() as folder:
        broken = pathlib.Path(folder) / 'broken.score'
        broken.write_text(text.replace('f2 a f d2 e f |', 'f2 a f d2 e |', 1))
        try:
            score.play(broken)
        except score.ScoreError as error:
            assert 'a bar has 7 units, not 8' in str(error), error
        else:
            raise AssertionError('a bar that is too short is not found')


def ffmpeg_report(path, filters):
    command = ['ffmpeg', '-hide_banner', '-nostats', '-i', path, '-map', '0:a', '-af', filters, '-f', 'null', '-']
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def check_sound(path):
    """Length, loudness, true peak; no second of silence but at the very end."""
    report = ffmpeg_report(path, 'silencedetect=noise=-55dB:d=1,ebur128=peak=true:framelog=verbose')
    hours, minutes, seconds = re.search(r'Duration: (\d+):(\d+):([\d.]+)', report).groups()
    length = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    loudness = float(re.findall(r'I: +(-?[\d.]+) LUFS', report)[-1])
    peak = float(re.findall(r'Peak: +(-?[\d.]+) dBFS', report)[-1])
    silences = [float(s) for s in re.findall(r'silence_start: ([\d.]+)', report)]
    assert 40 <= length <= 90, f'{path.name} is {length} s long'
    assert abs(loudness - LUFS) <= LUFS_OFF, f'{path.name}: {loudness} LUFS'
    assert peak <= -1.0, f'{path.name}: true peak {peak} dB'
    assert all(s > length - 5 for s in silences), f'{path.name} is silent at {silences}'
    return loudness, peak


def scan(folder):
    """The album as Lilt reads it: rows of track, title, artist, album, genre, cover, valence, arousal."""
    database = folder / 'album.db'
    env = {**os.environ, 'HOME': str(folder), 'XDG_CACHE_HOME': str(folder / 'cache'), 'XDG_DATA_HOME': str(folder / 'data')}
    subprocess.run([BUILD / 'bin' / 'lilt-lab', 'scan', ALBUM, '--db', database], check=True, env=env, capture_output=True)
    with sqlite3.connect(database) as db:
        return db.execute("""SELECT track, title, artists.name, album, genre, cover, valence, arousal FROM tracks
                             JOIN artists ON artists.id = artist_id JOIN sounds ON track_id = tracks.id ORDER BY track""").fetchall()


def check_moods(rows):
    """Every lively piece is heard livelier than every calm one, every bright one brighter than every heavy one."""
    assert [row[0] for row in rows] == list(range(1, len(recordings()) + 1)), 'track numbers'
    valences, arousals = {True: [], False: []}, {True: [], False: []}
    for track, title, artist, album, genre, cover, valence, arousal in rows:
        assert title and genre and cover and (artist, album) == ('Lilt', 'First Light'), (track, title, artist, album, genre, cover)
        bright, lively = next(place for place, tracks in QUADRANTS.items() if track in tracks)
        print(f'{title:16} valence {valence:+.2f} arousal {arousal:+.2f}')
        valences[bright].append(valence)
        arousals[lively].append(arousal)
    for name, values in (('valence', valences), ('arousal', arousals)):
        assert min(values[True]) > max(values[False]), f'{name}: {values}'


def main():
    if not shutil.which('ffmpeg'):
        print('skipped: ffmpeg is not installed')
        sys.exit(77)
    check_scores()
    size = sum(path.stat().st_size for path in recordings())
    assert size <= MOST_BYTES, f'{size} bytes'
    for path in recordings():
        print(path.name, *check_sound(path))
    with tempfile.TemporaryDirectory(prefix='lilt-album-') as folder:
        check_moods(scan(pathlib.Path(folder)))


main()
