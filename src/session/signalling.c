/* The sources of the signals, as the settings have them: one that is off, or weighs nothing, is not
 * there at all, so that no file is open and nobody is asked. What they say goes into what is wanted
 * next, and is kept nowhere. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "numbers_file.h"
#include "session_private.h"
#include "signals.h"

/* Shifts that differ by less are the same; Next Up is not made anew for them. */
static const float WORTH_REFILLING = 0.1f;

struct LiltSignalling {
    LiltSignals now;
    LiltNumbersFile *numbers; /* NULL: off */
    char *path;               /* theirs */
    unsigned told;            /* a bit a LiltNumbersState */
    LiltIdle *idle;           /* NULL: off */
    LiltPoint used;           /* the shift that Next Up was made with last */
    gulong handler;           /* of the settings, while listening */
};

/* The switch of each; its weight is "<switch>-weight". */
static const char *const switches[LILT_N_SIGNALS] = {
    [LILT_SIGNAL_BODY] = "signal-body",         [LILT_SIGNAL_HOUR] = "signal-hour",
    [LILT_SIGNAL_ACTIVITY] = "signal-activity", [LILT_SIGNAL_PLACE] = "signal-place",
    [LILT_SIGNAL_WEATHER] = "signal-weather",
};

static float
weight_of(LiltSession *self, LiltSignal which)
{
    g_autofree char *key = g_strconcat(switches[which], "-weight", NULL);

    return g_settings_get_boolean(self->settings, switches[which])
               ? (float)g_settings_get_double(self->settings, key)
               : 0.0f;
}

float
lilt_session_get_hour_weight(LiltSession *self)
{
    return self->signalling->now.weight[LILT_SIGNAL_HOUR];
}

/* ---- what they say now ----------------------------------------------------------------------- */

static LiltShift
shift_now(LiltSession *self)
{
    LiltSignalling *signalling = self->signalling;
    LiltSignals *now = &signalling->now;

    now->body_known = FALSE;
    if (signalling->numbers != NULL) {
        const LiltBodyTrack *track = lilt_numbers_file_get_track(signalling->numbers);

        now->body_known = lilt_body_level(track, g_get_monotonic_time(), &now->body);
        now->skin = track->skin;
    }
    return lilt_signals_shift(now);
}

/* Something changed: Next Up follows when it counts. */
static void
follow(LiltSession *self)
{
    const LiltPoint shift = shift_now(self).shift, used = self->signalling->used;

    if (hypotf(shift.valence - used.valence, shift.arousal - used.arousal) >= WORTH_REFILLING)
        lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_SHIFTED});
}

gboolean
lilt_session_signal(LiltSession *self, LiltRequest *request)
{
    const LiltShift now = shift_now(self);

    self->signalling->used = now.shift;
    request->shift = now.shift;
    request->shift_words = now.words;
    return now.words != NULL;
}

/* ---- the sources ----------------------------------------------------------------------------- */

/* What is wrong with the file, said once. */
static void
tell_numbers(LiltSession *self)
{
    static const char *const sentences[] = {
        [LILT_NUMBERS_MISSING] = N_("“%s” is not there. Lilt waits for its numbers."),
        [LILT_NUMBERS_UNREAD] = N_("“%s” cannot be read."),
        [LILT_NUMBERS_NO_FILE] = N_("“%s” is neither a file nor a FIFO."),
        [LILT_NUMBERS_NO_NUMBER] = N_("“%s” has lines that are no numbers. They are passed over."),
    };
    LiltSignalling *signalling = self->signalling;
    const LiltNumbersState state = lilt_numbers_file_get_state(signalling->numbers);

    if (sentences[state] == NULL || (signalling->told & 1u << state) != 0)
        return;
    g_autofree char *name = g_filename_display_name(signalling->path);
    g_autofree char *sentence = g_strdup_printf(_(sentences[state]), name);

    signalling->told |= 1u << state;
    lilt_session_say(self, sentence);
}

static void
on_numbers(gpointer data)
{
    tell_numbers(data);
    follow(data);
}

static void
on_idle(double idle_s, gpointer data)
{
    LiltSession *self = data;

    self->signalling->now.activity_known = TRUE;
    self->signalling->now.idle_s = (float)idle_s;
    follow(self);
}

static void
leave_numbers(LiltSignalling *signalling)
{
    g_clear_pointer(&signalling->numbers, lilt_numbers_file_free);
    g_clear_pointer(&signalling->path, g_free);
    signalling->told = 0;
}

static void
leave_idle(LiltSignalling *signalling)
{
    g_clear_pointer(&signalling->idle, lilt_idle_free);
    signalling->now.activity_known = FALSE;
}

static void
attend_numbers(LiltSession *self)
{
    LiltSignalling *signalling = self->signalling;
    g_autofree char *path = g_settings_get_string(self->settings, "signal-body-file");
    const gboolean on = signalling->now.weight[LILT_SIGNAL_BODY] > 0.0f && *path != '\0';

    if (on && g_strcmp0(path, signalling->path) == 0)
        return;
    leave_numbers(signalling);
    if (!on)
        return;
    signalling->path = g_steal_pointer(&path);
    signalling->numbers = lilt_numbers_file_new(signalling->path, on_numbers, self);
}

static void
attend_idle(LiltSession *self)
{
    LiltSignalling *signalling = self->signalling;
    const gboolean on = signalling->now.weight[LILT_SIGNAL_ACTIVITY] > 0.0f;

    if (on == (signalling->idle != NULL))
        return;
    if (on)
        signalling->idle = lilt_idle_new(on_idle, self);
    else
        leave_idle(signalling);
}

/* ---- the settings ---------------------------------------------------------------------------- */

static void
read_settings(LiltSession *self)
{
    LiltSignals *now = &self->signalling->now;

    for (int which = 0; which < LILT_N_SIGNALS; which++)
        now->weight[which] = weight_of(self, (LiltSignal)which);
    now->calms = g_settings_get_boolean(self->settings, "signal-body-calms");
    now->place = (LiltPlace)g_settings_get_enum(self->settings, "place");
    now->weather = (LiltWeather)g_settings_get_enum(self->settings, "weather");
}

/* The listener's playlists know of the hour only. */
static void
on_setting(GSettings *settings, const char *key, gpointer data)
{
    LiltSession *self = data;

    if (!g_str_has_prefix(key, "signal-") && !g_str_equal(key, "place") &&
        !g_str_equal(key, "weather"))
        return;
    if ((g_str_equal(key, "place") || g_str_equal(key, "weather")) &&
        g_settings_get_enum(settings, key) != 0) {
        g_autofree char *own_switch = g_strconcat("signal-", key, NULL);

        g_settings_set_boolean(settings, own_switch, TRUE); /* who says it wants it to count */
    }
    read_settings(self);
    attend_numbers(self);
    attend_idle(self);
    if (g_str_has_prefix(key, "signal-hour"))
        lilt_session_refresh_soon(self);
    follow(self);
}

void
lilt_session_begin_signals(LiltSession *self)
{
    static const char *const settings[] = {
        "signal-body",
        "signal-body-weight",
        "signal-body-file",
        "signal-body-calms",
        "signal-hour",
        "signal-hour-weight",
        "signal-activity",
        "signal-activity-weight",
        "signal-place",
        "signal-place-weight",
        "place",
        "signal-weather",
        "signal-weather-weight",
        "weather",
    };

    self->signalling = g_new0(LiltSignalling, 1);
    read_settings(self);
    lilt_session_add_settings(self, settings, G_N_ELEMENTS(settings));
}

/* From now on, when the session is started. */
void
lilt_session_start_signals(LiltSession *self)
{
    attend_numbers(self);
    attend_idle(self);
    self->signalling->handler = g_signal_connect(self->settings, "changed", G_CALLBACK(on_setting),
                                                 self);
}

void
lilt_session_end_signals(LiltSession *self)
{
    g_clear_signal_handler(&self->signalling->handler, self->settings);
    leave_numbers(self->signalling);
    leave_idle(self->signalling);
}

void
lilt_session_forget_signals(LiltSession *self)
{
    g_clear_pointer(&self->signalling, g_free);
}

void
lilt_session_touch(LiltSession *self)
{
    g_return_if_fail(LILT_IS_SESSION(self));
    if (self->signalling->idle != NULL)
        lilt_idle_touch(self->signalling->idle);
}
