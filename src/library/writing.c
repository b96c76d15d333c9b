/* A file that was read, as a job of the store thread. */
#include "writing.h"

#include <string.h>

/* One file's change; all texts are owned. */
typedef struct {
    LiltStoreTrack track;
    char *moved_from; /* or NULL */
    char *why;        /* set aside, or NULL */
} Change;

static void
change_free(gpointer data)
{
    Change *change = data;
    LiltStoreTrack *t = &change->track;
    const char *const texts[] = {t->path,  t->title, t->artist, t->album_artist,
                                 t->album, t->genre, t->cover};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free((char *)texts[i]);
    g_free(change->moved_from);
    g_free(change->why);
    g_free(change);
}

static LiltStatus
write_change(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const Change *change = data;
    const LiltStoreTrack *t = &change->track;

    if (change->why != NULL)
        return lilt_store_set_aside(store, t->path, t->size_bytes, t->mtime_ns, change->why, diag);
    if (change->moved_from != NULL) {
        const LiltStatus status = lilt_store_move_track(store, change->moved_from, t->path, diag);

        if (status != LILT_OK)
            return status;
    }
    return lilt_store_put_track(store, t, lilt_clock_wall_s(), diag, NULL);
}

/* The file's name without its suffix, for a track without a title. */
static char *
title_from_path(const char *path)
{
    g_autofree char *name = g_filename_display_basename(path);
    char *dot = strrchr(name, '.');

    if (dot != NULL && dot != name)
        *dot = '\0';
    return g_steal_pointer(&name);
}

void
write_track(StoreThread *store, const FoundFile *file, const LiltScanRecord *r,
            const char *moved_from)
{
    Change *change = g_new0(Change, 1);

    change->moved_from = g_strdup(moved_from);
    change->track = (LiltStoreTrack){
        .path = g_strdup(file->path),
        .size_bytes = file->size_bytes,
        .mtime_ns = file->mtime_ns,
        .fingerprint = r->fingerprint,
        .title = r->title[0] != '\0' ? g_strdup(r->title) : title_from_path(file->path),
        .artist = g_strdup(r->artist),
        .album_artist = g_strdup(r->album_artist),
        .album = g_strdup(r->album),
        .genre = g_strdup(r->genre),
        .disc = r->disc,
        .track = r->track,
        .year = r->year,
        .duration_ms = r->duration_ms,
        .cover = g_strdup(r->cover),
        .sound = {r->analyser, r->tempo_bpm, r->loudness_lufs, r->energy, r->brightness, r->point,
                  r->mode, r->words},
    };
    store_thread_push(store, STORE_JOB_WRITE, write_change, change, change_free);
}

void
write_aside(StoreThread *store, const FoundFile *file, const char *why)
{
    Change *change = g_new0(Change, 1);

    change->track.path = g_strdup(file->path);
    change->track.size_bytes = file->size_bytes;
    change->track.mtime_ns = file->mtime_ns;
    change->why = g_strdup(why);
    store_thread_push(store, STORE_JOB_WRITE, write_change, change, change_free);
}
