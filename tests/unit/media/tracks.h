/* tracks.h - music files of every kind: Ogg files come from packages, the others are made of them
 * by ffmpeg. */
#pragma once

#include "lilt/media.h"

/* A file in the test's folder; up to four may be in use at a time. */
const char *temp_path(const char *name);

/* One of the package's tracks, whatever they are called. */
const char *a_track(void);

/* Make `name` out of the track: with tags, a red cover, 20 s. Skips without ffmpeg. */
const char *make_file(const char *name, const char *codec);

/* The file, open; NULL, and a failed check, when it cannot be read. */
LiltMedia *open_media(const char *path);

uint64_t fingerprint(const char *path);
