-- The library: what is in the files, how it sounds, what was heard, what is to come.

CREATE TABLE artists (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
);

-- A file that could be read. `missing`: it was not there at the last scan of its folder; nothing
-- about it is forgotten.
CREATE TABLE tracks (
    id           INTEGER PRIMARY KEY,
    path         TEXT NOT NULL UNIQUE,
    size_bytes   INTEGER NOT NULL,
    mtime_ns     INTEGER NOT NULL,
    fingerprint  INTEGER NOT NULL, -- of the compressed sound, so that it survives moving and retagging
    missing      INTEGER NOT NULL DEFAULT 0,
    added_s      INTEGER NOT NULL,
    title        TEXT NOT NULL, -- the file's name where there is no tag
    artist_id    INTEGER NOT NULL REFERENCES artists (id),
    album_artist TEXT NOT NULL,
    album        TEXT NOT NULL,
    genre        TEXT NOT NULL,
    disc         INTEGER NOT NULL,
    track        INTEGER NOT NULL,
    year         INTEGER NOT NULL,
    duration_ms  INTEGER NOT NULL,
    cover        TEXT NOT NULL, -- name in the folder of covers, or ''
    love         INTEGER NOT NULL DEFAULT 0, -- 1 loved, -1 banned
    n_plays      INTEGER NOT NULL DEFAULT 0,
    last_play_s  INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX tracks_by_fingerprint ON tracks (fingerprint);

-- How a track sounds; `analyser` says which version of the analysis found that.
CREATE TABLE sounds (
    track_id      INTEGER PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
    analyser      INTEGER NOT NULL,
    tempo_bpm     REAL NOT NULL, -- 0 = not known
    loudness_lufs REAL NOT NULL,
    energy        REAL NOT NULL,
    brightness    REAL NOT NULL,
    valence       REAL NOT NULL,
    arousal       REAL NOT NULL
);

-- Files that could not be read, so that they are not tried again before they change.
CREATE TABLE set_aside (
    path       TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    mtime_ns   INTEGER NOT NULL,
    why        TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE plays (
    id       INTEGER PRIMARY KEY,
    track_id INTEGER NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    ended_s  INTEGER NOT NULL,
    heard    REAL NOT NULL, -- 0..1
    mood     TEXT NOT NULL, -- a class's label, or 'unknown'
    source   TEXT NOT NULL  -- where the mood came from: 'camera', 'hand', 'none'
);
CREATE INDEX plays_by_track ON plays (track_id, ended_s);

-- Less than half heard is a skip: no play, yet the track is not rested either.
CREATE TRIGGER plays_count AFTER INSERT ON plays BEGIN
    UPDATE tracks
       SET n_plays = n_plays + (new.heard >= 0.5),
           last_play_s = max(last_play_s, new.ended_s)
     WHERE id = new.track_id;
END;

-- `mood`: the class whose recommended playlist this is, or NULL for one made by hand.
CREATE TABLE playlists (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    mood   TEXT UNIQUE,
    made_s INTEGER NOT NULL
);
CREATE TABLE playlist_tracks (
    playlist_id INTEGER NOT NULL REFERENCES playlists (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    track_id    INTEGER NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    PRIMARY KEY (playlist_id, place)
) WITHOUT ROWID;

-- Next Up over a restart; the tracks chosen by hand come first.
CREATE TABLE queue (
    place    INTEGER PRIMARY KEY,
    track_id INTEGER NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    yours    INTEGER NOT NULL
);
CREATE TABLE playing (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    track_id    INTEGER NOT NULL, -- 0 = nothing
    position_us INTEGER NOT NULL
);

-- Words to search by. The texts stay in the tables above; triggers keep the index in step.
CREATE VIEW track_words AS
SELECT tracks.id AS id, title, artists.name AS artist, album, genre
  FROM tracks JOIN artists ON artists.id = artist_id;

CREATE VIRTUAL TABLE words USING fts5 (
    title, artist, album, genre,
    content = 'track_words', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE TRIGGER words_insert AFTER INSERT ON tracks BEGIN
    INSERT INTO words (rowid, title, artist, album, genre)
    VALUES (new.id, new.title, (SELECT name FROM artists WHERE id = new.artist_id), new.album, new.genre);
END;
CREATE TRIGGER words_delete AFTER DELETE ON tracks BEGIN
    INSERT INTO words (words, rowid, title, artist, album, genre)
    VALUES ('delete', old.id, old.title, (SELECT name FROM artists WHERE id = old.artist_id), old.album, old.genre);
END;
CREATE TRIGGER words_update AFTER UPDATE OF title, artist_id, album, genre ON tracks BEGIN
    INSERT INTO words (words, rowid, title, artist, album, genre)
    VALUES ('delete', old.id, old.title, (SELECT name FROM artists WHERE id = old.artist_id), old.album, old.genre);
    INSERT INTO words (rowid, title, artist, album, genre)
    VALUES (new.id, new.title, (SELECT name FROM artists WHERE id = new.artist_id), new.album, new.genre);
END;
