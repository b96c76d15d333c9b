"""The library under kill -9, at moments left to chance (the seed is printed; LILT_SEED repeats it): in a scan, in a
migration, in a change of the queue. Nothing that was committed is lost, and the next start works.

usage: test_kill_library.py BUILD SOURCE"""
import collections
import contextlib
import os
import pathlib
import random
import shutil
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
N_FILES = 100
N_CHANGED = 75  # between two scans
N_OLD = 20000  # tracks of an old library: its migration lasts longer than the start of the program
SEED = int(os.environ.get('LILT_SEED') or time.time())
chance = random.Random(SEED)


def ask(db, sql):
    """What SQL gives, or does, in a database that nobody has open; what is left in its log is read as well."""
    with contextlib.closing(sqlite3.connect(db)) as connection, connection:
        return connection.execute(sql).fetchall()


def check_whole(db, when):
    assert ask(db, 'PRAGMA quick_check') == [('ok',)], f'{when}: damaged'


def kill_after(seconds, *command):
    """Run, kill after that time: (was it killed, what it printed). It may have ended by itself, but not have failed."""
    process = subprocess.Popen([str(part) for part in command], text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    assert process.returncode in (0, -9), f'{command}: {process.returncode}: {err}'
    return process.returncode == -9, out


class Moments:
    """Moments of a piece of work, left to chance: within the time that it takes when nothing comes between."""
    def __init__(self, whole_s):
        self.whole_s, self.n_kills, self.n_tries = whole_s, 0, 0

    def __iter__(self):
        while self.n_kills < N_KILLS:
            self.n_tries += 1
            assert self.n_tries <= 10 * N_KILLS, f'only {self.n_kills} kills in {self.n_tries} tries'
            yield self.n_tries, chance.uniform(0.01, self.whole_s)

    def count(self, killed):
        self.n_kills += killed


def seconds_of(work, *arguments):
    begun = time.monotonic()
    work(*arguments)
    return time.monotonic() - begun


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


def is_complete(music, db):
    known = ask(db, 'SELECT path, mtime_ns FROM tracks')
    return set(known) == {(str(path), path.stat().st_mtime_ns) for path in music.iterdir()}


def touch_some(music):
    """Work for the next scan."""
    for path in chance.sample(sorted(music.iterdir()), N_CHANGED):
        os.utime(path, (chance.randrange(10**9), chance.randrange(10**9)))


def kill_scans(work):
    """New files and, when all are known, changed ones; what was loved by then stays loved."""
    music, db = work / 'music', work / 'scan.db'
    music.mkdir()
    make_tones(music, N_FILES)
    kept, n_partly = set(), 0
    moments = Moments(seconds_of(run, LAB, 'scan', music, '--db', work / 'whole.db'))
    for i, moment in moments:
        killed, _ = kill_after(moment, LAB, 'scan', music, '--db', db)
        moments.count(killed)
        if not db.exists() or not ask(db, 'SELECT 1 FROM sqlite_master WHERE name = "tracks"'):
            continue
        check_whole(db, f'scan {i}')
        there = set(ask(db, 'SELECT path, id, fingerprint, love FROM tracks'))
        assert there >= kept, f'scan {i}: lost {sorted(kept - there)}'
        n_partly += killed and not is_complete(music, db)
        ask(db, f'UPDATE tracks SET love = 1 WHERE id % {N_FILES} = {i % N_FILES}')
        kept = set(ask(db, 'SELECT path, id, fingerprint, love FROM tracks'))
        if len(kept) == N_FILES:
            touch_some(music)
    run(LAB, 'scan', music, '--db', db)
    assert ask(db, 'SELECT count(*), sum(missing) FROM tracks') == [(N_FILES, 0)]
    assert set(ask(db, 'SELECT path, id, fingerprint, love FROM tracks')) >= kept
    assert is_complete(music, db)
    print(f'scan: {moments.n_kills} kills, {n_partly} with files still to be read')
    assert n_partly >= N_KILLS // 4, 'too few fell into the reading'
    return db


def make_first_version(db):
    connection = sqlite3.connect(db)
    connection.executescript(MIGRATIONS[0].read_text())
    connection.executescript('PRAGMA user_version = 1; PRAGMA application_id = 0x4c696c74; PRAGMA journal_mode = WAL;'
                             "INSERT INTO artists (id, name) VALUES (1, 'Somebody');")
    connection.executemany('INSERT INTO tracks VALUES (?, ?, 1, 5, ?, 0, 9, ?, 1, ?, ?, ?, 0, 0, 0, 1000, ?, ?, 4, 100)',
                           ((i, f'/m/{i}.ogg', i, f'Song {i}', '', f'Album {i // 10}', 'Folk', '', i % 2)
                            for i in range(1, N_OLD + 1)))
    connection.commit()
    connection.close()


def phase(db, version, copies):
    if version == len(MIGRATIONS):
        return 'behind all'
    if copies:
        return 'in a step'
    return 'in the copy' if list(db.parent.glob('backups/*.part')) else 'before all'


def kill_migrations(work):
    none, moments_hit = work / 'none', collections.Counter()
    none.mkdir()

    def prepare(name):
        db = work / name / 'library.db'
        db.parent.mkdir()
        make_first_version(db)
        return db

    first = prepare('whole')
    moments = Moments(seconds_of(run, LAB, 'scan', none, '--db', first))
    for i, moment in moments:
        db = prepare(f'old-{i}')
        killed, _ = kill_after(moment, LAB, 'scan', none, '--db', db)
        moments.count(killed)
        check_whole(db, f'migration {i}')
        version = ask(db, 'PRAGMA user_version')[0][0]
        assert 1 <= version <= len(MIGRATIONS), version
        copies = list(db.parent.glob('backups/library-*.db'))
        if killed:
            moments_hit[phase(db, version, copies)] += 1
        assert version == 1 or copies, f'migration {i}: no copy before version {version}'
        for copy in copies:
            assert ask(copy, 'PRAGMA user_version') == [(1,)], f'migration {i}: the copy'
        run(LAB, 'scan', none, '--db', db)
        assert ask(db, 'PRAGMA user_version')[0][0] == len(MIGRATIONS)
        counts = ask(db, 'SELECT count(*), sum(love), sum(n_plays) FROM tracks')
        assert counts == [(N_OLD, N_OLD // 2, 4 * N_OLD)], f'migration {i}: {counts}'
        shutil.rmtree(db.parent)
    print(f'migration: {moments.n_kills} kills, {dict(moments_hit)}')
    assert moments_hit['in the copy'] + moments_hit['in a step'] > 0, 'none fell into a migration'


def kill_queues(db):
    last, moments = 0, Moments(0.5)
    for i, moment in moments:
        killed, out = kill_after(moment, VICTIM, db)
        assert killed, f'queue {i}: it ended by itself'
        moments.count(killed)
        told = [int(line) for line in out.split('\n')[:-1]]  # the last line may be cut
        last = max([last] + told)
        check_whole(db, f'queue {i}')
        rows = ask(db, 'SELECT position_us / 1000000 FROM playing')
        n = rows[0][0] if rows else 0
        assert n >= last, f'queue {i}: {last} was committed, {n} is there'
        ids = [row[0] for row in ask(db, 'SELECT track_id FROM queue ORDER BY place')]
        assert not n or ids == [(k + n) % 20 + 1 for k in range(20)], f'queue {i}: half of {n}: {ids}'
        last = n
    assert last > N_KILLS, f'only {last} queues were ever written'
    print(f'queue: {moments.n_kills} kills, {last} queues written')


def main():
    print(f'seed: LILT_SEED={SEED}')
    with tempfile.TemporaryDirectory(prefix='lilt-kill-') as folder:
        work = pathlib.Path(folder)
        db = kill_scans(work)
        kill_migrations(work)
        kill_queues(db)
    print(f'{3 * N_KILLS} kills: nothing committed was lost')


main()
