/* slot.h - the next track between two threads: the main thread decides it ahead of time,
 * GStreamer's streaming thread takes it when the current one is about to finish. */
#pragma once

#include "lilt/player.h"

typedef struct {
    guint64 ticket;
    char *path, *uri;
    double lufs; /* 0 = not known */
} LiltTrack;

/* Error: the path is not absolute. */
LiltTrack *lilt_track_new(const LiltPlayerTrack *told, GError **error);
void lilt_track_free(LiltTrack *track); /* NULL is fine */

/* The lock is held for the moment it takes to move a pointer. */
typedef struct {
    GMutex lock;
    LiltTrack *next; /* decided, not taken */
    GQueue taken;    /* LiltTrack in playing order; more than one only when they are very short */
} LiltSlot;

void lilt_slot_init(LiltSlot *slot);
void lilt_slot_clear(LiltSlot *slot);

/* Main thread: decide (takes `next`; NULL: nothing follows). */
void lilt_slot_decide(LiltSlot *slot, LiltTrack *next);

/* Streaming thread: take what was decided. Gives a copy of its address, or NULL. */
char *lilt_slot_take(LiltSlot *slot, guint64 *ret_ticket, double *ret_lufs);

/* Main thread, about what was taken: the first one, which now plays (the caller owns it) or NULL;
 * the one with that address, taken out again, or NULL; whether there is any; drop all of it, which
 * tells whether there was any. */
LiltTrack *lilt_slot_start(LiltSlot *slot);
LiltTrack *lilt_slot_remove(LiltSlot *slot, const char *uri);
gboolean lilt_slot_has_taken(LiltSlot *slot);
gboolean lilt_slot_drop(LiltSlot *slot);
