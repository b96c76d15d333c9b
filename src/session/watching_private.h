/* watching_private.h - what watching.c does and watching_words.c tells. */
#pragma once

#include "watching.h"

struct LiltWatching {
    char *source;
    LiltSourceKind kind;
    LiltWatchingEvents events;
    gpointer data;
    GSource *woken;       /* readied by the emotion thread */
    GSource *timer;       /* readied for the rhythm and for the next try */
    LiltWatcher *watcher; /* NULL until first needed */
    LiltStatus broken;    /* why there can be no watcher: no model, no cascade */
    LiltStatus failure;   /* why the source failed; LILT_OK again once a picture comes */
    LiltDiag diag;        /* about `broken` or `failure` */
    gint64 retry_us;      /* when to try a failed device again; 0 = no failure is waited out */
    gint64 pause_us;      /* how long the last try was waited for; 0 = none since all was well */
    char holder[64];      /* of a busy device: the program that has it, or "" */
    char name[64];        /* of the camera that was opened last, for people; "" = not known */
    gboolean started;
    LiltConsent consent;
    gboolean off, away, shown;
    gboolean no_camera; /* none is plugged in, as /sys knows without opening any */
    gboolean open;      /* the watcher was told to watch */
    gboolean pictures;  /* and has given some */
    gboolean device_open, looking;
    gint64 begun_us;  /* the clock when watching began, or 0 */
    gint64 since_us;  /* and since when the device is open; meant while it is */
    gint64 open_us;   /* how long it was open before that */
    gboolean covered; /* the lens seemed so, and no picture has shown otherwise */
    gint64 blank_us;  /* since when this look's pictures show nothing; 0 = they do */
    gboolean asked;
    LiltMood mood; /* of this look's last reading; unknown while closed */
    LiltRhythmKind rhythm_kind;
    LiltWatchingNumbers numbers;
    gboolean resting; /* the face at rest is wanted */
    LiltRhythm rhythm;
    guint64 track;
    gint64 track_end_us; /* -1 not known, or paused */
};

/* Else photos or a video. */
gboolean watching_is_device(const LiltWatching *self);
