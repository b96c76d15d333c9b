-- What a playlist file named and no scan has read: a track that is missing, of size -1, until its file
-- is found. One on another machine has its address for a path, and is never found.
CREATE INDEX tracks_absent ON tracks (id) WHERE size_bytes < 0;
