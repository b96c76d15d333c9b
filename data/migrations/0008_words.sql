-- How much clearer major is than minor in a track, below 0: minor; and how bright the words of its
-- lyrics are, -1 to 1. Of both, 0 says nothing, which is also what is known of tracks heard before.
ALTER TABLE sounds ADD COLUMN mode REAL NOT NULL DEFAULT 0;
ALTER TABLE sounds ADD COLUMN words REAL NOT NULL DEFAULT 0;
