-- Playlists made by hand beside those of the moods, and pages of albums and artists.

-- Each mood's list stands here from now on, so that no number is ever given to one later: the
-- numbers of lists made by hand are chosen before they are written.
INSERT OR IGNORE INTO playlists (name, mood, made_s) VALUES
    ('angry', 'angry', 0), ('disgust', 'disgust', 0), ('fear', 'fear', 0), ('happy', 'happy', 0),
    ('sad', 'sad', 0), ('surprise', 'surprise', 0), ('neutral', 'neutral', 0);

CREATE INDEX tracks_by_album ON tracks (album);
CREATE INDEX tracks_by_artist ON tracks (artist_id);
