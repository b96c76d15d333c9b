-- Playlists by rule: their songs are found by what is kept here, not in playlist_tracks.
CREATE TABLE rules (
    playlist_id INTEGER PRIMARY KEY REFERENCES playlists (id) ON DELETE CASCADE,
    any_holds   INTEGER NOT NULL, -- one condition is enough; else all must hold
    ordered_by  TEXT NOT NULL,
    most        INTEGER NOT NULL -- songs; 0: as many as fit
);
CREATE TABLE rule_conditions (
    playlist_id INTEGER NOT NULL REFERENCES rules (playlist_id) ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    field       TEXT NOT NULL,
    test        TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (playlist_id, place)
) WITHOUT ROWID;
