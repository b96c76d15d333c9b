/* autoaudiosink would play into nothing when there is no device, and the listener would wait for
 * sound that never comes. So each candidate is asked to open its device, and when none can, that is
 * said. */
#include "sink.h"

/* Sound that waits in the device's buffer. GStreamer's 200 ms tear on a machine that is busy while
 * the next track is opened. */
static const gint64 buffer_us = 500000;

/* A sink of that kind whose device opens, or NULL. */
static GstElement *
open_sink(const char *name, const char *device)
{
    GstElement *sink = gst_element_factory_make(name, NULL);

    if (sink == NULL)
        return NULL;
    gst_object_ref_sink(sink);
    g_object_set(sink, "buffer-time", buffer_us, NULL);
    if (device != NULL)
        g_object_set(sink, "device", device, NULL);
    if (gst_element_set_state(sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE)
        return sink;
    gst_element_set_state(sink, GST_STATE_NULL);
    gst_object_unref(sink);
    return NULL;
}

/* All pulsesinks share one main loop of libpulse, and the last that closes frees it. playbin closes
 * its sink while a streaming thread may still ask it for its caps; with the loop gone, libpulse
 * aborts the program (GStreamer 1.22). So one more pulsesink stays open: a connection, no stream.
 */
GstElement *
lilt_player_sink_new(const char *output, GstElement **ret_keeper)
{
    GstElement *sink = open_sink("pulsesink", output);

    *ret_keeper = sink != NULL ? open_sink("pulsesink", NULL) : NULL;
    if (sink == NULL)
        sink = open_sink("alsasink", NULL);
    if (sink != NULL)
        gst_element_set_state(sink, GST_STATE_NULL);
    return sink;
}

void
lilt_player_keeper_free(GstElement *keeper)
{
    if (keeper == NULL)
        return;
    gst_element_set_state(keeper, GST_STATE_NULL);
    gst_object_unref(keeper);
}
