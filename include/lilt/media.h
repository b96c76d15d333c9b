/* media.h - what is in a music file: tags, cover, duration, fingerprint, sound. Plain C11 over
 * libavformat, libavcodec, libswresample and libswscale. Files may be hostile: only the helper
 * process opens them. Used by one thread at a time; nothing but local files is ever opened. */
#pragma once

#include "lilt/base.h"

#ifdef __cplusplus
extern "C" {
#endif

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

enum {
    LILT_MEDIA_PICTURE_BYTES = 8 << 20, /* of a picture that is looked at, */
    LILT_MEDIA_COVER_BYTES = 256 << 10, /* and of a cover that is kept */
    LILT_MEDIA_COVER_PX = 640,
};

/* Make of a picture, JPEG or PNG, a cover to be kept: a JPEG of at most LILT_MEDIA_COVER_BYTES and
 * LILT_MEDIA_COVER_PX a side, on white where it is transparent. One that is so already stays:
 * *ret_jpeg is NULL then, else the caller releases it with free().
 * Error: LILT_E_FORMAT: it is neither, broken, too many bytes, or of more than 64 megapixels, which
 * are not decoded; _NOMEM. */
LiltStatus lilt_media_fit_cover(const uint8_t *bytes, size_t n, uint8_t **ret_jpeg, size_t *ret_n);

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

/* ---- changing tags, and lyrics: TagLib's part ----------------------------------------------- */

/* What a file says in its tags, as it is written there: "3/12", "2009-05-01"; several values stand
 * one a line, "" is none. NULL in a change: that tag is left as it is. Owned by whoever made it. */
typedef struct {
    char *text[LILT_N_TAGS];
} LiltMediaTexts;

void lilt_media_texts_clear(LiltMediaTexts *texts);

/* Change the tags of the file; everything else in it stays. The file is exchanged for a copy that
 * was written out, and read back and found to have the new tags and the very same sound; before
 * that moment the file is as it was, whatever happens. A link leads to the changed file then.
 * draft_mark: a part of the name of that copy, ".lilt-<mark>.<suffix>" beside the file, for whoever
 * has to take it away should this process be killed.
 * *ret_before: what was there of what was changed, NULL elsewhere; the caller clears it.
 * Error: LILT_E_ABSENT, _IO (no room, too); _DENIED: the file or its folder is read-only;
 * _UNSUPPORTED: a kind of file whose tags cannot be changed; _FORMAT: damaged; _NOMEM. `diag` names
 * the file. */
LiltStatus lilt_media_retag(const char *path, const LiltMediaTexts *change, const char *draft_mark,
                            LiltDiag *diag, LiltMediaTexts *ret_before);

/* The lyrics in the file's tags, as LRC where they have times; at most 256 KiB. The caller releases
 * *ret_text with free(). Error: LILT_E_ABSENT: there are none, or no such file; _NOMEM. */
LiltStatus lilt_media_dup_lyrics(const char *path, LiltDiag *diag, char **ret_text);

void lilt_media_close(LiltMedia *media); /* NULL is fine */

#ifdef __cplusplus
}
#endif
