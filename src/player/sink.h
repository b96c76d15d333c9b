/* sink.h - which sound device plays. */
#pragma once

#include <gst/gst.h>

/* A sink that could reach its device just now: PulseAudio (also PipeWire's) first, else ALSA. The
 * caller owns the reference. NULL when neither has a device.
 * output: which of the sound server's; NULL: as the system has it.
 * ret_keeper: an element that has to outlive every change of the sink's state, or NULL; released
 * with lilt_player_keeper_free(). */
GstElement *lilt_player_sink_new(const char *output, GstElement **ret_keeper);

void lilt_player_keeper_free(GstElement *keeper); /* NULL is fine */
