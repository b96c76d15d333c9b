/* pipeline.h - the player's pipeline: opened for the current track, closed, and what it tells. */
#pragma once

#include "player_private.h"

/* Make it, closed. Without GStreamer's playbin there is none, and every opening tells `no-sound`.
 */
void pipeline_make(LiltPlayer *self);

/* When the start is over, load what the first song will need on another thread: a turn of the main
 * loop is too short for it. The other waits for its end, some 0.1 s at most. */
void pipeline_warm(LiltPlayer *self);
void pipeline_stop_warming(LiltPlayer *self);

/* Open the current track; it plays on from cued_us once it has prerolled. */
void pipeline_open(LiltPlayer *self);

/* The same track again from `position_us` on, without what was taken to follow it. */
void pipeline_reopen(LiltPlayer *self, gint64 position_us);

/* After this no streaming thread runs and no message of the old track is under way. The connection
 * to the sound server stays for the track that comes next, save after an error. */
void pipeline_close(LiltPlayer *self);

/* The connection is given up as well; with the sink, the next opening looks for one anew. */
void pipeline_release(LiltPlayer *self);
void pipeline_drop_sink(LiltPlayer *self);

void pipeline_apply_volume(LiltPlayer *self);
void pipeline_seek(LiltPlayer *self, gint64 position_us); /* once prerolled */
