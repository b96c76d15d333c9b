/* A photo, or the photos of a folder in the order of their names, one a second. Live, they are
 * shown by the clock, each again and again as a webcam would, and the last one stays. */
#include "files.h"
#include "jpeg_photo.h"
#include "source.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PHOTO_US = 1000000,
    REPEAT_US = 100000,
    LONGEST_DECODING_MS = 10000,
    LARGEST_JPEG = 64 << 20
};

typedef struct {
    char **paths; /* in the order of names */
    size_t n_paths;
    size_t next;  /* not live: the photo to give next */
    size_t shown; /* the photo tried last; n_paths before the first */
    bool good;    /* that one could be read and stands in the camera's picture */
    bool any;     /* one of them could be read */
    uint64_t n_given;
    int64_t start_us, given_us; /* live: when the first and the last picture were given */
} Photos;

/* ---- finding them ---------------------------------------------------------------------------- */

/* 2.jpg comes before 10.jpg. */
static int
by_name(const void *a, const void *b)
{
    return strverscmp(*(char *const *)a, *(char *const *)b);
}

/* Keep the path (the caller's string) as one more photo. */
static bool
add_path(Photos *photos, char *path)
{
    char **paths = path != NULL ? realloc(photos->paths, (photos->n_paths + 1) * sizeof *paths)
                                : NULL;

    if (paths == NULL) {
        free(path);
        return false;
    }
    photos->paths = paths;
    paths[photos->n_paths++] = path;
    return true;
}

static LiltStatus
list_folder(Photos *photos, const char *folder, LiltDiag *diag)
{
    DIR *dir = opendir(folder);
    bool memory = true;

    if (dir == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", folder, strerror(errno));
    for (const struct dirent *entry; memory && (entry = readdir(dir)) != NULL;) {
        char *path = NULL;

        if (entry->d_name[0] == '.')
            continue;
        memory = asprintf(&path, "%s/%s", folder, entry->d_name) >= 0;
        if (memory && sniff_file(path) == LILT_SOURCE_PHOTO)
            memory = add_path(photos, path);
        else if (memory)
            free(path);
    }
    closedir(dir);
    if (!memory)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", folder);
    if (photos->n_paths == 0)
        return lilt_fail(diag, LILT_E_ABSENT, "%s: no photo in this folder", folder);
    qsort(photos->paths, photos->n_paths, sizeof *photos->paths, by_name);
    return LILT_OK;
}

/* ---- showing them ---------------------------------------------------------------------------- */

/* The decoder's first picture, or LILT_E_TIMEOUT. */
static LiltStatus
wait_and_take(FileDecoder *decoder, bool colour, Picture *picture, LiltDiag *diag)
{
    struct pollfd ready = {.fd = file_decoder_fd(decoder), .events = POLLIN};
    LiltStatus status;

    do
        status = file_decoder_next(decoder, colour, picture, diag);
    while (status == LILT_E_TIMEOUT && poll(&ready, 1, LONGEST_DECODING_MS) != 0);
    return status;
}

static LiltStatus
read_by_gstreamer(const char *path, bool colour, Picture *picture, LiltDiag *diag)
{
    FileDecoder *decoder;
    LiltStatus status = file_decoder_open(path, false, diag, &decoder);

    if (status != LILT_OK)
        return status;
    status = wait_and_take(decoder, colour, picture, diag);
    file_decoder_close(decoder);
    if (status == LILT_E_END || status == LILT_E_TIMEOUT)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: cannot be decoded", path);
    return status;
}

static LiltStatus
read_photo(const char *path, bool colour, Picture *picture, LiltDiag *diag)
{
    const LiltStatus status = jpeg_photo_read(path, colour, picture, diag);

    return status == LILT_E_UNSUPPORTED ? read_by_gstreamer(path, colour, picture, diag) : status;
}

/* Bring photo `index` into the camera's picture unless it is there already. */
static LiltStatus
show(LiltCamera *camera, size_t index, LiltDiag *diag)
{
    Photos *photos = camera->source;
    const bool colour = atomic_load(&camera->colour);
    LiltStatus status;

    if (photos->shown == index && photos->good && (!colour || camera->picture.rgb != NULL))
        return LILT_OK;
    if (photos->shown == index && !photos->good)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: cannot be decoded", photos->paths[index]);
    status = read_photo(photos->paths[index], colour, &camera->picture, diag);
    photos->shown = index;
    photos->good = status == LILT_OK;
    photos->any |= photos->good;
    if (!photos->good)
        atomic_fetch_add(&camera->n_corrupt, 1);
    return status;
}

static void
stamp(LiltCamera *camera, int64_t time_us)
{
    Photos *photos = camera->source;

    camera->picture.sequence = photos->n_given++;
    camera->picture.time_us = time_us;
}

/* The picture that the clock asks for; an unreadable photo leaves the one before it standing. */
static LiltStatus
next_live(LiltCamera *camera, int64_t deadline_us, LiltDiag *diag)
{
    Photos *photos = camera->source;

    for (;;) {
        const int64_t due_us = photos->given_us + REPEAT_US;
        LiltStatus status = source_wait(camera, -1, due_us < deadline_us ? due_us : deadline_us,
                                        NULL);
        const int64_t now_us = lilt_clock_us();

        if (status != LILT_E_TIMEOUT || now_us < due_us)
            return status;
        if (photos->start_us == 0)
            photos->start_us = now_us;

        const size_t second = (size_t)((now_us - photos->start_us) / PHOTO_US);
        const size_t last = photos->n_paths - 1;

        status = show(camera, second < last ? second : last, diag);
        photos->given_us = now_us;
        if (status == LILT_OK || photos->any) {
            stamp(camera, now_us);
            return LILT_OK;
        }
        if (second >= last)
            return status;
    }
}

/* The next photo that can be read. */
static LiltStatus
next_at_once(LiltCamera *camera, LiltDiag *diag)
{
    Photos *photos = camera->source;
    LiltStatus status = LILT_E_END;

    while (photos->next < photos->n_paths) {
        const size_t index = photos->next++;

        status = show(camera, index, diag);
        if (status == LILT_OK) {
            stamp(camera, (int64_t)index * PHOTO_US);
            return LILT_OK;
        }
    }
    return photos->any ? LILT_E_END : status;
}

static LiltStatus
photos_next(LiltCamera *camera, int64_t deadline_us, LiltDiag *diag)
{
    if (camera->live)
        return next_live(camera, deadline_us, diag);
    if (source_wait(camera, -1, 0, NULL) == LILT_E_STOPPED)
        return LILT_E_STOPPED;
    return next_at_once(camera, diag);
}

static void
photos_close(void *source)
{
    Photos *photos = source;

    if (photos == NULL)
        return;
    for (size_t i = 0; i < photos->n_paths; i++)
        free(photos->paths[i]);
    free(photos->paths);
    free(photos);
}

LiltStatus
photos_open(LiltCamera *camera, const char *path, bool folder, LiltDiag *diag)
{
    static const SourceKind kind = {photos_next, photos_close};
    Photos *photos = calloc(1, sizeof *photos);
    LiltStatus status;

    if (photos == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    camera->kind = &kind;
    camera->source = photos;
    if (folder)
        status = list_folder(photos, path, diag);
    else
        status = add_path(photos, strdup(path)) ? LILT_OK : LILT_E_NOMEM;
    photos->shown = photos->n_paths;
    if (!folder && status == LILT_OK) /* one photo must be good; of many, some may be */
        status = show(camera, 0, diag);
    return status;
}
