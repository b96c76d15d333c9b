/* From the camera to the policy and back: readings become events, and what the policy asks for is
 * done here. */
#include "session_private.h"

#include <glib/gi18n-lib.h>

static LiltMoodSource
source_now(const LiltSession *self)
{
    if (self->policy.chosen != LILT_EMOTION_UNKNOWN)
        return LILT_FROM_HAND;
    if (self->policy.policy == LILT_POLICY_HOLD)
        return LILT_FROM_HELD;
    return self->policy.since_us > 0 ? LILT_FROM_CAMERA : LILT_FROM_NOTHING;
}

/* Bring the view up to date and tell the window. */
void
lilt_session_update_view(LiltSession *self)
{
    LiltMoodView *view = &self->view;

    view->mood = lilt_policy_mood(&self->policy);
    view->source = source_now(self);
    view->blend = self->policy.blend != NULL ? lilt_blend_from_label(self->policy.blend) : NULL;
    view->since_us = self->policy.since_us;
    view->until_us = self->policy.for_a_song ? 0 : self->policy.until_us;
    view->for_a_song = self->policy.for_a_song;
    view->policy = lilt_policy_is_on_path(&self->policy) ? LILT_POLICY_PATH
                   : self->policy.scene                  ? LILT_POLICY_MATCH
                                                         : self->policy.policy;
    view->goal = lilt_policy_goal(&self->policy);
    view->goal_label = self->policy.leads ? "calm" : self->goal_label;
    view->path_left = self->policy.path_left;
    lilt_session_show_scenes(self);
    view->ask_lift = self->asking_lift;
    view->n_faces = self->has_reading ? (guint)self->reading.n_faces : 0;
    view->hints = self->has_reading && self->reading.has_face ? self->reading.hints : 0;
    if (self->watching != NULL)
        lilt_watching_get_state(self->watching, view);
    lilt_session_update_actions(self);
    lilt_session_update_mood_actions(self);
    lilt_session_tell_mood(self);
}

static gboolean
on_choice_timer(gpointer data)
{
    LiltSession *self = data;

    self->choice_timer = 0;
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_TIME});
    return G_SOURCE_REMOVE;
}

/* Wake up when the choice ends, if it ends by the clock. */
static void
time_choice(LiltSession *self)
{
    g_clear_handle_id(&self->choice_timer, g_source_remove);
    if (self->policy.until_us == 0)
        return;
    const gint64 left_ms = (self->policy.until_us - g_get_monotonic_time()) / 1000 + 1;

    self->choice_timer = g_timeout_add((guint)MAX(left_ms, 1), on_choice_timer, self);
}

/* Asked once in a listener's life; the question stands until it is answered, or is beside the point
 * because another policy was chosen. */
static void
consider_lift(LiltSession *self)
{
    if (self->policy.policy != LILT_POLICY_MATCH ||
        g_settings_get_boolean(self->settings, "lift-asked"))
        self->asking_lift = FALSE;
    else if (lilt_policy_may_lift(&self->policy))
        self->asking_lift = TRUE;
}

void
lilt_session_step(LiltSession *self, LiltEvent event)
{
    const gint64 until_before_us = self->policy.until_us;

    event.now_us = g_get_monotonic_time();
    const unsigned todo = lilt_policy_step(&self->policy, &event);

    if (self->policy.until_us != until_before_us || event.kind == LILT_EVENT_TIME)
        time_choice(self);
    consider_lift(self);
    lilt_session_follow_scenes(self);

    if (todo & LILT_DO_REFILL)
        lilt_session_refill(self);
    if (todo & LILT_DO_START)
        lilt_session_start_music(self);
    if (todo & LILT_DO_TELL)
        lilt_session_update_view(self);
}

/* ---- the camera ----------------------------------------------------------------------------- */

static void
on_state(gpointer data)
{
    LiltSession *self = data;
    const LiltCameraState before = self->view.camera;

    if (self->watching == NULL)
        return; /* it is just being made or freed */
    lilt_session_update_view(self);
    if (self->view.camera == LILT_CAMERA_NO_MODEL && before != LILT_CAMERA_NO_MODEL)
        lilt_session_say(self, self->view.camera_words);
}

static void
on_reading(const LiltReading *reading, gpointer data)
{
    LiltSession *self = data;
    const gboolean told_otherwise = !self->has_reading ||
                                    reading->n_faces != self->reading.n_faces ||
                                    reading->hints != self->reading.hints;

    self->reading = *reading;
    self->has_reading = TRUE;
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_SEEN, .mood = reading->mood});
    lilt_session_rest_look(self, reading);
    if (told_otherwise)
        lilt_session_update_view(self);
    lilt_session_tell_reading(self);
}

static void
on_preview(GBytes *rgb, int width_px, int height_px, gpointer data)
{
    lilt_session_tell_preview(data, rgb, width_px, height_px);
}

void
lilt_session_track_moved(LiltSession *self)
{
    const gint64 duration = lilt_session_get_duration_us(self);
    gint64 left = -1;

    if (self->watching == NULL)
        return;
    if (self->current != NULL && lilt_player_get_playing(self->player) && duration > 0)
        left = MAX(duration - lilt_player_get_position_us(self->player), 0);
    lilt_watching_set_track(self->watching,
                            self->current != NULL ? lilt_queue_item_get_ticket(self->current) : 0,
                            left);
}

static gboolean
is_camera_off(LiltSession *self)
{
    return self->out_of_sight || g_settings_get_boolean(self->settings, "camera-off");
}

void
lilt_session_update_camera_off(LiltSession *self)
{
    if (self->watching != NULL)
        lilt_watching_set_off(self->watching, is_camera_off(self));
}

void
lilt_session_begin_looking(LiltSession *self, const char *camera)
{
    const LiltWatchingEvents events = {on_state, on_reading, on_preview};
    g_autofree char *chosen = lilt_session_dup_source(self);
    LiltWatching *watching = lilt_watching_new(camera != NULL ? camera : chosen, &events, self);

    lilt_watching_set_consent(watching,
                              (LiltConsent)g_settings_get_enum(self->settings, "camera-consent"));
    lilt_watching_set_rhythm(watching,
                             (LiltRhythmKind)g_settings_get_enum(self->settings, "camera-rhythm"));
    lilt_watching_set_off(watching, is_camera_off(self));
    self->watching = watching;
    self->policy = lilt_policy_begin((LiltPolicy)g_settings_get_enum(self->settings, "policy"));
    lilt_session_begin_moods(self);
    lilt_session_begin_numbers(self);
}
