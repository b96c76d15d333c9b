/* media.h - what is in a music file: tags, cover, duration, fingerprint, sound. Plain C11 over
 * libavformat, libavcodec and libswresample. Files may be hostile: only the helper process opens
 * them. Used by one thread at a time; nothing but local files is ever opened. */
#pragma once

#include "lilt/base.h"

enum { LILT_MEDIA_RATE_HZ = 22050 }; /* of decoded sound */

/* Texts are valid UTF-8 without leading and trailing space, "" where the file has none; numbers are
 * 0 there. Lent until the file is closed. */
typedef struct {
    const char *title, *artist, *album_artist, *album, *genre;
    int disc, track, year;
    int64_t duration_ms;
} LiltMediaTags;

typedef struct LiltMedia LiltMedia;

/* Open the music file at `path` and read its tags.
 * Error: LILT_E_ABSENT, _DENIED, _IO; _FORMAT: no music in it, or damaged from the start;
 * _UNSUPPORTED: a codec that is not known; _NOMEM. `diag` names the file and why. */
LiltStatus lilt_media_open(const char *path, LiltDiag *diag, LiltMedia **ret_media);

const LiltMediaTags *lilt_media_get_tags(const LiltMedia *media);

/* The embedded picture as it lies in the file (JPEG or PNG), front cover preferred. Lent until the
 * file is closed; false when there is none. `ret_suffix`: ".jpg" or ".png", static. */
bool lilt_media_get_cover(const LiltMedia *media, const uint8_t **ret_bytes, size_t *ret_n,
                          const char **ret_suffix);

/* A number that stays the same when the file is moved, renamed or tagged: a hash of its first
 * 64 KiB of compressed sound past the tags, and of its duration in seconds. Call it before
 * decoding.
 * Error: LILT_E_FORMAT: there is no sound in the file; _NOMEM. */
LiltStatus lilt_media_fingerprint(LiltMedia *media, LiltDiag *diag, uint64_t *ret_fingerprint);

/* Decode up to `seconds` of sound from the middle of the file (all of a shorter one) to mono at
 * LILT_MEDIA_RATE_HZ, floats in about -1..1. Damaged packets are passed over; what can be read
 * counts. The caller releases *ret_pcm with free().
 * Error: LILT_E_FORMAT: less than half a second of sound can be read; _NOMEM. */
LiltStatus lilt_media_decode(LiltMedia *media, double seconds, LiltDiag *diag, float **ret_pcm,
                             size_t *ret_n);

void lilt_media_close(LiltMedia *media); /* NULL is fine */
