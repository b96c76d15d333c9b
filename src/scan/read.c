/* One file: its tags, cover, fingerprint, and how it sounds. */
#include "program.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lilt/sound.h"

static_assert((int)LILT_MEDIA_RATE_HZ == (int)LILT_SOUND_RATE_HZ, "media decodes what sound takes");
static_assert((int)LILT_SCAN_ANALYSER == (int)LILT_SOUND_ANALYSER,
              "library knows what is outdated");

/* What the last record's texts lie in. */
static LiltMedia *media;
static LiltDiag diag;
static LiltSoundModel *model; /* NULL: there is none, and no sound is judged */
static char cover[64];

void
lilt_scan_read_begin(void)
{
    if (lilt_sound_model_load(NULL, &diag, &model) != LILT_OK)
        fprintf(stderr, "lilt-scan: %s\n", diag.text);
}

static void
close_last(void)
{
    lilt_media_close(media);
    media = NULL;
}

void
lilt_scan_read_end(void)
{
    close_last();
    lilt_sound_model_free(model);
}

/* The diagnosis names the file first; the record has its path already. */
static const char *
reason(const char *path)
{
    const size_t n = strlen(path);

    return strncmp(diag.text, path, n) == 0 && strncmp(diag.text + n, ": ", 2) == 0
               ? diag.text + n + 2
               : diag.text;
}

/* How it sounds. A jingle too short to be judged is a track all the same. */
static LiltStatus
listen(LiltScanRecord *record)
{
    LiltSound sound;
    float *pcm;
    size_t n;

    if (model == NULL)
        return LILT_OK;
    LiltStatus status = lilt_media_decode(media, LILT_SOUND_EXCERPT_S, &diag, &pcm, &n);

    if (status != LILT_OK)
        return status;
    status = lilt_sound_analyse(model, pcm, n, lilt_genre_from_text(record->genre), &diag, &sound);
    free(pcm);
    if (status == LILT_E_UNSUPPORTED) {
        record->analyser = -LILT_SOUND_ANALYSER;
        return LILT_OK;
    }
    if (status != LILT_OK)
        return status;
    record->analyser = LILT_SOUND_ANALYSER;
    record->tempo_bpm = sound.tempo_bpm;
    record->loudness_lufs = sound.loudness_lufs;
    record->energy = sound.energy;
    record->brightness = sound.brightness;
    record->point = sound.point;
    record->mode = sound.mode_score;
    record->words = lilt_scan_judge_words(record->path);
    return LILT_OK;
}

static LiltStatus
read_file(const char *covers, LiltScanRecord *record)
{
    const LiltMediaTags *tags;
    LiltStatus status = lilt_media_open(record->path, &diag, &media);

    if (status == LILT_OK)
        status = lilt_media_fingerprint(media, &diag, &record->fingerprint);
    if (status != LILT_OK)
        return status;
    tags = lilt_media_get_tags(media);
    record->title = tags->title;
    record->artist = tags->artist;
    record->album_artist = tags->album_artist;
    record->album = tags->album;
    record->genre = tags->genre;
    record->disc = tags->disc;
    record->track = tags->track;
    record->year = tags->year;
    record->duration_ms = tags->duration_ms;
    if (covers != NULL)
        lilt_scan_keep_cover(covers, record->path, media, cover, sizeof cover);
    return listen(record);
}

void
lilt_scan_read(const char *path, const char *covers, LiltScanRecord *record)
{
    close_last();
    cover[0] = '\0';
    *record = (LiltScanRecord){.path = path,
                               .title = "",
                               .artist = "",
                               .album_artist = "",
                               .album = "",
                               .genre = "",
                               .cover = cover};
    if (read_file(covers, record) != LILT_OK)
        record->why = reason(path);
}
