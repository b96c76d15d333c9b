/* LiltWatcher's threads call wake(), which readies a GSource; all else happens on the main thread.
 * A camera that fails, or whose lens is covered, is closed and tried again every few seconds; what
 * it said last is shown until a picture with something to see comes, so that trying does not
 * flicker. */
#include "watching.h"

#include <glib/gi18n-lib.h>

enum {
    RETRY_US = 5 * G_USEC_PER_SEC,
    COVERED_US = G_USEC_PER_SEC, /* nothing to see for so long: the lens seems covered */
};

struct LiltWatching {
    char *source;
    LiltSourceKind kind;
    LiltWatchingEvents events;
    gpointer data;
    GSource *woken;       /* readied by the emotion thread */
    GSource *timer;       /* readied for the rhythm and for the next try */
    LiltWatcher *watcher; /* NULL until first needed */
    LiltStatus broken;    /* why there can be no watcher: no model, no cascade */
    LiltStatus failure;   /* why the source failed; LILT_OK again once a picture comes */
    LiltDiag diag;        /* about `broken` or `failure` */
    gint64 retry_us;      /* when to try a failed device again; 0 = no failure is waited out */
    gboolean started;
    LiltConsent consent;
    gboolean off, shown;
    gboolean no_camera; /* none is plugged in, as /sys knows without opening any */
    gboolean open;      /* the watcher was told to watch */
    gboolean pictures;  /* and has given some */
    gboolean device_open, looking;
    gint64 begun_us;  /* the clock when watching began, or 0 */
    gint64 since_us;  /* and since when the device is open; meant while it is */
    gint64 open_us;   /* how long it was open before that */
    gboolean covered; /* the lens seemed so, and no picture has shown otherwise */
    gint64 blank_us;  /* since when this look's pictures show nothing; 0 = they do */
    gboolean asked;
    LiltMood mood; /* of this look's last reading; unknown while closed */
    LiltRhythmKind rhythm_kind;
    LiltRhythm rhythm;
    guint64 track;
    gint64 track_end_us; /* -1 not known, or paused */
};

/* ---- opening and closing -------------------------------------------------------------------- */

static gboolean
is_device(const LiltWatching *self)
{
    return self->kind == LILT_SOURCE_DEVICE;
}

static gboolean
may_open(const LiltWatching *self)
{
    if (!self->started || self->off || self->kind == LILT_SOURCE_NONE ||
        self->kind == LILT_SOURCE_UNKNOWN || self->broken != LILT_OK)
        return FALSE;
    return !is_device(self) || self->consent == LILT_CONSENT_YES;
}

/* On the emotion thread. */
static void
wake(void *data)
{
    g_source_set_ready_time(((LiltWatching *)data)->woken, 0);
}

static void
fail(LiltWatching *self, LiltStatus failure)
{
    self->failure = failure;
    self->retry_us = is_device(self) ? g_get_monotonic_time() + RETRY_US : 0;
}

static gboolean
have_watcher(LiltWatching *self)
{
    const LiltWatcherOptions options = {.wake = wake, .data = self};

    if (self->watcher == NULL)
        self->broken = lilt_watcher_new(&options, &self->diag, &self->watcher);
    return self->broken == LILT_OK;
}

static void
set_device_open(LiltWatching *self, gboolean open)
{
    const gint64 now = g_get_monotonic_time();

    if (open == self->device_open)
        return;
    if (open)
        self->since_us = now;
    else
        self->open_us += now - self->since_us;
    self->device_open = open;
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

static void
open_source(LiltWatching *self)
{
    if (self->no_camera) { /* the network need not be loaded */
        fail(self, LILT_E_ABSENT);
        return;
    }
    if (!have_watcher(self))
        return;
    self->pictures = FALSE;
    self->blank_us = 0;
    lilt_watcher_set_preview(self->watcher, self->shown);
    const LiltStatus status = lilt_watcher_open(self->watcher, self->source);

    if (status != LILT_OK)
        fail(self, status);
    self->open = status == LILT_OK;
}

static void
close_source(LiltWatching *self)
{
    if (!self->open)
        return;
    bool device_open = false;

    lilt_watcher_close(self->watcher);
    lilt_watcher_status(self->watcher, NULL, &device_open); /* a stuck driver may still hold it */
    set_device_open(self, device_open);
    self->open = self->pictures = FALSE;
    self->mood.label = LILT_EMOTION_UNKNOWN;
}

/* ---- the rhythm ----------------------------------------------------------------------------- */

static LiltRhythmFacts
facts_now(LiltWatching *self)
{
    const gint64 now = g_get_monotonic_time();

    return (LiltRhythmFacts){
        .kind = self->rhythm_kind,
        .now_us = now,
        .is_file = !is_device(self),
        .allowed = may_open(self),
        .shown = self->shown,
        .mood_known = self->mood.label != LILT_EMOTION_UNKNOWN,
        .asked = self->asked,
        .track = self->track,
        .track_left_us = self->track_end_us >= 0 ? MAX(self->track_end_us - now, 0) : -1,
    };
}

/* Bring the source into the state that the rhythm asks for, and set the alarm for the next time. */
static void
keep_rhythm(LiltWatching *self)
{
    LiltCameraInfo first;
    const LiltRhythmFacts facts = facts_now(self);
    const LiltRhythmAnswer answer = lilt_rhythm_step(&self->rhythm, &facts);
    const gboolean failed = self->failure != LILT_OK || self->covered;
    const gboolean waits = failed && (self->retry_us == 0 || self->retry_us > facts.now_us);
    gint64 again = answer.again_us > 0 ? answer.again_us : -1;

    self->asked = FALSE;
    self->no_camera = g_str_equal(self->source, "auto") && lilt_camera_list(&first, 1) == 0;
    if (!answer.open)
        close_source(self);
    else if (!self->open && !waits)
        open_source(self);
    if (answer.open && !self->open && failed && self->retry_us > 0)
        again = again > 0 ? MIN(again, self->retry_us) : self->retry_us;
    self->looking = answer.looking && self->open;
    g_source_set_ready_time(self->timer, again);
    self->events.state(self->data);
}

static gboolean
on_timer(gpointer data)
{
    LiltWatching *self = data;

    g_source_set_ready_time(self->timer, -1);
    keep_rhythm(self);
    return G_SOURCE_CONTINUE;
}

/* ---- what the watcher brings ---------------------------------------------------------------- */

/* Whether a device has shown nothing for long enough; the first pictures of a look may be black. */
static gboolean
is_covered(LiltWatching *self, unsigned hints)
{
    const gint64 now = g_get_monotonic_time();

    if (!is_device(self) || (hints & LILT_HINT_COVERED) == 0) {
        self->blank_us = 0;
        self->covered = FALSE;
        return FALSE;
    }
    if (self->blank_us == 0)
        self->blank_us = now;
    return now - self->blank_us >= COVERED_US;
}

static void
take_reading(LiltWatching *self)
{
    LiltReading reading;

    if (!lilt_watcher_take(self->watcher, &reading))
        return;
    const gboolean found = self->mood.label == LILT_EMOTION_UNKNOWN &&
                           reading.mood.label != LILT_EMOTION_UNKNOWN;

    self->pictures = TRUE;
    self->failure = LILT_OK;
    self->mood = reading.mood;
    self->events.reading(&reading, self->data);
    if (is_covered(self, reading.hints)) {
        self->covered = TRUE;
        self->retry_us = g_get_monotonic_time() + RETRY_US;
        close_source(self);
        keep_rhythm(self);
    } else if (found) {
        keep_rhythm(self);
    }
}

static void
take_preview(LiltWatching *self)
{
    uint8_t *rgb = NULL;
    int width = 0, height = 0;

    if (!self->shown || !lilt_watcher_take_preview(self->watcher, &rgb, &width, &height))
        return;
    g_autoptr(GBytes) bytes = g_bytes_new_with_free_func(rgb, (gsize)width * (gsize)height * 3,
                                                         (GDestroyNotify)lilt_preview_free, rgb);

    self->events.preview(bytes, width, height, self->data);
}

static gboolean
on_woken(gpointer data)
{
    LiltWatching *self = data;
    const gboolean was_open = self->device_open, had_pictures = self->pictures;
    const gboolean was_covered = self->covered;
    bool device_open = false;

    g_source_set_ready_time(self->woken, -1);
    if (!self->open)
        return G_SOURCE_CONTINUE;
    const LiltStatus status = lilt_watcher_status(self->watcher, &self->diag, &device_open);

    set_device_open(self, device_open);
    if (status != LILT_OK) {
        fail(self, status);
        close_source(self);
        keep_rhythm(self);
        return G_SOURCE_CONTINUE;
    }
    take_reading(self);
    take_preview(self);
    if (was_open != self->device_open || had_pictures != self->pictures ||
        was_covered != self->covered)
        self->events.state(self->data);
    return G_SOURCE_CONTINUE;
}

/* ---- what is told --------------------------------------------------------------------------- */

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
    if (is_device(self) && self->consent == LILT_CONSENT_NO)
        return LILT_CAMERA_NOT_ALLOWED;
    if (self->no_camera)
        return LILT_CAMERA_NONE;
    if (is_device(self) && self->consent == LILT_CONSENT_ASK)
        return LILT_CAMERA_NOT_ASKED;
    if (self->broken != LILT_OK)
        return LILT_CAMERA_NO_MODEL;
    if (self->failure != LILT_OK)
        return is_device(self) ? state_of_failure(self->failure) : LILT_CAMERA_FAILED;
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
        return g_strdup(_("Another program has the camera. Lilt tries again by itself."));
    case LILT_CAMERA_GONE:
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
        if (is_device(self) && self->rhythm_kind == LILT_RHYTHM_ALWAYS)
            return g_strdup(_("The camera stays open."));
        if (is_device(self) && self->rhythm_kind == LILT_RHYTHM_ASKED)
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

/* ---- what is asked -------------------------------------------------------------------------- */

/* What went wrong before does not count for what is asked now. */
static void
forget_trouble(LiltWatching *self)
{
    self->failure = LILT_OK;
    self->covered = FALSE;
}

void
lilt_watching_set_consent(LiltWatching *self, LiltConsent consent)
{
    self->consent = consent;
    forget_trouble(self);
    keep_rhythm(self);
}

void
lilt_watching_set_off(LiltWatching *self, gboolean off)
{
    self->off = off;
    forget_trouble(self);
    keep_rhythm(self);
}

void
lilt_watching_set_shown(LiltWatching *self, gboolean shown)
{
    self->shown = shown;
    if (self->watcher != NULL)
        lilt_watcher_set_preview(self->watcher, shown);
    keep_rhythm(self);
}

void
lilt_watching_set_rhythm(LiltWatching *self, LiltRhythmKind rhythm)
{
    self->rhythm_kind = rhythm;
    keep_rhythm(self);
}

void
lilt_watching_set_source(LiltWatching *self, const char *source)
{
    close_source(self);
    g_free(self->source);
    self->source = g_strdup(source);
    self->kind = lilt_camera_source_kind(source);
    forget_trouble(self);
    self->rhythm = (LiltRhythm){0}; /* another camera has a first look of its own */
    keep_rhythm(self);
}

void
lilt_watching_glance(LiltWatching *self)
{
    self->asked = TRUE;
    forget_trouble(self);
    keep_rhythm(self);
}

void
lilt_watching_set_track(LiltWatching *self, guint64 ticket, gint64 left_us)
{
    self->track = ticket;
    self->track_end_us = left_us >= 0 ? g_get_monotonic_time() + left_us : -1;
    keep_rhythm(self);
}

void
lilt_watching_start(LiltWatching *self)
{
    self->started = TRUE;
    self->begun_us = g_get_monotonic_time();
    keep_rhythm(self);
}

/* ---- beginning and end ---------------------------------------------------------------------- */

/* A source that is dispatched when its ready time comes, and stays. */
static gboolean
dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
    (void)source;
    return callback(data);
}

static GSource *
alarm_new(GSourceFunc callback, gpointer data, const char *name)
{
    static GSourceFuncs functions = {.dispatch = dispatch};
    GSource *source = g_source_new(&functions, sizeof *source);

    g_source_set_static_name(source, name);
    g_source_set_callback(source, callback, data, NULL);
    g_source_attach(source, NULL);
    return source;
}

LiltWatching *
lilt_watching_new(const char *source, const LiltWatchingEvents *events, gpointer data)
{
    LiltWatching *self = g_new0(LiltWatching, 1);

    self->source = g_strdup(source);
    self->kind = lilt_camera_source_kind(source);
    self->events = *events;
    self->data = data;
    self->mood.label = LILT_EMOTION_UNKNOWN;
    self->track_end_us = -1;
    self->woken = alarm_new(on_woken, self, "lilt-readings");
    self->timer = alarm_new(on_timer, self, "lilt-rhythm");
    return self;
}

void
lilt_watching_free(LiltWatching *self)
{
    if (self == NULL)
        return;
    lilt_watcher_free(self->watcher); /* first: its thread readies `woken` */
    g_source_destroy(self->woken);
    g_source_unref(self->woken);
    g_source_destroy(self->timer);
    g_source_unref(self->timer);
    g_free(self->source);
    g_free(self);
}
