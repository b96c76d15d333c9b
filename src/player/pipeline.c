/* The pipeline, one playbin for all tracks; playbin3 of GStreamer 1.22 hangs when it is closed
 * after a next track was taken or had failed. "The next track" lies in a slot that the main thread
 * fills ahead of time and GStreamer's streaming thread empties in about-to-finish; from then on it
 * is taken, and it becomes the current one when its sound starts. */
#include "pipeline.h"

#include <gst/audio/streamvolume.h>

#include "sink.h"
#include "trouble.h"

enum { FLAG_AUDIO = 1 << 1, FLAG_SOFT_VOLUME = 1 << 4 }; /* of playbin's property flags */

/* ---- opening and closing the pipeline ------------------------------------------------------- */

void
pipeline_close(LiltPlayer *self)
{
    g_clear_handle_id(&self->drain_watch, g_source_remove);
    if (!self->open)
        return;
    g_autoptr(GstBus) bus = gst_element_get_bus(self->pipeline);

    gst_element_set_state(self->pipeline, self->spoiled ? GST_STATE_NULL : GST_STATE_READY);
    gst_bus_set_flushing(bus, TRUE);
    gst_bus_set_flushing(bus, FALSE);
    self->open = self->prerolled = self->spoiled = FALSE;
}

void
pipeline_release(LiltPlayer *self)
{
    pipeline_close(self);
    if (self->pipeline != NULL)
        gst_element_set_state(self->pipeline, GST_STATE_NULL);
}

void
pipeline_drop_sink(LiltPlayer *self)
{
    pipeline_release(self);
    g_clear_object(&self->sink);
    g_clear_pointer(&self->keeper, lilt_player_keeper_free);
}

void
pipeline_apply_volume(LiltPlayer *self)
{
    if (self->pipeline == NULL)
        return;
    gst_stream_volume_set_volume(GST_STREAM_VOLUME(self->pipeline), GST_STREAM_VOLUME_FORMAT_CUBIC,
                                 self->volume);
    gst_stream_volume_set_mute(GST_STREAM_VOLUME(self->pipeline), self->muted);
}

static void
tell_no_sound(LiltPlayer *self)
{
    player_set_playing(self, FALSE);
    g_signal_emit(self, player_signals[NO_SOUND], 0);
}

/* What was taken to follow is the caller's again. */
static void
give_back(LiltPlayer *self)
{
    if (lilt_slot_drop(&self->slot))
        g_signal_emit(self, player_signals[RETURNED], 0);
}

void
pipeline_open(LiltPlayer *self)
{
    lilt_outputs_connect(self->outputs);
    if (self->sink == NULL && self->pipeline != NULL) {
        self->sink = lilt_player_sink_new(self->output, &self->keeper);
        g_object_set(self->pipeline, "audio-sink", self->sink, NULL);
    }
    if (self->sink == NULL) {
        tell_no_sound(self);
        return;
    }
    g_object_set(self->pipeline, "uri", self->current->uri, NULL);
    pipeline_apply_volume(self);
    if (self->gain != NULL)
        lilt_gain_begin(self->gain, self->current->lufs);
    self->open = TRUE;
    self->prerolled = FALSE;
    self->reopening = TRUE;
    self->fresh_us = 0;
    gst_element_set_state(self->pipeline, GST_STATE_PAUSED);
}

void
pipeline_reopen(LiltPlayer *self, gint64 position_us)
{
    pipeline_close(self);
    self->cued_us = position_us;
    give_back(self);
    pipeline_open(self);
}

/* On a streaming thread. */
static void
on_about_to_finish(GstElement *pipeline, gpointer data)
{
    LiltPlayer *self = data;
    guint64 ticket = 0;
    double lufs = 0.0;
    g_autofree char *uri = lilt_slot_take(&self->slot, &ticket, &lufs);

    if (uri == NULL)
        return;
    if (self->gain != NULL)
        lilt_gain_follow(self->gain, lufs);
    g_object_set(pipeline, "uri", uri, NULL);
    GstStructure *taken = gst_structure_new("taken", "ticket", G_TYPE_UINT64, ticket, NULL);

    gst_element_post_message(pipeline, gst_message_new_application(GST_OBJECT(pipeline), taken));
}

/* ---- messages ------------------------------------------------------------------------------- */

static void
read_duration(LiltPlayer *self)
{
    gint64 ns = 0;

    if (gst_element_query_duration(self->pipeline, GST_FORMAT_TIME, &ns) && ns > 0)
        player_set_duration(self, ns / 1000);
}

void
pipeline_seek(LiltPlayer *self, gint64 position_us)
{
    gst_element_seek_simple(self->pipeline, GST_FORMAT_TIME,
                            GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, position_us * 1000);
}

/* First preroll: go to where we were to begin, and only then play. A seek prerolls once more. */
static void
on_prerolled(LiltPlayer *self)
{
    if (self->prerolled)
        return;
    self->prerolled = TRUE;
    read_duration(self);
    if (self->cued_us > 0)
        pipeline_seek(self, self->cued_us);
    if (self->playing)
        gst_element_set_state(self->pipeline, GST_STATE_PLAYING);
}

static void
on_stream_start(LiltPlayer *self)
{
    if (self->reopening) {
        self->reopening = FALSE;
    } else {
        LiltTrack *taken = lilt_slot_start(&self->slot);

        if (taken == NULL)
            return;
        lilt_track_free(self->current);
        self->current = taken;
        self->announced = FALSE;
        self->fresh_us = g_get_monotonic_time();
        player_set_duration(self, 0);
        read_duration(self);
    }
    if (self->announced)
        return;
    self->announced = TRUE;
    g_signal_emit(self, player_signals[STARTED], 0, self->current->ticket);
}

/* The caller was told that the current track is over; nothing was opened in answer. */
static void
rest(LiltPlayer *self)
{
    if (self->open)
        return;
    pipeline_release(self);
    player_set_playing(self, FALSE);
}

static void
end_of_track(LiltPlayer *self)
{
    pipeline_close(self);
    lilt_slot_drop(&self->slot);
    self->cued_us = 0;
    g_signal_emit(self, player_signals[DRAINED], 0);
    rest(self);
}

/* A broken track follows, and playbin then never says that the current one has ended. */
static gboolean
watch_the_end(gpointer data)
{
    LiltPlayer *self = data;

    if (lilt_player_get_position_us(self) < self->duration_us - 20000)
        return G_SOURCE_CONTINUE;
    self->drain_watch = 0;
    end_of_track(self);
    return G_SOURCE_REMOVE;
}

static void
fail_track(LiltPlayer *self, LiltTrack *track, const char *why)
{
    g_signal_emit(self, player_signals[FAILED], 0, track->ticket, track->path, why);
    lilt_track_free(track);
}

/* An output that was wished for may not be plugged in: the system's own will do. Not once a track
 * has sounded there: headphones that are lost must not be followed by loudspeakers. */
static gboolean
can_fall_back(LiltPlayer *self)
{
    return self->output != NULL && !self->announced;
}

static void
fall_back(LiltPlayer *self)
{
    g_clear_pointer(&self->output, g_free);
    pipeline_drop_sink(self);
    pipeline_open(self);
}

static void
on_error(LiltPlayer *self, GstMessage *message)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *uri = lilt_player_dup_uri_of(GST_MESSAGE_SRC(message));
    LiltTrack *taken = NULL;

    gst_message_parse_error(message, &error, NULL);
    self->spoiled = TRUE;
    if (uri != NULL && g_strcmp0(uri, self->current->uri) != 0)
        taken = lilt_slot_remove(&self->slot, uri);
    if (taken != NULL) {
        if (self->drain_watch == 0)
            self->drain_watch = g_timeout_add(20, watch_the_end, self);
        fail_track(self, taken, error->message);
    } else if (uri == NULL && error->domain == GST_RESOURCE_ERROR && can_fall_back(self)) {
        fall_back(self);
    } else if (uri == NULL && error->domain == GST_RESOURCE_ERROR) {
        self->cued_us = lilt_player_get_position_us(self);
        pipeline_drop_sink(self);
        give_back(self);
        tell_no_sound(self);
    } else if (uri == NULL || g_strcmp0(uri, self->current->uri) == 0) {
        pipeline_close(self);
        lilt_slot_drop(&self->slot);
        fail_track(self, g_steal_pointer(&self->current), error->message);
        rest(self);
    } /* else: one more message about a track that was already given up */
}

static gboolean
on_message(GstBus *bus, GstMessage *message, gpointer data)
{
    LiltPlayer *self = data;
    guint64 ticket = 0;

    (void)bus;
    if (!self->open)
        return G_SOURCE_CONTINUE;
    switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_STREAM_START:
        on_stream_start(self);
        break;
    case GST_MESSAGE_ASYNC_DONE:
        on_prerolled(self);
        break;
    case GST_MESSAGE_DURATION_CHANGED:
        read_duration(self);
        break;
    case GST_MESSAGE_APPLICATION:
        if (gst_structure_get_uint64(gst_message_get_structure(message), "ticket", &ticket))
            g_signal_emit(self, player_signals[TAKEN], 0, ticket);
        break;
    case GST_MESSAGE_EOS:
        end_of_track(self);
        break;
    case GST_MESSAGE_ERROR:
        on_error(self, message);
        break;
    default:
        break;
    }
    return G_SOURCE_CONTINUE;
}

/* ---- making it ------------------------------------------------------------------------------ */

void
pipeline_make(LiltPlayer *self)
{
    self->pipeline = gst_element_factory_make("playbin", NULL);
    if (self->pipeline == NULL)
        return;
    gst_object_ref_sink(self->pipeline);
    g_object_set(self->pipeline, "flags", FLAG_AUDIO | FLAG_SOFT_VOLUME, NULL);
    self->gain = lilt_gain_new();
    if (self->gain != NULL)
        g_object_set(self->pipeline, "audio-filter", lilt_gain_get_element(self->gain), NULL);
    g_signal_connect(self->pipeline, "about-to-finish", G_CALLBACK(on_about_to_finish), self);
    g_autoptr(GstBus) bus = gst_element_get_bus(self->pipeline);

    self->bus_watch = gst_bus_add_watch(bus, on_message, self);
}

/* On a thread of its own. An element is made once so that its class is there as well. */
static gpointer
load_elements(gpointer nothing)
{
    static const char *const names[] = {"pulsesink", "uridecodebin", "decodebin",
                                        "filesrc",   "audioconvert", "audioresample"};

    (void)nothing;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        GstElement *element = gst_element_factory_make(names[i], NULL);

        if (element != NULL)
            gst_object_unref(gst_object_ref_sink(element));
    }
    return NULL;
}

static gboolean
begin_warming(gpointer data)
{
    LiltPlayer *self = data;

    self->warm_idle = 0;
    self->warming = g_thread_new("lilt-warming", load_elements, NULL);
    return G_SOURCE_REMOVE;
}

void
pipeline_warm(LiltPlayer *self)
{
    self->warm_idle = g_idle_add_full(G_PRIORITY_LOW, begin_warming, self, NULL);
}

void
pipeline_stop_warming(LiltPlayer *self)
{
    g_clear_handle_id(&self->warm_idle, g_source_remove);
    g_clear_pointer(&self->warming, g_thread_join);
}
