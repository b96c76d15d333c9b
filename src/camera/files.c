/* Videos, and photos other than JPEG, by GStreamer: file -> decoder -> upright RGB -> appsink. An
 * eventfd tells of new pictures, of the end and of errors, so that the camera can wait for it and
 * for the stop at once. The one file of this room that may use GLib. */
#include "files.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct FileDecoder {
    char *path;
    int ready_fd; /* written by GStreamer's threads */
    GstElement *pipeline;
    GstAppSink *sink;
    GstBus *bus;
};

static const char pipeline_text[] = "filesrc name=file ! decodebin ! videoconvert ! "
                                    "videoflip video-direction=auto ! videoconvert ! "
                                    "appsink name=sink caps=video/x-raw,format=RGB";

/* ---- told by GStreamer's threads ------------------------------------------------------------- */

static void
poke(const FileDecoder *decoder)
{
    const uint64_t one = 1;
    const ssize_t n = write(decoder->ready_fd, &one, sizeof one);

    (void)n; /* fails only when the counter is full, which is readable all the same */
}

static void
on_eos(GstAppSink *sink, gpointer data)
{
    (void)sink;
    poke(data);
}

static GstFlowReturn
on_sample(GstAppSink *sink, gpointer data)
{
    (void)sink;
    poke(data);
    return GST_FLOW_OK;
}

static GstBusSyncReply
on_message(GstBus *bus, GstMessage *message, gpointer data)
{
    (void)bus;
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
        poke(data);
    return GST_BUS_PASS;
}

/* ---- setting up ------------------------------------------------------------------------------ */

/* Turn an error message into a sentence; the message is used up. */
static LiltStatus
fail(const FileDecoder *decoder, GstMessage *message, LiltDiag *diag)
{
    GError *error = NULL;
    LiltStatus status;

    gst_message_parse_error(message, &error, NULL);
    status = lilt_fail(diag, LILT_E_FORMAT, "%s: cannot be decoded: %s", decoder->path,
                       error->message);
    g_error_free(error);
    gst_message_unref(message);
    return status;
}

static bool
build(FileDecoder *decoder, bool paced)
{
    static GstAppSinkCallbacks callbacks = {.eos = on_eos, .new_sample = on_sample};
    GError *error = NULL;
    GstElement *pipeline = gst_parse_launch(pipeline_text, &error), *file;

    if (error != NULL) { /* a plug-in is missing; what could be built may still be there */
        g_error_free(error);
        g_clear_object(&pipeline);
        return false;
    }
    decoder->pipeline = pipeline;
    file = gst_bin_get_by_name(GST_BIN(decoder->pipeline), "file");
    g_object_set(file, "location", decoder->path, NULL);
    gst_object_unref(file);
    decoder->sink = GST_APP_SINK(gst_bin_get_by_name(GST_BIN(decoder->pipeline), "sink"));
    g_object_set(decoder->sink, "sync", (gboolean)paced, "drop", (gboolean)paced, "max-buffers", 2u,
                 NULL);
    gst_app_sink_set_callbacks(decoder->sink, &callbacks, decoder, NULL);
    decoder->bus = gst_element_get_bus(decoder->pipeline);
    gst_bus_set_sync_handler(decoder->bus, on_message, decoder, NULL);
    return true;
}

/* Start, and wait until the first picture stands or the file has shown that it has none. */
static LiltStatus
start(FileDecoder *decoder, LiltDiag *diag)
{
    GstMessage *message;

    gst_element_set_state(decoder->pipeline, GST_STATE_PLAYING);
    message = gst_bus_timed_pop_filtered(decoder->bus, 10 * GST_SECOND,
                                         GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_ERROR |
                                             GST_MESSAGE_EOS);
    if (message == NULL)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: no picture came within 10 s", decoder->path);
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
        return fail(decoder, message, diag);
    gst_message_unref(message);
    return LILT_OK;
}

LiltStatus
file_decoder_open(const char *path, bool paced, LiltDiag *diag, FileDecoder **ret_decoder)
{
    FileDecoder *decoder = calloc(1, sizeof *decoder);
    LiltStatus status;

    if (decoder == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    decoder->path = g_strdup(path);
    decoder->ready_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (decoder->ready_fd < 0)
        status = lilt_fail(diag, LILT_E_IO, "%s: no eventfd left", path);
    else if (!gst_init_check(NULL, NULL, NULL) || !build(decoder, paced))
        status = lilt_fail(diag, LILT_E_UNSUPPORTED,
                           "%s: GStreamer's base and good plug-ins are needed to read it", path);
    else
        status = start(decoder, diag);
    if (status != LILT_OK) {
        file_decoder_close(decoder);
        return status;
    }
    *ret_decoder = decoder;
    return LILT_OK;
}

int
file_decoder_fd(const FileDecoder *decoder)
{
    return decoder->ready_fd;
}

/* ---- pictures -------------------------------------------------------------------------------- */

/* Copy the rows of an RGB frame, whose stride is its own. */
static LiltStatus
copy_frame(const GstVideoFrame *frame, bool colour, Picture *picture)
{
    const int width_px = GST_VIDEO_FRAME_WIDTH(frame), height_px = GST_VIDEO_FRAME_HEIGHT(frame);
    const uint8_t *pixels = GST_VIDEO_FRAME_PLANE_DATA(frame, 0);
    const size_t stride = (size_t)GST_VIDEO_FRAME_PLANE_STRIDE(frame, 0);
    const size_t row_bytes = 3 * (size_t)width_px;
    const LiltStatus status = picture_resize(picture, width_px, height_px, true);

    if (status != LILT_OK)
        return status;
    for (int y = 0; y < height_px; y++)
        memcpy(picture->rgb + (size_t)y * row_bytes, pixels + (size_t)y * stride, row_bytes);
    picture_grey_from_rgb(picture);
    return picture_resize(picture, width_px, height_px, colour);
}

static LiltStatus
copy_sample(const FileDecoder *decoder, GstSample *sample, bool colour, Picture *picture,
            LiltDiag *diag)
{
    GstBuffer *buffer = gst_sample_get_buffer(sample);
    GstVideoInfo info;
    GstVideoFrame frame;
    LiltStatus status;

    if (!gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) ||
        !gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ))
        return lilt_fail(diag, LILT_E_FORMAT, "%s: has a picture that cannot be read",
                         decoder->path);
    status = copy_frame(&frame, colour, picture);
    picture->time_us = GST_BUFFER_PTS_IS_VALID(buffer) ? (int64_t)(GST_BUFFER_PTS(buffer) / 1000)
                                                       : 0;
    gst_video_frame_unmap(&frame);
    return status == LILT_OK ? LILT_OK
                             : lilt_fail(diag, status, "%s: out of memory", decoder->path);
}

LiltStatus
file_decoder_next(FileDecoder *decoder, bool colour, Picture *picture, LiltDiag *diag)
{
    GstSample *sample = gst_app_sink_try_pull_sample(decoder->sink, 0);
    GstMessage *message;
    LiltStatus status;

    if (sample == NULL) { /* clear the event first, then look again: nothing is missed */
        uint64_t n_events;
        const ssize_t n = read(decoder->ready_fd, &n_events, sizeof n_events);

        (void)n; /* fails when there was none */
        sample = gst_app_sink_try_pull_sample(decoder->sink, 0);
    }
    if (sample != NULL) {
        status = copy_sample(decoder, sample, colour, picture, diag);
        gst_sample_unref(sample);
        return status;
    }
    message = gst_bus_pop_filtered(decoder->bus, GST_MESSAGE_ERROR);
    if (message != NULL)
        return fail(decoder, message, diag);
    return gst_app_sink_is_eos(decoder->sink) ? LILT_E_END : LILT_E_TIMEOUT;
}

LiltStatus
file_decoder_rewind(FileDecoder *decoder, LiltDiag *diag)
{
    if (!gst_element_seek_simple(decoder->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, 0))
        return lilt_fail(diag, LILT_E_FORMAT, "%s: cannot be started again", decoder->path);
    return LILT_OK;
}

void
file_decoder_close(FileDecoder *decoder)
{
    if (decoder == NULL)
        return;
    if (decoder->pipeline != NULL) {
        gst_element_set_state(decoder->pipeline, GST_STATE_NULL); /* its threads end here */
        gst_bus_set_sync_handler(decoder->bus, NULL, NULL, NULL);
        gst_object_unref(decoder->bus);
        gst_object_unref(decoder->sink);
        gst_object_unref(decoder->pipeline);
    }
    if (decoder->ready_fd >= 0)
        close(decoder->ready_fd);
    g_free(decoder->path);
    free(decoder);
}
