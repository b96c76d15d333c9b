/* trouble.h - which file an error of GStreamer is about. */
#pragma once

#include <gst/gst.h>

/* The address of the file that the element in trouble works on, or NULL when it works on none: then
 * it belongs to the sound device. The caller frees it. */
char *lilt_player_dup_uri_of(GstObject *element);
