/* When the music is to end: after this song, when the sleep timer has run down, and when what it is
 * heard with was unplugged. */
#include <glib/gi18n-lib.h>

#include "session_private.h"

enum { FADE_STEP_MS = 100, FADE_STEPS = 80 };

/* ---- the sleep timer ------------------------------------------------------------------------- */

static void
show_sleep(LiltSession *self, gint32 seconds)
{
    g_simple_action_set_state(lilt_session_action(self, "sleep"), g_variant_new_int32(seconds));
}

static void
end_fade(LiltSession *self)
{
    g_clear_handle_id(&self->fade_timer, g_source_remove);
    lilt_player_set_volume(self->player, lilt_session_get_volume(self));
}

static gboolean
on_fade(gpointer data)
{
    LiltSession *self = data;

    self->fade -= 1.0 / FADE_STEPS;
    if (self->fade > 0.0 && lilt_player_get_playing(self->player)) {
        lilt_player_set_volume(self->player, self->fade * lilt_session_get_volume(self));
        return G_SOURCE_CONTINUE;
    }
    self->fade_timer = 0;
    if (lilt_player_get_playing(self->player)) {
        lilt_session_pause(self);
        lilt_session_say(self, _("The sleep timer has run down. The music is paused."));
    }
    end_fade(self);
    show_sleep(self, 0);
    return G_SOURCE_REMOVE;
}

static gboolean
on_sleep_timer(gpointer data)
{
    LiltSession *self = data;

    self->sleep_timer = 0;
    self->fade = 1.0;
    self->fade_timer = g_timeout_add(FADE_STEP_MS, on_fade, self);
    return G_SOURCE_REMOVE;
}

static void
change_sleep(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;
    const gint32 seconds = MAX(g_variant_get_int32(value), 0);

    (void)action;
    g_clear_handle_id(&self->sleep_timer, g_source_remove);
    if (self->fade_timer != 0)
        end_fade(self);
    if (seconds > 0)
        self->sleep_timer = g_timeout_add_seconds((guint)seconds, on_sleep_timer, self);
    show_sleep(self, seconds);
}

/* ---- after this song ------------------------------------------------------------------------- */

static void
change_stop_after(GSimpleAction *action, GVariant *value, gpointer data)
{
    g_simple_action_set_state(action, value);
    lilt_session_set_stop_after(data, g_variant_get_boolean(value));
}

void
lilt_session_end_stop_after(LiltSession *self)
{
    self->stop_after = FALSE;
    g_simple_action_set_state(lilt_session_action(self, "stop-after"),
                              g_variant_new_boolean(FALSE));
}

/* ---- unplugged ------------------------------------------------------------------------------- */

static void
on_unplugged(LiltPlayer *player, gpointer data)
{
    LiltSession *self = data;

    if (!lilt_player_get_playing(player))
        return;
    lilt_session_pause(self);
    lilt_session_say(self, _("The headphones or speakers were unplugged. The music is paused."));
}

/* ---- beginning and end ----------------------------------------------------------------------- */

void
lilt_session_begin_ending(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"sleep", NULL, "i", "0", change_sleep, {0}},
        {"stop-after", NULL, NULL, "false", change_stop_after, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    g_signal_connect(self->player, "unplugged", G_CALLBACK(on_unplugged), self);
}

void
lilt_session_forget_ending(LiltSession *self)
{
    g_clear_handle_id(&self->sleep_timer, g_source_remove);
    g_clear_handle_id(&self->fade_timer, g_source_remove);
}
