"""lilt-lab scan and recommend, as scripts rely on them: what is printed, the exit codes, parts that add up.

usage: test_scan_lab.py BUILD"""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(sys.argv[1]).resolve()
LAB = BUILD / 'bin' / 'lilt-lab'
ASSETS = pathlib.Path(os.environ.get('LILT_ASSETS', BUILD / 'assets'))


def lab(code, *args):
    """Standard output of a verb that ends with `code`."""
    done = subprocess.run([LAB, *map(str, args)], capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
    assert done.returncode == code, f'{args}: exit {done.returncode}, want {code}\n{done.stdout}\n{done.stderr}'
    return done.stdout


def scan(db, *folders):
    """The counts that are printed, by name, and the lines that name failures."""
    lines = lab(0, 'scan', *folders, '--db', db).splitlines()
    counts = dict(line.split() for line in lines if not line.startswith(' '))
    return {name: int(n) for name, n in counts.items()}, [line.strip() for line in lines if line.startswith(' ')]


def recommend(db, *args):
    return [json.loads(line) for line in lab(0, 'recommend', '--db', db, '--json', *args).splitlines()]


def check_scan(work, music, db):
    n = len(list(music.rglob('*.ogg')))
    (music / 'letter.ogg').write_text('Dear reader, this is not music.\n')
    (music / 'nothing.mp3').write_bytes(b'')
    counts, failed = scan(db, music)
    assert counts == {'added': n, 'changed': 0, 'unchanged': 0, 'missing': 0, 'failed': 2}, counts
    assert sorted(line.split(': ')[0] for line in failed) == [str(music / 'letter.ogg'), str(music / 'nothing.mp3')]
    counts, failed = scan(db, music)
    assert counts['unchanged'] == n and counts['added'] == 0 and len(failed) == 2, counts
    with sqlite3.connect(db) as rows:
        bare = rows.execute("""SELECT path FROM tracks JOIN artists ON artists.id = artist_id
                               LEFT JOIN sounds ON track_id = tracks.id
                               WHERE title = '' OR name = '' OR duration_ms < 10000 OR analyser IS NULL""").fetchall()
        assert not bare, bare
        assert rows.execute('PRAGMA journal_mode').fetchone() == ('wal',)
        assert rows.execute('PRAGMA integrity_check').fetchone() == ('ok',)
    lab(1, 'scan', work / 'no such folder', '--db', db)
    lab(2, 'scan', music)


def check_killed(work, music):
    """Whatever the moment the power goes, the library opens again and the next scan completes it."""
    db = work / 'killed.db'
    n = len(list(music.rglob('*.ogg'))) - 1
    for delay_s in (0.05, 0.3, 0.8):
        doomed = subprocess.Popen([LAB, 'scan', music, '--db', db], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        time.sleep(delay_s)
        doomed.kill()
        doomed.wait()
    counts, _ = scan(db, music)
    assert counts['added'] + counts['unchanged'] == n and counts['changed'] == counts['missing'] == 0, counts
    with sqlite3.connect(db) as rows:
        assert rows.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        assert rows.execute('SELECT count(*) FROM tracks').fetchone() == (n,)


def check_recommend(work, music, db):
    lists = {}
    for mood in 'angry disgust fear happy sad surprise neutral'.split():
        lists[mood] = recommend(db, '--mood', mood, '--policy', 'match', '--limit', 5, '--seed', 1)
        assert len(lists[mood]) == 5
        for pick in lists[mood]:
            assert pathlib.Path(pick['path']).is_file(), pick
            assert abs(sum(reason['value'] for reason in pick['reasons']) - pick['score']) < 1e-4, pick
            assert {'part', 'value', 'text'} == set(pick['reasons'][0]), pick
    again = recommend(db, '--mood', 'happy', '--limit', 5, '--seed', 1)
    assert lists['happy'] == again, 'the same request, the same list'
    assert [p['path'] for p in lists['happy']] != [p['path'] for p in lists['sad']]
    everything = recommend(db, '--at=-0.6,-0.3', '--goal', '0.8,0.5', '--policy', 'path', '--limit', 1000)
    there = [str(path) for path in music.rglob('*.ogg') if path.name != 'letter.ogg']
    assert sorted(pick['path'] for pick in everything) == sorted(there), 'each track once'
    lab(1, 'recommend', '--db', work / 'none.db', '--mood', 'sad')
    assert not (work / 'none.db').exists(), 'asking makes no library'
    for wrong in (['--mood', 'glum'], ['--at', '2,0'], ['--at', 'x'], [], ['--mood', 'sad', '--policy', 'cheer'],
                  ['--mood', 'sad', '--limit', '0']):
        lab(2, 'recommend', '--db', db, *wrong)


def check_helper_inherits_nothing(music):
    """Lilt closes nothing when it starts lilt-scan: the helper itself lets go of all but its standard streams."""
    ours, theirs = os.pipe()
    helper = subprocess.Popen([BUILD / 'bin' / 'lilt-scan'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              pass_fds=[theirs])
    os.close(theirs)
    helper.stdin.write(bytes(next(music.rglob('*.ogg'))) + b'\0')
    helper.stdin.flush()
    helper.stdout.readline()  # it has begun
    os.set_blocking(ours, False)
    assert os.read(ours, 1) == b'', 'an inherited pipe is closed'  # BlockingIOError: it is not
    assert helper.poll() is None
    helper.communicate(timeout=300)
    os.close(ours)


def main():
    if not (ASSETS / 'music').is_dir():
        print(f'skipped: no music in {ASSETS}')
        return 77
    work = pathlib.Path(tempfile.mkdtemp(prefix='lilt-lab-'))
    os.environ['XDG_CACHE_HOME'] = str(work / 'cache')
    music, db = work / 'music', work / 'any name.db'
    shutil.copytree(ASSETS / 'music', music)
    check_scan(work, music, db)
    check_recommend(work, music, db)
    check_killed(work, music)
    check_helper_inherits_nothing(music)
    shutil.rmtree(work)
    return 0


sys.exit(main())
