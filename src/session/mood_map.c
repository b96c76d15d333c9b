/* The listener's own mood map: what they said of a mood, over what data/mood-map.def says. */
#include "session_private.h"

static float
within(double x, double least, double most)
{
    return (float)CLAMP(x, least, most);
}

/* What they said of its tonality, which versions before this one did not ask; else ours. */
static float
tonality_of(LiltSession *self, LiltEmotion mood)
{
    g_autoptr(GVariant) all = g_settings_get_value(self->settings, "mood-tonality");
    double tonality;

    return g_variant_lookup(all, lilt_emotion_label(mood), "d", &tonality)
               ? within(tonality, -1, 1)
               : self->mood_table.places[mood].tonality;
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
                                 within(tempo, 30, 300),
                                 tonality_of(self, mood)};

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

/* All that was said under that key, but for one mood, or for none that is left when `label` is "".
 */
static GVariantBuilder *
others(LiltSession *self, const char *key, const char *label)
{
    g_autoptr(GVariant) all = g_settings_get_value(self->settings, key);
    GVariantBuilder *builder = g_variant_builder_new(g_variant_get_type(all));
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
    g_autoptr(GVariant) genres = NULL;
    double valence, arousal, tempo, tonality;
    const char *label;

    (void)action;
    g_variant_get(parameter, "(&s(dddd@as))", &label, &valence, &arousal, &tempo, &tonality,
                  &genres);
    if (lilt_emotion_from_label(label) == LILT_EMOTION_UNKNOWN)
        return;
    g_autoptr(GVariantBuilder) tonalities = others(self, "mood-tonality", label);
    g_autoptr(GVariantBuilder) all = others(self, "mood-map", label);

    g_variant_builder_add(tonalities, "{sd}", label, tonality);
    g_settings_set_value(self->settings, "mood-tonality", g_variant_builder_end(tonalities));
    g_variant_builder_add(all, "{s(ddd@as)}", label, valence, arousal, tempo, genres);
    g_settings_set_value(self->settings, "mood-map", g_variant_builder_end(all));
}

static void
reset_map(GSimpleAction *action, GVariant *label, gpointer data)
{
    LiltSession *self = data;
    const char *mood = g_variant_get_string(label, NULL);
    g_autoptr(GVariantBuilder) tonalities = others(self, "mood-tonality", mood);
    g_autoptr(GVariantBuilder) all = others(self, "mood-map", mood);

    (void)action;
    g_settings_set_value(self->settings, "mood-tonality", g_variant_builder_end(tonalities));
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
        {"set-mood-map", set_map, "(s(ddddas))", NULL, NULL, {0}},
        {"reset-mood-map", reset_map, "s", NULL, NULL, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    read_map(self);
    g_simple_action_set_enabled(lilt_session_action(self, "reset-mood-map"), self->own_moods != 0);
    g_signal_connect_object(self->settings, "changed::mood-map", G_CALLBACK(on_map_changed), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(self->settings, "changed::mood-tonality", G_CALLBACK(on_map_changed),
                            self, G_CONNECT_SWAPPED);
}
