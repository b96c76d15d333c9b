/* gain.h - how much louder or softer each track is played, so that all are heard alike
 * (ReplayGain 2.0: a loudness of -18 LUFS). */
#pragma once

#include <gst/gst.h>

#include "lilt/player.h"

/* What the tags of a track say. Gains in dB; peaks as a factor of full scale, 0 = not known. */
typedef struct {
    gboolean has_track, has_album;
    double track_db, album_db;
    double track_peak, album_peak;
} LiltGainTags;

/* The factor of amplitude. lufs: as measured, for a track without tags; 0 = not known, which plays
 * the track as it is. A known peak is never played above full scale.
 * ret_limit: the factor is above 1 and the peak not known, so a limiter has to watch. */
double lilt_gain_factor(LiltReplayGain mode, const LiltGainTags *tags, double lufs,
                        gboolean *ret_limit);

/* Take what a tag list says into `tags`. */
void lilt_gain_read_tags(LiltGainTags *tags, const GstTagList *list);

/* An element for the sound on its way to the device. */
typedef struct LiltGain LiltGain;

LiltGain *lilt_gain_new(void);                     /* NULL when GStreamer lacks what it takes */
GstElement *lilt_gain_get_element(LiltGain *self); /* lent */
void lilt_gain_set_mode(LiltGain *self, LiltReplayGain mode);

/* Main thread, while nothing streams: a track opens, and none follows yet. */
void lilt_gain_begin(LiltGain *self, double lufs);
/* Any thread: one more track will follow without a gap. */
void lilt_gain_follow(LiltGain *self, double lufs);

void lilt_gain_free(LiltGain *self); /* while nothing streams; NULL is fine */
