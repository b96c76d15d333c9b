/* sink.h - which sound device plays. */
#pragma once

#include <gst/gst.h>

/* A sink that could reach its device just now: PulseAudio (also PipeWire's) first, else ALSA. The
 * caller owns the reference. NULL when neither has a device. */
GstElement *lilt_player_sink_new(void);
