/* Songs that were listed are listened to, while nothing else is to be read; and all reading can be
 * paused. */
#include "session_private.h"

static void
set_hearing(LiltSession *self, gboolean hearing)
{
    if (self->hearing == hearing)
        return;
    self->hearing = hearing;
    lilt_session_notify(self, LILT_PROP_HEARING);
}

static void
on_heard(GObject *library, GAsyncResult *answer, gpointer data)
{
    g_autoptr(LiltSession) self = data;
    g_autoptr(GError) error = NULL;
    LiltScanResult result = {0};
    gboolean broken_off = FALSE;

    g_clear_object(&self->break_off);
    if (lilt_library_scan_finish(LILT_LIBRARY(library), answer, &result, &error)) {
        if (result.n_failed > 0)
            lilt_session_say_unread(self, result.n_failed);
        g_strfreev(result.failed);
    } else {
        broken_off = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        if (!broken_off && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED))
            lilt_session_say(self, error->message);
    }
    if (!broken_off || !self->reading_paused)
        set_hearing(self, FALSE);
    if (broken_off || self->scans.length > 0)
        lilt_session_read_on(self);
}

void
lilt_session_hear(LiltSession *self)
{
    self->break_off = g_cancellable_new();
    set_hearing(self, TRUE);
    lilt_library_hear_async(self->library, self->break_off, on_heard, g_object_ref(self));
}

/* What is being read or heard is broken off, and begun again where it was. */
static void
change_pause(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;

    g_simple_action_set_state(action, value);
    self->reading_paused = g_variant_get_boolean(value);
    if (self->reading_paused && self->break_off != NULL)
        g_cancellable_cancel(self->break_off);
    else if (!self->reading_paused)
        lilt_session_read_on(self);
}

void
lilt_session_add_reading(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"pause-reading", NULL, NULL, "false", change_pause, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
}
