/* outputs.h - what the sound server tells: which outputs there are, and that the one we play on was
 * unplugged. PulseAudio's, or PipeWire's in its place; without one there is only the system's own
 * choice. Main thread only. */
#pragma once

#include <glib.h>

#include "lilt/player.h"

typedef struct LiltOutputs LiltOutputs;

/* unplugged: what we played on is gone, or its plug was pulled, and the sound goes elsewhere now.
 */
LiltOutputs *lilt_outputs_new(void (*unplugged)(gpointer data), gpointer data);

/* Ask the server again if it was not there before; cheap. */
void lilt_outputs_connect(LiltOutputs *self);

/* The outputs known by now, of LiltOutput; g_ptr_array_unref(). */
GPtrArray *lilt_outputs_dup(LiltOutputs *self);

void lilt_outputs_free(LiltOutputs *self); /* NULL is fine */
