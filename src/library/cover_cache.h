/* cover_cache.h - the folder of small covers: bounded, the one not shown for longest goes first,
 * and a cover that is gone is read again when its song is shown. Main thread but where it says. */
#pragma once

#include <gio/gio.h>

typedef struct CoverCache CoverCache;

/* `folder` need not be there; made when something is put into it. */
CoverCache *cover_cache_new(const char *folder);
CoverCache *cover_cache_ref(CoverCache *self); /* both on any thread */
void cover_cache_unref(CoverCache *self);      /* NULL is fine */

char *cover_cache_dup_path(const CoverCache *self, const char *name); /* g_free() */

/* Have the cover at `path` of the music file `song`; see lilt_song_fetch_cover_async(). Answers the
 * task with a boolean, and keeps a reference until then. */
void cover_cache_fetch(CoverCache *self, const char *path, const char *song, GTask *task);

/* Bring the folder within its bounds: at once, on any thread but the main one; or some seconds from
 * now, on another one. */
void cover_cache_prune(const char *folder);
void cover_cache_prune_later(CoverCache *self);

/* Nothing is read any more; what waits is told that there is no cover. */
void cover_cache_close(CoverCache *self);
