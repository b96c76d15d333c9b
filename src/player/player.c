/* The player's door: what is current, open or playing belongs to the main thread alone. */
#include "player_private.h"

#include "local.h"
#include "pipeline.h"
#include "sink.h"

G_DEFINE_FINAL_TYPE(LiltPlayer, lilt_player, G_TYPE_OBJECT)

enum { PROP_PLAYING = 1, PROP_DURATION, N_PROPS };
static GParamSpec *props[N_PROPS];
guint player_signals[N_SIGNALS];

/* ---- for the pipeline ----------------------------------------------------------------------- */

void
player_set_playing(LiltPlayer *self, gboolean playing)
{
    if (self->playing == playing)
        return;
    self->playing = playing;
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_PLAYING]);
}

void
player_set_duration(LiltPlayer *self, gint64 duration_us)
{
    if (self->duration_us == duration_us)
        return;
    self->duration_us = duration_us;
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_DURATION]);
}

static void
drop_all(LiltPlayer *self)
{
    pipeline_close(self);
    lilt_slot_drop(&self->slot);
    lilt_slot_decide(&self->slot, NULL);
    g_clear_pointer(&self->current, lilt_track_free);
    self->announced = FALSE;
    self->cued_us = 0;
    player_set_duration(self, 0);
}

/* ---- the door ------------------------------------------------------------------------------- */

gboolean
lilt_player_open(LiltPlayer *self, const LiltPlayerTrack *told, gint64 position_us, gboolean play,
                 GError **error)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self) && told != NULL && told->path != NULL, FALSE);
    g_return_val_if_fail(told->ticket != 0, FALSE);
    LiltTrack *track = lilt_track_new(told, error);

    if (track == NULL)
        return FALSE;
    drop_all(self);
    self->current = track;
    self->cued_us = MAX(position_us, 0);
    if (play)
        lilt_player_play(self);
    else
        player_set_playing(self, FALSE);
    return TRUE;
}

gboolean
lilt_player_set_next(LiltPlayer *self, const LiltPlayerTrack *told, GError **error)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), FALSE);
    LiltTrack *next = told != NULL ? lilt_track_new(told, error) : NULL;

    if (told != NULL && next == NULL)
        return FALSE;
    lilt_slot_decide(&self->slot, next);
    return TRUE;
}

void
lilt_player_retract_next(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    if (self->open && lilt_slot_has_taken(&self->slot))
        pipeline_reopen(self, lilt_player_get_position_us(self));
}

void
lilt_player_play(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    if (self->current == NULL || (self->playing && self->open))
        return;
    player_set_playing(self, TRUE);
    if (!self->open)
        pipeline_open(self);
    else if (self->prerolled)
        gst_element_set_state(self->pipeline, GST_STATE_PLAYING);
}

void
lilt_player_pause(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    if (self->open && self->prerolled)
        gst_element_set_state(self->pipeline, GST_STATE_PAUSED);
    player_set_playing(self, FALSE);
}

void
lilt_player_close(LiltPlayer *self)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    drop_all(self);
    pipeline_release(self);
    player_set_playing(self, FALSE);
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
        pipeline_reopen(self, wanted); /* a seek now would land in the track that follows */
        return;
    }
    self->cued_us = wanted;
    self->fresh_us = 0;
    if (self->prerolled)
        pipeline_seek(self, wanted);
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
    pipeline_apply_volume(self);
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
    pipeline_apply_volume(self);
}

void
lilt_player_set_replay_gain(LiltPlayer *self, LiltReplayGain mode)
{
    g_return_if_fail(LILT_IS_PLAYER(self));
    if (self->gain != NULL)
        lilt_gain_set_mode(self->gain, mode);
}

/* ---- outputs -------------------------------------------------------------------------------- */

void
lilt_output_free(LiltOutput *output)
{
    if (output == NULL)
        return;
    g_free(output->name);
    g_free(output->words);
    g_free(output);
}

GPtrArray *
lilt_player_dup_outputs(LiltPlayer *self)
{
    g_return_val_if_fail(LILT_IS_PLAYER(self), NULL);
    return lilt_outputs_dup(self->outputs);
}

void
lilt_player_set_output(LiltPlayer *self, const char *name)
{
    const char *wanted = name != NULL && *name != '\0' ? name : NULL;

    g_return_if_fail(LILT_IS_PLAYER(self));
    if (g_strcmp0(wanted, self->output) == 0)
        return;
    const gboolean was_open = self->open;
    const gint64 position_us = lilt_player_get_position_us(self);

    g_free(self->output);
    self->output = g_strdup(wanted);
    pipeline_drop_sink(self);
    if (was_open)
        pipeline_reopen(self, position_us);
}

static void
on_unplugged(gpointer data)
{
    g_signal_emit(data, player_signals[UNPLUGGED], 0);
}

/* ---- the class ------------------------------------------------------------------------------ */

LiltPlayer *
lilt_player_new(void)
{
    return g_object_new(LILT_TYPE_PLAYER, NULL);
}

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

    pipeline_stop_warming(self);
    lilt_player_close(self);
    g_clear_handle_id(&self->bus_watch, g_source_remove);
    g_clear_object(&self->pipeline);
    g_clear_pointer(&self->gain, lilt_gain_free);
    g_clear_pointer(&self->outputs, lilt_outputs_free);
    g_clear_object(&self->sink);
    g_clear_pointer(&self->keeper, lilt_player_keeper_free);
    lilt_slot_clear(&self->slot);
    g_free(self->output);
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
    player_signals[STARTED] = g_signal_new("started", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
    player_signals[TAKEN] = g_signal_new("taken", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
    player_signals[RETURNED] = g_signal_new("returned", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
    player_signals[FAILED] = g_signal_new("failed", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 3, G_TYPE_UINT64, G_TYPE_STRING,
                                          G_TYPE_STRING);
    player_signals[DRAINED] = g_signal_new("drained", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
    player_signals[NO_SOUND] = g_signal_new("no-sound", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
    player_signals[UNPLUGGED] = g_signal_new("unplugged", LILT_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lilt_player_init(LiltPlayer *self)
{
    static gsize local_only;

    lilt_slot_init(&self->slot);
    self->volume = 1.0;
    self->outputs = lilt_outputs_new(on_unplugged, self);
    if (!gst_init_check(NULL, NULL, NULL))
        return;
    if (g_once_init_enter(&local_only)) {
        lilt_player_stay_local();
        g_once_init_leave(&local_only, 1);
    }
    pipeline_make(self);
    pipeline_warm(self);
}
