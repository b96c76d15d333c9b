-- Tracks whose sound that version of the analysis could not judge, so that it does not try again. A
-- track that is neither here nor in `sounds` has not been heard yet.
CREATE TABLE unheard (
    track_id INTEGER PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
    analyser INTEGER NOT NULL
);
INSERT INTO unheard (track_id, analyser)
SELECT id, 3 FROM tracks WHERE NOT EXISTS (SELECT 1 FROM sounds WHERE track_id = id);
