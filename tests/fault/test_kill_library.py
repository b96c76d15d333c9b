"""The library under kill -9, at moments left to chance (the seed is printed; LILT_SEED repeats it): in a scan, in a
migration, in a change of the queue. Nothing that was committed is lost, and the next start works.

usage: test_kill_library.py BUILD SOURCE"""
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import wave

BUILD = pathlib.Path(sys.argv[1]).resolve()
MIGRATIONS = sorted((pathlib.Path(sys.argv[2]) / 'data' / 'migrations').glob('*.sql'))
LAB, VICTIM = BUILD / 'bin' / 'lilt-lab', BUILD / 'tests' / 'store_victim'
N_KILLS = 100 if os.environ.get('LILT_LONG') == '1' else 20
SEED = int(os.environ.get('LILT_SEED') or time.time())
chance = random.Random(SEED)


def ask(db, sql):
    """Rows of a database that nobody has open; what is left in its log is read as well."""
    connection = sqlite3.connect(db)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def check_whole(db, when):
    assert ask(db, 'PRAGMA quick_check') == [('ok',)], f'{when}: damaged'


def kill_after(seconds, *command):
    """Run, kill after that time; what it printed. It may have ended by itself, but not have failed."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    assert process.returncode in (0, -9), f'{command}: {process.returncode}: {err}'
    return out


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f'{command}: {done.returncode}: {done.stderr}'


def make_tones(folder, n):
    for i in range(n):
        with wave.open(str(folder / f'{i}.wav'), 'wb') as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(22050)
            file.writeframes(random.Random(i).randbytes(2 * 22050))


def kill_scans(work):
    music, db = work / 'music', work / 'scan.db'
    music.mkdir()
    make_tones(music, 200)
    n_before = 0
    for i in range(N_KILLS):
        kill_after(chance.uniform(0.02, 1.5), LAB, 'scan', music, '--db', db)
        if not db.exists() or not ask(db, 'SELECT 1 FROM sqlite_master WHERE name = "tracks"'):
            continue
        check_whole(db, f'scan {i}')
        n = ask(db, 'SELECT count(*) FROM tracks')[0][0]
        assert n >= n_before, f'scan {i}: {n_before} tracks were there, {n} are'
        n_before = n
    run(LAB, 'scan', music, '--db', db)
    assert ask(db, 'SELECT count(*), sum(missing) FROM tracks') == [(200, 0)]
    return db


def make_first_version(db):
    connection = sqlite3.connect(db)
    connection.executescript(MIGRATIONS[0].read_text())
    connection.executescript('PRAGMA user_version = 1; PRAGMA application_id = 0x4c696c74; PRAGMA journal_mode = WAL;'
                             "INSERT INTO artists (id, name) VALUES (1, 'Somebody');")
    connection.executemany('INSERT INTO tracks VALUES (?, ?, 1, 5, ?, 0, 9, ?, 1, ?, ?, ?, 0, 0, 0, 1000, ?, ?, 4, 100)',
                           ((i, f'/m/{i}.ogg', i, f'Song {i}', '', f'Album {i // 10}', 'Folk', '', i % 2)
                            for i in range(1, 5001)))
    connection.commit()
    connection.close()


def kill_migrations(work):
    (work / 'none').mkdir()
    for i in range(N_KILLS):
        db = work / f'old-{i}.db'
        make_first_version(db)
        kill_after(chance.uniform(0.005, 0.25), LAB, 'scan', work / 'none', '--db', db)
        check_whole(db, f'migration {i}')
        version = ask(db, 'PRAGMA user_version')[0][0]
        assert 1 <= version <= len(MIGRATIONS), version
        run(LAB, 'scan', work / 'none', '--db', db)
        assert ask(db, 'PRAGMA user_version')[0][0] == len(MIGRATIONS)
        assert ask(db, 'SELECT count(*), sum(love), sum(n_plays) FROM tracks') == [(5000, 2500, 20000)], f'migration {i}'
        db.unlink()


def kill_queues(db):
    last = 0
    for i in range(N_KILLS):
        out = kill_after(chance.uniform(0.02, 0.5), VICTIM, db)
        told = [int(line) for line in out.split('\n')[:-1]]  # the last line may be cut
        last = max([last] + told)
        check_whole(db, f'queue {i}')
        rows = ask(db, 'SELECT position_us / 1000000 FROM playing')
        n = rows[0][0] if rows else 0
        assert n >= last, f'queue {i}: {last} was committed, {n} is there'
        ids = [row[0] for row in ask(db, 'SELECT track_id FROM queue ORDER BY place')]
        assert not n or ids == [(k + n) % 20 + 1 for k in range(20)], f'queue {i}: half of {n}: {ids}'
        last = n
    assert last > 0, 'no queue was ever written'


def main():
    print(f'seed: LILT_SEED={SEED}')
    with tempfile.TemporaryDirectory(prefix='lilt-kill-') as folder:
        work = pathlib.Path(folder)
        db = kill_scans(work)
        kill_migrations(work)
        kill_queues(db)
    print(f'{3 * N_KILLS} kills: nothing committed was lost')


main()
