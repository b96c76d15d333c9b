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
    view->since_us = self->policy.since_us;
    view->policy = self->policy.policy;
    view->n_faces = self->has_reading ? (guint)self->reading.n_faces : 0;
    view->hints = self->has_reading && self->reading.has_face ? self->reading.hints : 0;
    if (self->watching != NULL)
        lilt_watching_get_state(self->watching, view);
    lilt_session_update_actions(self);
    lilt_session_tell_mood(self);
}

void
lilt_session_step(LiltSession *self, LiltEvent event)
{
    event.now_us = g_get_monotonic_time();
    const unsigned todo = lilt_policy_step(&self->policy, &event);

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

void
lilt_session_begin_looking(LiltSession *self, const char *camera)
{
    const LiltWatchingEvents events = {on_state, on_reading, on_preview};
    LiltWatching *watching = lilt_watching_new(camera != NULL ? camera : "auto", &events, self);

    lilt_watching_set_consent(watching,
                              (LiltConsent)g_settings_get_enum(self->settings, "camera-consent"));
    lilt_watching_set_off(watching, g_settings_get_boolean(self->settings, "camera-off"));
    self->watching = watching;
    self->policy = lilt_policy_begin((LiltPolicy)g_settings_get_enum(self->settings, "policy"));
}
