-- Where the listener places a track that the analysis heard elsewhere.
CREATE TABLE felt (
    track_id INTEGER PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
    valence  REAL NOT NULL,
    arousal  REAL NOT NULL
);
