/* player_private.h - the player object, for its own files. */
#pragma once

#include <gst/gst.h>

#include "lilt/player.h"

#include "gain.h"
#include "outputs.h"
#include "slot.h"

struct _LiltPlayer {
    GObject parent_instance;
    GstElement *pipeline; /* NULL when GStreamer lacks it */
    GstElement *sink;     /* NULL until one was found; dropped when its device is lost */
    GstElement *keeper;   /* comes and goes with `sink`; see sink.c */
    LiltGain *gain;       /* NULL when GStreamer lacks its elements */
    LiltOutputs *outputs;
    char *output; /* the one that is wished for; NULL: as the system has it */
    guint bus_watch;
    LiltSlot slot; /* what follows; shared with the streaming thread */
    LiltTrack *current;
    gboolean playing;
    gboolean open;      /* the pipeline holds the current track */
    gboolean prerolled; /* and answers to seeks */
    gboolean announced; /* `started` was emitted for the current track */
    gboolean spoiled;   /* by an error: only a full stop makes the pipeline good again */
    gboolean reopening; /* the next STREAM_START is the current track's own */
    gint64 cued_us;     /* where to begin once prerolled; also the position until then */
    gint64 fresh_us;    /* when the current track followed another without a gap; 0 = it did not */
    gint64 duration_us; /* 0 while not known */
    guint drain_watch;  /* set while a broken track follows: nothing will say that this one ended */
    guint warm_idle;    /* see pipeline_warm() */
    GThread *warming;
    double volume;
    gboolean muted;
};

enum { STARTED, TAKEN, RETURNED, FAILED, DRAINED, NO_SOUND, UNPLUGGED, N_SIGNALS };
extern guint player_signals[N_SIGNALS];

void player_set_playing(LiltPlayer *self, gboolean playing);
void player_set_duration(LiltPlayer *self, gint64 duration_us);
