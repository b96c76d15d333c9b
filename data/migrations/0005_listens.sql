-- What was listened to elsewhere: histories that were imported, a play a row.
CREATE TABLE listens (
    source    TEXT NOT NULL, -- the name of the file it came from
    at_s      INTEGER NOT NULL,
    artist_id INTEGER NOT NULL REFERENCES artists (id),
    title     TEXT NOT NULL,
    PRIMARY KEY (source, at_s, artist_id, title)
) WITHOUT ROWID;
CREATE INDEX plays_by_time ON plays (ended_s);
