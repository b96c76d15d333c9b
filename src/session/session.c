/* The controller: its beginning and its end, and what it shows of itself. What it does lies in the
 * files named in session_private.h. */
#include <glib/gi18n-lib.h>

#include "profiles.h"
#include "session_private.h"

G_DEFINE_FINAL_TYPE(LiltSession, lilt_session, G_TYPE_OBJECT)

enum {
    MOOD_CHANGED,
    READING,
    PREVIEW,
    SCAN_PROGRESS,
    EDIT_PROGRESS,
    MESSAGE,
    UNDOABLE,
    JOURNAL_CHANGED,
    MOOD_MAP_CHANGED,
    PROFILES_CHANGED,
    START_AGAIN,
    N_SIGNALS
};
static GParamSpec *props[LILT_N_PROPS];
static guint signals[N_SIGNALS];

/* ---- telling the window --------------------------------------------------------------------- */

void
lilt_session_notify(LiltSession *self, guint property)
{
    g_object_notify_by_pspec(G_OBJECT(self), props[property]);
}

void
lilt_session_say(LiltSession *self, const char *sentence)
{
    g_signal_emit(self, signals[MESSAGE], 0, sentence);
}

void
lilt_session_tell_mood(LiltSession *self)
{
    g_signal_emit(self, signals[MOOD_CHANGED], 0);
}

void
lilt_session_tell_reading(LiltSession *self)
{
    g_signal_emit(self, signals[READING], 0);
}

void
lilt_session_tell_preview(LiltSession *self, GBytes *rgb, int width_px, int height_px)
{
    g_signal_emit(self, signals[PREVIEW], 0, rgb, width_px, height_px);
}

void
lilt_session_tell_scan(LiltSession *self, guint n_done, guint n_found)
{
    g_signal_emit(self, signals[SCAN_PROGRESS], 0, n_done, n_found);
}

void
lilt_session_tell_edit(LiltSession *self, guint n_done, guint n_all)
{
    g_signal_emit(self, signals[EDIT_PROGRESS], 0, n_done, n_all);
}

void
lilt_session_tell_undoable(LiltSession *self, const char *sentence)
{
    g_signal_emit(self, signals[UNDOABLE], 0, sentence);
}

void
lilt_session_tell_journal(LiltSession *self)
{
    g_signal_emit(self, signals[JOURNAL_CHANGED], 0);
}

void
lilt_session_tell_mood_map(LiltSession *self)
{
    g_signal_emit(self, signals[MOOD_MAP_CHANGED], 0);
}

/* ---- beginning and end ---------------------------------------------------------------------- */

LiltSession *
lilt_session_new(LiltLibrary *library, const char *camera)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(library), NULL);
    LiltSession *self = g_object_new(LILT_TYPE_SESSION, NULL);

    self->library = g_object_ref(library);
    lilt_session_begin_playing(self);
    lilt_session_begin_filling(self);
    lilt_session_add_actions(self);
    lilt_session_begin_signals(self);
    lilt_session_begin_scenes(self);
    lilt_session_begin_mood_map(self);
    lilt_session_add_list_actions(self);
    lilt_session_add_rule_actions(self);
    lilt_session_add_welcome(self);
    lilt_session_begin_ending(self);
    lilt_session_begin_sounding(self);
    lilt_session_begin_lyrics(self);
    lilt_session_add_tag_actions(self);
    lilt_session_add_preferences(self, camera != NULL);
    lilt_session_add_profiles(self);
    lilt_session_add_reading(self);
    lilt_session_begin_looking(self, camera);
    lilt_session_begin_journal(self);
    lilt_session_update_view(self);
    return self;
}

/* The library was damaged when it was opened. */
static void
tell_rescue(LiltSession *self)
{
    const char *set_aside = lilt_library_get_set_aside(self->library);

    if (set_aside == NULL)
        return;
    g_autofree char *name = g_path_get_basename(set_aside);
    g_autofree char *sentence = g_strdup_printf(
        lilt_library_is_restored(self->library)
            ? _("The library was damaged; a copy is in its place. The damaged one is kept as “%s”.")
            : _("The library was damaged; Lilt reads the music again. The damaged one is kept as "
                "“%s”."),
        name);

    lilt_session_say(self, sentence);
}

static void
on_absence(gboolean away, gpointer data)
{
    lilt_watching_set_away(((LiltSession *)data)->watching, away);
}

void
lilt_session_start(LiltSession *self)
{
    g_return_if_fail(LILT_IS_SESSION(self) && self->remote == NULL);
    self->remote = lilt_remote_new(self);
    tell_rescue(self);
    lilt_session_start_journal(self);
    lilt_session_restore(self);
    lilt_session_start_scenes(self);
    lilt_session_begin_scanning(self);
    lilt_session_refresh_soon(self);
    self->absence = lilt_absence_new(on_absence, self);
    lilt_session_start_signals(self);
    lilt_watching_start(self->watching);
}

/* From the outside in: no more wishes, no more pictures, no more scans, then the music; the queue
 * is saved while the player still knows its place. */
void
lilt_session_stop(LiltSession *self)
{
    g_return_if_fail(LILT_IS_SESSION(self));
    if (self->watching == NULL)
        return;
    g_clear_pointer(&self->remote, lilt_remote_free);
    lilt_session_end_journal(self);
    lilt_session_end_signals(self);
    lilt_session_end_scenes(self);
    g_clear_pointer(&self->absence, lilt_absence_free);
    lilt_watching_free(g_steal_pointer(&self->watching));
    lilt_session_end_scanning(self);
    g_clear_handle_id(&self->refresh_timer, g_source_remove);
    g_clear_handle_id(&self->choice_timer, g_source_remove);
    g_clear_handle_id(&self->rest_timer, g_source_remove);
    lilt_session_end_settling(self);
    lilt_session_forget_ending(self);
    lilt_session_save(self);
    g_settings_sync();
    g_signal_handlers_disconnect_by_data(self->queue, self);
    g_signal_handlers_disconnect_by_data(self->player, self);
    g_signal_handlers_disconnect_by_data(self->library, self);
    lilt_player_close(self->player);
}

/* ---- the door ------------------------------------------------------------------------------- */

GActionGroup *
lilt_session_get_actions(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return G_ACTION_GROUP(self->actions);
}

LiltSong *
lilt_session_get_song(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return self->current != NULL ? lilt_queue_item_get_song(self->current) : NULL;
}

const LiltWhy *
lilt_session_get_why(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return self->current != NULL ? lilt_queue_item_get_why(self->current) : NULL;
}

gboolean
lilt_session_get_playing(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), FALSE);
    return lilt_player_get_playing(self->player);
}

gint64
lilt_session_get_position_us(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), 0);
    return self->current != NULL ? lilt_player_get_position_us(self->player) : 0;
}

/* What the tags say until the player knows better. */
gint64
lilt_session_get_duration_us(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), 0);
    if (self->current == NULL)
        return 0;
    const gint64 known_us = lilt_player_get_duration_us(self->player);

    if (known_us > 0)
        return known_us;
    return (gint64)lilt_song_get_duration_ms(lilt_queue_item_get_song(self->current)) * 1000;
}

GListModel *
lilt_session_get_next_up(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return G_LIST_MODEL(self->queue);
}

GListModel *
lilt_session_get_songs(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_library_get_songs(self->library);
}

gboolean
lilt_session_is_loading(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), FALSE);
    return lilt_library_is_loading(self->library);
}

LiltFinder *
lilt_session_new_finder(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_finder_new(self->library);
}

GListModel *
lilt_session_get_lists(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_library_get_lists(self->library);
}

LiltPlaylist *
lilt_session_get_list(LiltSession *self, gint64 id)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_library_get_list(self->library, id);
}

LiltSong *
lilt_session_dup_song(LiltSession *self, gint64 id)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_library_dup_song(self->library, id);
}

gboolean
lilt_session_get_facts(LiltSession *self, gint64 id, LiltSongFacts *ret_facts)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), FALSE);
    return lilt_library_get_facts(self->library, id, ret_facts);
}

int
lilt_session_get_love(LiltSession *self, gint64 id)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), 0);
    return lilt_library_get_love(self->library, id);
}

GListModel *
lilt_session_get_playlist(LiltSession *self, LiltEmotion emotion)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_library_get_playlist(self->library, emotion);
}

const LiltMoodView *
lilt_session_get_mood(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return &self->view;
}

const LiltReading *
lilt_session_get_reading(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return self->has_reading ? &self->reading : NULL;
}

/* ---- the class ------------------------------------------------------------------------------ */

static gboolean
needs_music(LiltSession *self)
{
    g_auto(GStrv) folders = lilt_session_dup_folders(self);

    return folders[0] == NULL && !lilt_library_is_loading(self->library) &&
           g_list_model_get_n_items(lilt_library_get_songs(self->library)) == 0;
}

static void
lilt_session_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    LiltSession *self = LILT_SESSION(object);

    switch (id) {
    case LILT_PROP_SONG:
        g_value_set_object(value, lilt_session_get_song(self));
        break;
    case LILT_PROP_PLAYING:
        g_value_set_boolean(value, lilt_session_get_playing(self));
        break;
    case LILT_PROP_DURATION:
        g_value_set_int64(value, lilt_session_get_duration_us(self));
        break;
    case LILT_PROP_SHAPE:
        g_value_set_boxed(value, self->shape);
        break;
    case LILT_PROP_COVER:
        g_value_set_string(value, self->cover);
        break;
    case LILT_PROP_VOLUME:
        g_value_set_double(value, lilt_player_get_volume(self->player));
        break;
    case LILT_PROP_MUTED:
        g_value_set_boolean(value, lilt_player_get_muted(self->player));
        break;
    case LILT_PROP_SCANNING:
        g_value_set_boolean(value, self->scanning);
        break;
    case LILT_PROP_HEARING:
        g_value_set_boolean(value, self->hearing);
        break;
    case LILT_PROP_EDITING:
        g_value_set_boolean(value, self->n_edits > 0);
        break;
    case LILT_PROP_NEEDS_MUSIC:
        g_value_set_boolean(value, needs_music(self));
        break;
    case LILT_PROP_LYRICS:
        g_value_set_object(value, self->lyrics);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
}

static void
lilt_session_dispose(GObject *object)
{
    LiltSession *self = LILT_SESSION(object);

    if (self->player != NULL)
        lilt_session_stop(self);
    lilt_session_forget_undos(self);
    g_clear_object(&self->player);
    g_clear_object(&self->queue);
    g_clear_object(&self->current);
    g_clear_object(&self->actions);
    g_clear_object(&self->library);
    g_clear_object(&self->settings);
    g_clear_object(&self->household);
    g_clear_object(&self->cancel);
    g_clear_object(&self->break_off);
    g_clear_object(&self->edit_cancel);
    g_clear_pointer(&self->past, g_ptr_array_unref);
    g_clear_pointer(&self->album, g_strfreev);
    g_clear_pointer(&self->heard_s, g_hash_table_unref);
    g_clear_pointer(&self->picks, g_hash_table_unref);
    lilt_session_forget_listening(self);
    lilt_session_forget_signals(self);
    lilt_session_forget_scenes(self);
    g_clear_object(&self->again);
    g_clear_object(&self->again_taken);
    G_OBJECT_CLASS(lilt_session_parent_class)->dispose(object);
}

static void
install_signals(GObjectClass *class)
{
    const GType type = G_TYPE_FROM_CLASS(class);

    signals[MOOD_CHANGED] = g_signal_new("mood-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
    signals[READING] = g_signal_new("reading", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
    signals[PREVIEW] = g_signal_new("preview", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 3, G_TYPE_BYTES, G_TYPE_INT, G_TYPE_INT);
    signals[SCAN_PROGRESS] = g_signal_new("scan-progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
    signals[EDIT_PROGRESS] = g_signal_new("edit-progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
    signals[MESSAGE] = g_signal_new("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[UNDOABLE] = g_signal_new("undoable", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[JOURNAL_CHANGED] = g_signal_new("journal-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
    signals[MOOD_MAP_CHANGED] = g_signal_new("mood-map-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
    signals[PROFILES_CHANGED] = g_signal_new("profiles-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
    signals[START_AGAIN] = g_signal_new("start-again", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
lilt_session_class_init(LiltSessionClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = lilt_session_get_property;
    object_class->dispose = lilt_session_dispose;
    props[LILT_PROP_SONG] = g_param_spec_object("song", NULL, NULL, LILT_TYPE_SONG, flags);
    props[LILT_PROP_PLAYING] = g_param_spec_boolean("playing", NULL, NULL, FALSE, flags);
    props[LILT_PROP_DURATION] = g_param_spec_int64("duration-us", NULL, NULL, 0, G_MAXINT64, 0,
                                                   flags);
    props[LILT_PROP_COVER] = g_param_spec_string("cover", NULL, NULL, NULL, flags);
    props[LILT_PROP_SHAPE] = g_param_spec_boxed("shape", NULL, NULL, G_TYPE_BYTES, flags);
    props[LILT_PROP_VOLUME] = g_param_spec_double("volume", NULL, NULL, 0, 1, 1, flags);
    props[LILT_PROP_MUTED] = g_param_spec_boolean("muted", NULL, NULL, FALSE, flags);
    props[LILT_PROP_SCANNING] = g_param_spec_boolean("scanning", NULL, NULL, FALSE, flags);
    props[LILT_PROP_HEARING] = g_param_spec_boolean("hearing", NULL, NULL, FALSE, flags);
    props[LILT_PROP_EDITING] = g_param_spec_boolean("editing", NULL, NULL, FALSE, flags);
    props[LILT_PROP_NEEDS_MUSIC] = g_param_spec_boolean("needs-music", NULL, NULL, TRUE, flags);
    props[LILT_PROP_LYRICS] = g_param_spec_object("lyrics", NULL, NULL, LILT_TYPE_LYRICS, flags);
    g_object_class_install_properties(object_class, LILT_N_PROPS, props);
    install_signals(object_class);
}

static void
lilt_session_init(LiltSession *self)
{
    g_autofree char *profile = lilt_profile_dup_current();

    self->settings = lilt_profile_settings(profile);
    g_queue_init(&self->scans);
    g_queue_init(&self->undos);
    self->view.mood.label = LILT_EMOTION_UNKNOWN;
}
