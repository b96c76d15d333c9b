/* What is told of watching: the camera's state, and words about it. */
#include "watching_private.h"

#include <glib/gi18n-lib.h>

gboolean
watching_is_device(const LiltWatching *self)
{
    return self->kind == LILT_SOURCE_DEVICE;
}

/* Of the time since watching began, 0..1. */
static double
share_open(const LiltWatching *self)
{
    const gint64 now = g_get_monotonic_time();
    const gint64 open_us = self->open_us + (self->device_open ? now - self->since_us : 0);

    return self->begun_us > 0 && now > self->begun_us
               ? CLAMP((double)open_us / (double)(now - self->begun_us), 0.0, 1.0)
               : 0.0;
}

static LiltCameraState
state_of_failure(LiltStatus failure)
{
    switch (failure) {
    case LILT_E_ABSENT:
        return LILT_CAMERA_NONE;
    case LILT_E_BUSY:
        return LILT_CAMERA_BUSY;
    case LILT_E_GONE:
        return LILT_CAMERA_GONE;
    case LILT_E_DENIED:
        return LILT_CAMERA_DENIED;
    case LILT_E_TIMEOUT:
        return LILT_CAMERA_FROZEN;
    default:
        return LILT_CAMERA_FAILED;
    }
}

static LiltCameraState
state_now(const LiltWatching *self)
{
    if (self->kind == LILT_SOURCE_NONE)
        return LILT_CAMERA_NONE;
    if (self->kind == LILT_SOURCE_UNKNOWN)
        return LILT_CAMERA_FAILED;
    if (self->off)
        return LILT_CAMERA_OFF;
    if (watching_is_device(self) && self->consent == LILT_CONSENT_NO)
        return LILT_CAMERA_NOT_ALLOWED;
    if (self->no_camera && self->failure != LILT_E_GONE)
        return LILT_CAMERA_NONE;
    if (watching_is_device(self) && self->consent == LILT_CONSENT_ASK)
        return LILT_CAMERA_NOT_ASKED;
    if (self->broken != LILT_OK)
        return LILT_CAMERA_NO_MODEL;
    if (self->failure != LILT_OK)
        return watching_is_device(self) ? state_of_failure(self->failure) : LILT_CAMERA_FAILED;
    if (self->covered)
        return LILT_CAMERA_COVERED;
    if (!self->open)
        return LILT_CAMERA_CLOSED;
    return self->pictures || self->device_open ? LILT_CAMERA_OPEN : LILT_CAMERA_OPENING;
}

static char *
dup_words(const LiltWatching *self, LiltCameraState state)
{
    switch (state) {
    case LILT_CAMERA_NONE:
        return self->kind == LILT_SOURCE_NONE ? g_strdup("") : g_strdup(_("No camera found."));
    case LILT_CAMERA_NOT_ALLOWED:
        return g_strdup(_("The camera is not allowed and stays closed."));
    case LILT_CAMERA_BUSY:
        if (self->holder[0] != '\0') /* a program's name */
            return g_strdup_printf(_("“%s” has the camera. Lilt tries again by itself."),
                                   self->holder);
        return g_strdup(_("Another program has the camera. Lilt tries again by itself."));
    case LILT_CAMERA_GONE:
        if (self->name[0] != '\0') /* a camera's */
            return g_strdup_printf(
                _("“%s” was unplugged. Plug it in again and Lilt goes on by itself."), self->name);
        return g_strdup(
            _("The camera was unplugged. Plug it in again and Lilt goes on by itself."));
    case LILT_CAMERA_DENIED:
        return g_strdup(_("Ask whoever looks after this computer to let your account use the "
                          "camera."));
    case LILT_CAMERA_FAILED:
        if (self->kind == LILT_SOURCE_UNKNOWN)
            return g_strdup_printf(_("“%s” is no camera, photo, folder or video."), self->source);
        return g_strdup_printf(_("The camera failed: %s."), self->diag.text);
    case LILT_CAMERA_NO_MODEL:
        if (self->broken == LILT_E_FORMAT)
            return g_strdup(_("Model file damaged: Lilt cannot read faces. Pick a mood by hand."));
        return g_strdup_printf(_("Lilt cannot read faces: %s. Pick a mood by hand."),
                               self->diag.text);
    case LILT_CAMERA_CLOSED:
    case LILT_CAMERA_OPENING:
    case LILT_CAMERA_OPEN:
        if (watching_is_device(self) && self->rhythm_kind == LILT_RHYTHM_ALWAYS)
            return g_strdup(_("The camera stays open."));
        if (watching_is_device(self) && self->rhythm_kind == LILT_RHYTHM_ASKED)
            return g_strdup(_("Looks only when you ask."));
        return g_strdup("");
    default:
        return g_strdup("");
    }
}

void
lilt_watching_get_state(LiltWatching *self, LiltMoodView *view)
{
    const LiltCameraState state = state_now(self);
    g_autofree char *words = dup_words(self, state);

    view->camera = state;
    view->device_open = self->device_open;
    view->looking = self->looking;
    view->camera_share = share_open(self);
    g_strlcpy(view->camera_words, words, sizeof view->camera_words);
}
