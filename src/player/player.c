/* One playbin for all tracks; playbin3 of GStreamer 1.22 hangs when it is closed after a next track
 * was taken or had failed. "The next track" lies in a slot that the main thread fills ahead of
 * time and GStreamer's streaming thread empties in about-to-finish; from then on it is taken, and
 * it becomes the current one when its sound starts. What is current, open or playing belongs to the
 * main thread alone. */
#include "lilt/player.h"

#include <gst/audio/streamvolume.h>
#include <gst/gst.h>

#include "local.h"
#include "sink.h"
#include "slot.h"
#include "trouble.h"

enum { FLAG_AUDIO = 1 << 1, FLAG_SOFT_VOLUME = 1 << 4 }; /* of playbin's property flags */

struct _LiltPlayer {
    GObject parent_instance;
    GstElement *pipeline; /* NULL when GStreamer lacks it */
    GstElement *sink;     /* NULL until one was found; dropped when its device is lost */
    GstElement *keeper;   /* comes and goes with `sink`; see sink.c */
    guint bus_watch;
    LiltSlot slot; /* what follows; shared with the streaming thread */
    LiltTrack *current;
    gboolean playing;
    gboolean open;      /* the pipeline holds the current track */
    gboolean prerolled; /* and answers to seeks */
    gboolean announced; /* `started` was emitted for the current track */
    gboolean spoiled;   /* by an error: only a full stop makes the pipeline good again */
    gboolean reopening; /* the next STREAM_START is the current track's own */
    gint64 cued_us;     /* where to begin once prerolled; also the position until then */
    gint64 fresh_us;    /* when the current track followed another without a gap; 0 = it did not */
    gint64 duration_us; /* 0 while not known */
    guint drain_watch;  /* set while a broken track follows: nothing will say that this one ended */
    double volume;
    gboolean muted;
};
G_DEFINE_FINAL_TYPE(LiltPlayer, lilt_player, G_TYPE_OBJECT)

enum { PROP_PLAYING = 1, PROP_DURATION, N_PROPS };
enum { STARTED, TAKEN, RETURNED, FAILED, DRAINED, NO_SOUND, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- opening and closing the pipeline ------------------------------------------------------- */

static void
set_playing(LiltPlayer *self, gboolean playing)
{
    if (self->playing == playing)
        return;
    self->playing = playing;
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_PLAYING]);
}

static void
set_duration(LiltPlayer *self, gint64 duration_us)
{
    if (self->duration_us == duration_us)
        return;
    self->duration_us = duration_us;
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_DURATION]);
}

/* After this no streaming thread runs and no message of the old track is under way. The connection
 * to the sound server stays for the track that comes next, save after an error. */
static void
close_pipeline(LiltPlayer *self)
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

/* The connection is given up as well. */
static void
release_device(LiltPlayer *self)
{
    close_pipeline(self);
    if (self->pipeline != NULL)
        gst_element_set_state(self->pipeline, GST_STATE_NULL);
}

static void
apply_volume(LiltPlayer *self)
{
    if (self->pipeline == NULL)
        return;
    gst_stream_volume_set_volume(GST_STREAM_VOLUME(self->pipeline), GST_STREAM_VOLUME_FORMAT_CUBIC,
                                 self->volume);
    gst_stream_volume_set_mute(GST_STREAM_VOLUME(self->pipeline), self->muted);
}

/* Open the current track; it plays on from cued_us once it has prerolled. */
static void
open_pipeline(LiltPlayer *self)
{
    if (self->sink == NULL && self->pipeline != NULL) {
        self->sink = lilt_player_sink_new(&self->keeper);
        g_object_set(self->pipeline, "audio-sink", self->sink, NULL);
    }
    if (self->sink == NULL) {
        set_playing(self, FALSE);
        g_signal_emit(self, signals[NO_SOUND], 0);
        return;
    }
    g_object_set(self->pipeline, "uri", self->current->uri, NULL);
    apply_volume(self);
    self->open = TRUE;
    self->prerolled = FALSE;
    self->reopening = TRUE;
    self->fresh_us = 0;
    gst_element_set_state(self->pipeline, GST_STATE_PAUSED);
}

/* The same track again from `position_us` on, without what was taken to follow it. */
static void
reopen(LiltPlayer *self, gint64 position_us)
{
    close_pipeline(self);
    self->cued_us = position_us;
    if (lilt_slot_drop(&self->slot))
        g_signal_emit(self, signals[RETURNED], 0);
    open_pipeline(self);
}

/* On a streaming thread. */
static void
on_about_to_finish(GstElement *pipeline, gpointer data)
{
    LiltPlayer *self = data;
    guint64 ticket = 0;
    g_autofree char *uri = lilt_slot_take(&self->slot, &ticket);

    if (uri == NULL)
        return;
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
        set_duration(self, ns / 1000);
}

static void
seek_pipeline(LiltPlayer *self, gint64 position_us)
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
        seek_pipeline(self, self->cued_us);
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
        set_duration(self, 0);
        read_duration(self);
    }
    if (self->announced)
        return;
    self->announced = TRUE;
    g_signal_emit(self, signals[STARTED], 0, self->current->ticket);
}

/* The caller was told that the current track is over; nothing was opened in answer. */
static void
rest(LiltPlayer *self)
{
    if (self->open)
        return;
    release_device(self);
    set_playing(self, FALSE);
}

static void
end_of_track(LiltPlayer *self)
{
    close_pipeline(self);
    lilt_slot_drop(&self->slot);
    self->cued_us = 0;
    g_signal_emit(self, signals[DRAINED], 0);
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
    g_signal_emit(self, signals[FAILED], 0, track->ticket, track->path, why);
    lilt_track_free(track);
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
    } else if (uri == NULL && error->domain == GST_RESOURCE_ERROR) {
        self->cued_us = lilt_player_get_position_us(self);
        release_device(self);
        g_clear_object(&self->sink);
        g_clear_pointer(&self->keeper, lilt_player_keeper_free);
        if (lilt_slot_drop(&self->slot))
            g_signal_emit(self, signals[RETURNED], 0);
        set_playing(self, FALSE);
        g_signal_emit(self, signals[NO_SOUND], 0);
    } else if (uri == NULL || g_strcmp0(uri, self->current->uri) == 0) {
        close_pipeline(self);
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
            g_signal_emit(self, signals[TAKEN], 0, ticket);
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

static void
drop_all(LiltPlayer *self)
{
    close_pipeline(self);
    lilt_slot_drop(&self->slot);
    lilt_slot_decide(&self->slot, NULL);
    g_clear_pointer(&self->current, lilt_track_free);
    self->announced = FALSE;
    self->cued_us = 0;
    set_duration(self, 0);
}

/* ---- the door ------------------------------------------------------------------------------- */

gboolean
lilt_player_open(LiltPlayer *self, const char *path, guint64 ticket, gint64 position_us,
                 gboolean play, GError **error)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self) && path != NULL && ticket != 0, FALSE);
    LiltTrack *track = lilt_track_new(path, ticket, error);

    if (track == NULL)
        return FALSE;
    drop_all(self);
    self->current = track;
    self->cued_us = MAX(position_us, 0);
    if (play)
        lilt_player_play(self);
    else
        set_playing(self, FALSE);
    return TRUE;
}

gboolean
lilt_player_set_next(LiltPlayer *self, const char *path, guint64 ticket, GError **error)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), FALSE);
    LiltTrack *next = path != NULL ? lilt_track_new(path, ticket, error) : NULL;

    if (path != NULL && next == NULL)
        return FALSE;
    lilt_slot_decide(&self->slot, next);
    return TRUE;
}

void
lilt_player_retract_next(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    if (self->open && lilt_slot_has_taken(&self->slot))
        reopen(self, lilt_player_get_position_us(self));
}

void
lilt_player_play(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    if (self->current == NULL || (self->playing && self->open))
        return;
    set_playing(self, TRUE);
    if (!self->open)
        open_pipeline(self);
    else if (self->prerolled)
        gst_element_set_state(self->pipeline, GST_STATE_PLAYING);
}

void
lilt_player_pause(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    if (self->open && self->prerolled)
        gst_element_set_state(self->pipeline, GST_STATE_PAUSED);
    set_playing(self, FALSE);
}

void
lilt_player_close(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    drop_all(self);
    release_device(self);
    set_playing(self, FALSE);
}

gboolean
lilt_player_get_playing(LiltPlayer *self)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), FALSE);
    return self->playing;
}

gint64
lilt_player_get_position_us(LiltPlayer *self)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), 0);
    gint64 ns = 0;

    /* Until it has prerolled, and for a moment after a seek, the pipeline does not know. For a
     * moment after a new track has followed, the device still plays the end of the one before. */
    if (!self->prerolled || !gst_element_query_position(self->pipeline, GST_FORMAT_TIME, &ns))
        return self->cued_us;
    self->cued_us = MAX(ns, 0) / 1000;
    if (self->fresh_us > 0 && self->cued_us > g_get_monotonic_time() - self->fresh_us)
        self->cued_us = 0;
    return self->cued_us;
}

gint64
lilt_player_get_duration_us(LiltPlayer *self)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), 0);
    return self->duration_us;
}

void
lilt_player_seek(LiltPlayer *self, gint64 position_us)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    const gint64 wanted = MAX(position_us, 0);

    if (self->current == NULL)
        return;
    if (self->open && lilt_slot_has_taken(&self->slot)) {
        reopen(self, wanted); /* a seek now would land in the track that follows */
        return;
    }
    self->cued_us = wanted;
    self->fresh_us = 0;
    if (self->prerolled)
        seek_pipeline(self, wanted);
}

double
lilt_player_get_volume(LiltPlayer *self)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), 0);
    return self->volume;
}

void
lilt_player_set_volume(LiltPlayer *self, double volume)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    self->volume = CLAMP(volume, 0.0, 1.0);
    apply_volume(self);
}

gboolean
lilt_player_get_muted(LiltPlayer *self)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), FALSE);
    return self->muted;
}

void
lilt_player_set_muted(LiltPlayer *self, gboolean muted)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    self->muted = muted;
    apply_volume(self);
}

LiltPlayer *
lilt_player_new(void)
{
    return g_object_new(LILT_TYPE_PLAYER, NULL);
}

/* ---- the class ------------------------------------------------------------------------------ */

static void
lilt_player_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    LiltPlayer *self = LILT_PLAYER(object);

    switch (id) {
    case PROP_PLAYING:
        g_value_set_boolean(value, self->playing);
        break;
    case PROP_DURATION:
        g_value_set_int64(value, self->duration_us);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
}

static void
lilt_player_finalize(GObject *object)
{
    LiltPlayer *self = LILT_PLAYER(object);

    lilt_player_close(self);
    g_clear_handle_id(&self->bus_watch, g_source_remove);
    g_clear_object(&self->pipeline);
    g_clear_object(&self->sink);
    g_clear_pointer(&self->keeper, lilt_player_keeper_free);
    lilt_slot_clear(&self->slot);
    G_OBJECT_CLASS(lilt_player_parent_class)->finalize(object);
}

static void
lilt_player_class_init(LiltPlayerClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = lilt_player_get_property;
    object_class->finalize = lilt_player_finalize;
    props[PROP_PLAYING] = g_param_spec_boolean("playing", NULL, NULL, FALSE, flags);
    props[PROP_DURATION] = g_param_spec_int64("duration-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
    g_object_class_install_properties(object_class, N_PROPS, props);
    signals[STARTED] = g_signal_new("started", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
    signals[TAKEN] = g_signal_new("taken", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT64);
    signals[RETURNED] = g_signal_new("returned", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
    signals[FAILED] = g_signal_new("failed", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 3, G_TYPE_UINT64, G_TYPE_STRING,
                                   G_TYPE_STRING);
    signals[DRAINED] = g_signal_new("drained", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
    signals[NO_SOUND] = g_signal_new("no-sound", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
lilt_player_init(LiltPlayer *self)
{
    static gsize local_only;

    lilt_slot_init(&self->slot);
    self->volume = 1.0;
    if (!gst_init_check(NULL, NULL, NULL))
        return;
    if (g_once_init_enter(&local_only)) {
        lilt_player_stay_local();
        g_once_init_leave(&local_only, 1);
    }
    self->pipeline = gst_element_factory_make("playbin", NULL);
    if (self->pipeline == NULL)
        return;
    gst_object_ref_sink(self->pipeline);
    g_object_set(self->pipeline, "flags", FLAG_AUDIO | FLAG_SOFT_VOLUME, NULL);
    g_signal_connect(self->pipeline, "about-to-finish", G_CALLBACK(on_about_to_finish), self);
    g_autoptr(GstBus) bus = gst_element_get_bus(self->pipeline);

    self->bus_watch = gst_bus_add_watch(bus, on_message, self);
}
