/* dial.h - the mood in the valence-arousal plane: right = bright, up = lively. Seven small faces at
 * their places, a dot for now with a halo for doubt, a tail from where it came, ringed dots for the
 * songs to come. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/base.h"

G_BEGIN_DECLS

#define LILT_TYPE_DIAL (lilt_dial_get_type())
G_DECLARE_FINAL_TYPE(LiltDial, lilt_dial, LILT, DIAL, GtkWidget)

/* The dot glides there; an unknown mood hides it. words: the same for screen readers. */
void lilt_dial_set_mood(LiltDial *self, const LiltMood *mood, const char *words);

/* Where a path ends: a double ring, and a dotted line to it through the songs to come; NULL: no
 * path. With `lifting` the songs are joined too. */
void lilt_dial_set_path(LiltDial *self, const LiltPoint *goal, gboolean lifting);

/* The songs to come, nearest first; at most five are drawn. */
void lilt_dial_set_songs(LiltDial *self, const LiltPoint *points, gsize n_points);

G_END_DECLS
