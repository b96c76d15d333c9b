/* autoaudiosink would play into nothing when there is no device, and the listener would wait for
 * sound that never comes. So each candidate is asked to open its device, and when none can, that is
 * said. */
#include "sink.h"

/* Sound that waits in the device's buffer. GStreamer's 200 ms tear on a machine that is busy while
 * the next track is opened. */
static const gint64 buffer_us = 500000;

GstElement *
lilt_player_sink_new(void)
{
    static const char *const names[] = {"pulsesink", "alsasink"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        GstElement *sink = gst_element_factory_make(names[i], NULL);

        if (sink == NULL)
            continue;
        gst_object_ref_sink(sink);
        g_object_set(sink, "buffer-time", buffer_us, NULL);
        const GstStateChangeReturn opened = gst_element_set_state(sink, GST_STATE_READY);

        gst_element_set_state(sink, GST_STATE_NULL);
        if (opened != GST_STATE_CHANGE_FAILURE)
            return sink;
        gst_object_unref(sink);
    }
    return NULL;
}
