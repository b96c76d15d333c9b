/* The listener's own mood map: what they said of a mood, over what data/mood-map.def says. */
#include "session_private.h"

static float
within(double x, double least, double most)
{
    return (float)CLAMP(x, least, most);
}

/* FALSE: the listener has said nothing of that mood. */
static gboolean
edit(LiltSession *self, GVariant *all, LiltEmotion mood)
{
    bool favoured[LILT_N_GENRES] = {false};
    g_autofree const char **genres = NULL;
    double valence, arousal, tempo;

    if (!g_variant_lookup(all, lilt_emotion_label(mood), "(ddd^a&s)", &valence, &arousal, &tempo,
                          &genres))
        return FALSE;
    for (int i = 0; i < LILT_N_GENRES; i++)
        favoured[i] = g_strv_contains(genres, lilt_genre_label((LiltGenre)i));
    const LiltMoodPlace place = {{within(valence, -1, 1), within(arousal, -1, 1)},
                                 within(tempo, 30, 300)};

    lilt_mood_table_edit(&self->mood_table, mood, &place, favoured);
    return TRUE;
}

static void
read_map(LiltSession *self)
{
    g_autoptr(GVariant) all = g_settings_get_value(self->settings, "mood-map");

    lilt_mood_table_reset(&self->mood_table);
    self->own_moods = 0;
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        if (edit(self, all, (LiltEmotion)i))
            self->own_moods |= 1u << i;
}

static void
on_map_changed(LiltSession *self)
{
    read_map(self);
    g_simple_action_set_enabled(lilt_session_action(self, "reset-mood-map"), self->own_moods != 0);
    lilt_session_tell_mood_map(self);
    lilt_session_refresh_soon(self);
}

/* All that was said, but for one mood, or for none that is left when `label` is "". */
static GVariantBuilder *
others(LiltSession *self, const char *label)
{
    g_autoptr(GVariant) all = g_settings_get_value(self->settings, "mood-map");
    GVariantBuilder *builder = g_variant_builder_new(G_VARIANT_TYPE("a{s(dddas)}"));
    GVariantIter iter;
    GVariant *entry;

    g_variant_iter_init(&iter, all);
    while ((entry = g_variant_iter_next_value(&iter)) != NULL) {
        const char *mood;

        g_variant_get_child(entry, 0, "&s", &mood);
        if (*label != '\0' && !g_str_equal(mood, label))
            g_variant_builder_add_value(builder, entry);
        g_variant_unref(entry);
    }
    return builder;
}

static void
set_map(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GVariant) place = g_variant_get_child_value(parameter, 1);
    const char *label;

    (void)action;
    g_variant_get_child(parameter, 0, "&s", &label);
    if (lilt_emotion_from_label(label) == LILT_EMOTION_UNKNOWN)
        return;
    g_autoptr(GVariantBuilder) all = others(self, label);

    g_variant_builder_add(all, "{s@(dddas)}", label, place);
    g_settings_set_value(self->settings, "mood-map", g_variant_builder_end(all));
}

static void
reset_map(GSimpleAction *action, GVariant *label, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GVariantBuilder) all = others(self, g_variant_get_string(label, NULL));

    (void)action;
    g_settings_set_value(self->settings, "mood-map", g_variant_builder_end(all));
}

const LiltMoodTable *
lilt_session_get_mood_table(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return &self->mood_table;
}

gboolean
lilt_session_has_own_mood(LiltSession *self, LiltEmotion mood)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), FALSE);
    return (self->own_moods & 1u << mood) != 0;
}

void
lilt_session_begin_mood_map(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"set-mood-map", set_map, "(s(dddas))", NULL, NULL, {0}},
        {"reset-mood-map", reset_map, "s", NULL, NULL, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    read_map(self);
    g_simple_action_set_enabled(lilt_session_action(self, "reset-mood-map"), self->own_moods != 0);
    g_signal_connect_object(self->settings, "changed::mood-map", G_CALLBACK(on_map_changed), self,
                            G_CONNECT_SWAPPED);
}
