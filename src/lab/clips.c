/* Labelled music, measured. */
#include "clips.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lilt/media.h"

enum { MAX_CLIPS = 100000, MAX_NAME = 200 };

LiltStatus
lab_clip_measure(const char *path, LiltDiag *diag, LiltSoundRows *ret_rows, LiltSound *ret_sound,
                 LiltGenre *ret_genre)
{
    LiltMedia *media;
    float *pcm;
    size_t n;
    LiltStatus status = lilt_media_open(path, diag, &media);

    if (status != LILT_OK)
        return status;
    if (ret_genre != NULL)
        *ret_genre = lilt_genre_from_text(lilt_media_get_tags(media)->genre);
    status = lilt_media_decode(media, LILT_SOUND_EXCERPT_S, diag, &pcm, &n);
    lilt_media_close(media);
    if (status != LILT_OK)
        return status;
    status = lilt_sound_measure(pcm, n, diag, ret_rows, ret_sound);
    free(pcm);
    if (status != LILT_OK) { /* it speaks of sound, not of files */
        const LiltDiag why = *diag;

        lilt_fail(diag, status, "%s: %.200s", path, why.text);
    }
    return status;
}

/* One line of the list; false when it is none. */
static bool
read_line(const char *line, char name[MAX_NAME], LiltPoint *point, uint64_t *artist,
          LiltGenre *genre)
{
    static const LiltPoint corners[4] = {{1, 1}, {-1, 1}, {-1, -1}, {1, -1}};
    char id[MAX_NAME];
    int quadrant, end = 0;

    if (sscanf(line, "%199[^,],Q%d,%199[^,\n]%n", name, &quadrant, id, &end) != 3 || quadrant < 1 ||
        quadrant > 4)
        return false;
    *point = corners[quadrant - 1];
    *genre = lilt_genre_from_text(line + end);
    *artist = 14695981039346656037u; /* FNV-1a */
    for (const char *c = id; *c != '\0'; c++)
        *artist = (*artist ^ (unsigned char)*c) * 1099511628211u;
    return true;
}

static bool
make_room(LabClips *clips, size_t capacity)
{
    void *rows = realloc(clips->rows, capacity * sizeof *clips->rows);
    void *points = realloc(clips->points, capacity * sizeof *clips->points);
    void *artists = realloc(clips->artists, capacity * sizeof *clips->artists);
    void *genres = realloc(clips->genres, capacity * sizeof *clips->genres);
    void *tempos = realloc(clips->tempos, capacity * sizeof *clips->tempos);
    void *modes = realloc(clips->modes, capacity * sizeof *clips->modes);

    clips->rows = rows != NULL ? rows : clips->rows;
    clips->points = points != NULL ? points : clips->points;
    clips->artists = artists != NULL ? artists : clips->artists;
    clips->genres = genres != NULL ? genres : clips->genres;
    clips->tempos = tempos != NULL ? tempos : clips->tempos;
    clips->modes = modes != NULL ? modes : clips->modes;
    return rows != NULL && points != NULL && artists != NULL && genres != NULL && tempos != NULL &&
           modes != NULL;
}

static LiltStatus
add_clip(const char *dir, const char *line, LiltDiag *diag, LabClips *clips)
{
    char name[MAX_NAME], path[4096];
    LiltSound sound;
    const size_t n = clips->n;

    if (n % 256 == 0 && (n == MAX_CLIPS || !make_room(clips, n + 256)))
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", dir);
    if (!read_line(line, name, &clips->points[n], &clips->artists[n], &clips->genres[n]))
        return lilt_fail(diag, LILT_E_FORMAT, "%s/labels.csv: line %zu is no clip", dir, n + 2);
    if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, name) >= sizeof path)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: the path is too long", dir);
    clips->n++;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%zu clips", clips->n);
    const LiltStatus status = lab_clip_measure(path, diag, &clips->rows[n], &sound, NULL);

    clips->tempos[n] = status == LILT_OK ? sound.tempo_bpm : 0.0f;
    clips->modes[n] = status == LILT_OK ? sound.mode_score : 0.0f;
    return status;
}

LiltStatus
lab_clips_open(const char *dir, LiltDiag *diag, LabClips *ret_clips)
{
    char line[1024], path[4096];
    LabClips clips = {0};
    LiltStatus status = LILT_OK;

    snprintf(path, sizeof path, "%s/labels.csv", dir);
    FILE *list = fopen(path, "r");

    if (list == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    if (fgets(line, sizeof line, list) == NULL || strncmp(line, "file,quadrant,artist_id", 23) != 0)
        status = lilt_fail(diag, LILT_E_FORMAT, "%s: not a list of labelled clips", path);
    while (status == LILT_OK && fgets(line, sizeof line, list) != NULL)
        status = add_clip(dir, line, diag, &clips);
    fclose(list);
    if (isatty(STDERR_FILENO))
        fputc('\n', stderr);
    if (status == LILT_OK && clips.n < 2)
        status = lilt_fail(diag, LILT_E_FORMAT, "%s: fewer than two clips", path);
    if (status == LILT_OK)
        *ret_clips = clips;
    else
        lab_clips_free(&clips);
    return status;
}

void
lab_clips_free(LabClips *clips)
{
    free(clips->rows);
    free(clips->points);
    free(clips->artists);
    free(clips->genres);
    free(clips->tempos);
    free(clips->modes);
    *clips = (LabClips){0};
}
