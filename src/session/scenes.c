/* The scene list: moods with minutes, played through. A step is a mood that is chosen for as long
 * as its minutes last; they pass while music of Lilt's part plays. What a hand chooses ends the
 * list; a restart finds it where it was, paused. */
#include "session_private.h"

enum { TICK_S = 1, MOST_TICK_US = 5 * G_USEC_PER_SEC, MOST_STEPS = 24, MOST_MINUTES = 600 };

struct LiltScenes {
    guint step; /* from 1; 0: the list does not play */
    guint n;    /* of its steps */
    gint64 left_us;
    gint64 looked_us; /* when time was last counted */
    guint timer;
};

/* ---- the list -------------------------------------------------------------------------------- */

GVariant *
lilt_session_dup_scenes(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return g_settings_get_value(self->settings, "scenes");
}

/* TRUE: a list that can be played. */
static gboolean
is_list(GVariant *list)
{
    const gsize n = g_variant_n_children(list);

    for (gsize i = 0; i < n; i++) {
        LiltEvent event = {0};
        const char *label;
        guint minutes;

        g_variant_get_child(list, i, "(&su)", &label, &minutes);
        if (!lilt_session_find_mood(label, &event) || minutes < 1 || minutes > MOST_MINUTES)
            return FALSE;
    }
    return n <= MOST_STEPS;
}

static void
save(LiltSession *self)
{
    const LiltScenes *scenes = self->scenes;

    g_settings_set_uint(self->settings, "scene-step", scenes->step);
    g_settings_set_uint(self->settings, "scene-left-seconds",
                        (guint)((scenes->left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC));
}

/* ---- its steps ------------------------------------------------------------------------------- */

static void
stop_counting(LiltSession *self)
{
    g_clear_handle_id(&self->scenes->timer, g_source_remove);
    self->scenes->step = 0;
    self->scenes->left_us = 0;
    save(self);
}

static gboolean on_tick(gpointer data);

/* A step, from 1; left_us 0: all of its time. waits: nothing begins to play. FALSE: none such. */
static gboolean
begin_step(LiltSession *self, guint step, gint64 left_us, gboolean waits)
{
    LiltScenes *scenes = self->scenes;
    g_autoptr(GVariant) list = lilt_session_dup_scenes(self);
    LiltEvent event = {.kind = LILT_EVENT_CHOSEN, .scene = TRUE, .waits = waits};
    const char *label;
    guint minutes;

    scenes->n = (guint)g_variant_n_children(list);
    if (step < 1 || step > scenes->n || !is_list(list))
        return FALSE;
    g_variant_get_child(list, step - 1, "(&su)", &label, &minutes);
    lilt_session_find_mood(label, &event);
    scenes->step = step;
    scenes->left_us = left_us > 0 ? left_us : (gint64)minutes * 60 * G_USEC_PER_SEC;
    scenes->looked_us = g_get_monotonic_time();
    if (scenes->timer == 0)
        scenes->timer = g_timeout_add_seconds(TICK_S, on_tick, self);
    save(self);
    lilt_session_step(self, event);
    return TRUE;
}

/* After the last step the camera, or nobody, says what is played. */
static void
end_list(LiltSession *self)
{
    stop_counting(self);
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_RELEASED});
}

/* A computer that slept has played nothing meanwhile. */
static void
count_time(LiltSession *self)
{
    LiltScenes *scenes = self->scenes;
    const gint64 now_us = g_get_monotonic_time();

    if (scenes->step > 0 && lilt_player_get_playing(self->player) && !self->policy.list_holds)
        scenes->left_us -= MIN(now_us - scenes->looked_us, MOST_TICK_US);
    scenes->looked_us = now_us;
}

static gboolean
on_tick(gpointer data)
{
    LiltSession *self = data;
    LiltScenes *scenes = self->scenes;
    const gint64 before_us = scenes->left_us;

    count_time(self);
    if (scenes->left_us > 0) {
        if (scenes->left_us / (60 * G_USEC_PER_SEC) != before_us / (60 * G_USEC_PER_SEC)) {
            save(self);
            lilt_session_update_view(self);
        }
    } else if (!begin_step(self, scenes->step + 1, 0, FALSE)) {
        scenes->timer = 0; /* this one is removed */
        end_list(self);
        return G_SOURCE_REMOVE;
    }
    return G_SOURCE_CONTINUE;
}

void
lilt_session_follow_scenes(LiltSession *self)
{
    if (self->scenes->step > 0 && !self->policy.scene)
        stop_counting(self); /* a hand chose, or released */
}

void
lilt_session_show_scenes(LiltSession *self)
{
    const LiltScenes *scenes = self->scenes;

    self->view.scene_step = scenes->step;
    self->view.n_scene_steps = scenes->n;
    self->view.scene_left_s = (guint)((scenes->left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
    g_simple_action_set_state(lilt_session_action(self, "scenes"),
                              g_variant_new_boolean(scenes->step > 0));
}

/* ---- commands -------------------------------------------------------------------------------- */

static void
change_scenes(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;

    (void)action; /* its state follows */
    if (g_variant_get_boolean(value))
        begin_step(self, 1, 0, FALSE);
    else if (self->scenes->step > 0)
        end_list(self);
}

static void
enable(LiltSession *self)
{
    g_autoptr(GVariant) list = lilt_session_dup_scenes(self);

    g_simple_action_set_enabled(lilt_session_action(self, "scenes"),
                                g_variant_n_children(list) > 0);
}

/* A list that plays ends when it becomes another one. */
static void
set_scenes(GSimpleAction *action, GVariant *list, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GVariant) before = lilt_session_dup_scenes(self);

    (void)action;
    if (!is_list(list) || g_variant_equal(list, before))
        return;
    if (self->scenes->step > 0)
        end_list(self);
    g_settings_set_value(self->settings, "scenes", list);
    enable(self);
}

/* ---- beginning and end ----------------------------------------------------------------------- */

void
lilt_session_begin_scenes(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"set-scenes", set_scenes, "a(su)", NULL, NULL, {0}},
        {"scenes", NULL, NULL, "false", change_scenes, {0}},
    };

    self->scenes = g_new0(LiltScenes, 1);
    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    enable(self);
}

void
lilt_session_start_scenes(LiltSession *self)
{
    const gint64 left_s = g_settings_get_uint(self->settings, "scene-left-seconds");

    begin_step(self, g_settings_get_uint(self->settings, "scene-step"), left_s * G_USEC_PER_SEC,
               TRUE);
}

void
lilt_session_end_scenes(LiltSession *self)
{
    count_time(self);
    if (self->scenes->step > 0)
        self->scenes->left_us = MAX(self->scenes->left_us, 1); /* 0 would be all of its time */
    save(self);
    g_clear_handle_id(&self->scenes->timer, g_source_remove);
}

void
lilt_session_forget_scenes(LiltSession *self)
{
    g_clear_pointer(&self->scenes, g_free);
}
