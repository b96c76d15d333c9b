/* The listener's face at rest, learnt from five seconds of it when asked: seven numbers, no
 * picture. */
#include <glib/gi18n-lib.h>

#include "session_private.h"

enum {
    REST_US = 5 * G_USEC_PER_SEC,
    PATIENCE_S = 30, /* for a face, and for it to rest */
};

void
lilt_session_end_rest(LiltSession *self)
{
    g_clear_handle_id(&self->rest_timer, g_source_remove);
    self->resting = FALSE;
    if (self->watching != NULL)
        lilt_watching_set_resting(self->watching, FALSE);
}

static gboolean
on_no_patience(gpointer data)
{
    LiltSession *self = data;

    self->rest_timer = 0;
    lilt_session_end_rest(self);
    lilt_session_say(self,
                     _("Lilt could not see your face well enough. Try again in better light."));
    return G_SOURCE_REMOVE;
}

static void
learn_rest(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)parameter;
    if (self->resting || self->watching == NULL)
        return;
    self->rest = (LiltRest){0};
    self->rest_until_us = 0;
    self->resting = TRUE;
    self->rest_timer = g_timeout_add_seconds(PATIENCE_S, on_no_patience, self);
    lilt_session_say(self, _("Look neutral at the camera for five seconds."));
    lilt_watching_set_resting(self->watching, TRUE);
}

static void
forget_rest(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)parameter;
    self->personal.has_baseline = FALSE;
    lilt_library_set_baseline(self->library, NULL);
    lilt_session_apply_numbers(self);
    lilt_session_say(self, _("Your face at rest is forgotten."));
}

void
lilt_session_rest_look(LiltSession *self, const LiltReading *reading)
{
    const gint64 now = g_get_monotonic_time();

    if (!self->resting)
        return;
    lilt_rest_look(&self->rest, reading);
    if (self->rest_until_us == 0 && self->rest.n_looks > 0)
        self->rest_until_us = now + REST_US;
    if (self->rest_until_us == 0 || now < self->rest_until_us ||
        !lilt_rest_baseline(&self->rest, self->personal.baseline))
        return;
    self->personal.has_baseline = TRUE;
    lilt_library_set_baseline(self->library, self->personal.baseline);
    lilt_session_end_rest(self);
    lilt_session_apply_numbers(self);
    lilt_session_say(self, _("Thank you. Lilt knows your face at rest now."));
}

void
lilt_session_update_resting_actions(LiltSession *self)
{
    const LiltCameraState camera = self->view.camera;
    const gboolean can_look = camera == LILT_CAMERA_CLOSED || camera == LILT_CAMERA_OPENING ||
                              camera == LILT_CAMERA_OPEN;

    g_simple_action_set_enabled(lilt_session_action(self, "learn-rest"),
                                can_look && !self->resting);
    g_simple_action_set_enabled(lilt_session_action(self, "forget-rest"),
                                self->personal.has_baseline);
}

void
lilt_session_add_resting_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"learn-rest", learn_rest, NULL, NULL, NULL, {0}},
        {"forget-rest", forget_rest, NULL, NULL, NULL, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
}
