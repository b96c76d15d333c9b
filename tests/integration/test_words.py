"""Lyrics count: of copies of one song, the one with heavy words comes first for a sad mood and says why, be the words
beside the file or in it, in English or in German.

usage: test_words.py BUILD"""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(sys.argv[1]).resolve()
SONG = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets')) / 'music' / 'amoebax-data' / 'menu.ogg'
LAB = BUILD / 'bin' / 'lilt-lab'
HEAVY = '''[ti:The Happy Sun]
[00:01.00]I cry alone and all my tears are cold
[00:05.00]You are gone and it hurts, my heart is broken
[00:09.00]Lonely, lost in the dark, I cry alone
'''
HEITER = 'Die Sonne scheint, wir tanzen und du lachst\nEin heller Sommer, und ich bin glücklich\nWir singen ein schönes Lied'


def make_music(folder):
    for name in 'heavy', 'silent', 'heiter':
        shutil.copy(SONG, folder / f'{name}.ogg')
    (folder / 'heavy.lrc').write_text(HEAVY)
    subprocess.run(['ffmpeg', '-v', 'error', '-y', '-i', SONG, '-c', 'copy', '-map', '0:a',
                    '-metadata:s:a:0', f'LYRICS={HEITER}', folder / 'heiter.ogg'], check=True)


def recommend(library, mood):
    out = subprocess.run([LAB, 'recommend', '--db', library, '--mood', mood, '--policy', 'match', '--limit', '3', '--json'],
                         check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def words_of(pick):
    return next((r for r in pick['reasons'] if r['part'] == 'words'), {'value': 0, 'text': ''})


def main():
    if not SONG.is_file() or shutil.which('ffmpeg') is None:
        print(f'skipped: {SONG} or ffmpeg is missing')
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder, library = pathlib.Path(name) / 'music', pathlib.Path(name) / 'library.db'
        folder.mkdir()
        make_music(folder)
        subprocess.run([LAB, 'scan', folder, '--db', library], check=True, stdout=subprocess.DEVNULL)
        with sqlite3.connect(library) as db:
            words = {pathlib.Path(path).stem: value for path, value in db.execute(
                'SELECT path, words FROM tracks JOIN sounds ON track_id = id')}
        print(words)
        assert words['heavy'] < -0.25 and words['silent'] == 0 and words['heiter'] > 0.25, words
        for mood, best, text in (('sad', 'heavy', 'Its words are heavy ones'), ('happy', 'heiter', 'Its words are bright ones')):
            picks = {pathlib.Path(pick['path']).stem: pick for pick in recommend(library, mood)}
            parts = {stem: words_of(pick) for stem, pick in picks.items()}
            print(mood, parts)
            assert parts[best]['value'] > 0 and parts[best]['text'] == text, parts
            assert parts['silent']['text'] == '', parts


main()
