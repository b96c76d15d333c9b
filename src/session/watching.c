/* LiltWatcher's threads call wake(), which readies a GSource; all else happens on the main thread.
 * A camera that fails, or whose lens is covered, is closed and tried again, later each time; what
 * it said last is shown until a picture with something to see comes, so that trying does not
 * flicker. */
#include "watching_private.h"

enum {
    DRIVER_US = G_USEC_PER_SEC / 5, /* how often a driver is looked at that opens or closes */
    RETRY_US = 2 * G_USEC_PER_SEC,  /* at first, and always where nothing would be opened */
    RETRY_AT_MOST_US = 30 * G_USEC_PER_SEC, /* each time twice as late, up to this */
    COVERED_US = G_USEC_PER_SEC,            /* nothing to see for so long: the lens seems covered */
};

/* ---- opening and closing -------------------------------------------------------------------- */

static gboolean
may_open(const LiltWatching *self)
{
    if (!self->started || self->off || self->kind == LILT_SOURCE_NONE ||
        self->kind == LILT_SOURCE_UNKNOWN || self->broken != LILT_OK)
        return FALSE;
    return !watching_is_device(self) || (self->consent == LILT_CONSENT_YES && !self->away);
}

/* On the emotion thread. */
static void
wake(void *data)
{
    g_source_set_ready_time(((LiltWatching *)data)->woken, 0);
}

/* Try again a little later than the last time: each try opens the device, and its lamp shines. */
static void
wait_to_retry(LiltWatching *self)
{
    self->pause_us = CLAMP(2 * self->pause_us, RETRY_US, RETRY_AT_MOST_US);
    self->retry_us = g_get_monotonic_time() + self->pause_us;
}

/* Who has the device; a program may call itself whatever it likes. */
static void
find_holder(LiltWatching *self)
{
    char name[16];

    self->holder[0] = '\0';
    if (!lilt_camera_holder(self->source, name, sizeof name))
        return;
    g_autofree char *valid = g_utf8_make_valid(name, -1);

    g_strlcpy(self->holder, valid, sizeof self->holder);
}

/* What is asked of the system about the camera, without opening it. */
static void
look_up(LiltWatching *self)
{
    LiltCameraInfo info;
    const gboolean found = watching_is_device(self) && lilt_camera_resolve(self->source, &info);

    self->no_camera = watching_is_device(self) && self->source[0] != '/' && !found;
    if (!found || self->failure == LILT_E_GONE) /* another one may be found then */
        return;
    g_autofree char *valid = g_utf8_make_valid(info.name, -1);

    g_strlcpy(self->name, valid, sizeof self->name);
}

/* A camera that was unplugged is not there at the next try either, which is no news. */
static void
fail(LiltWatching *self, LiltStatus failure)
{
    if (failure != LILT_E_ABSENT || self->failure != LILT_E_GONE)
        self->failure = failure;
    if (!watching_is_device(self)) {
        self->retry_us = 0;
        return;
    }
    if (failure == LILT_E_GONE || failure == LILT_E_ABSENT)
        self->pause_us = 0;
    if (failure == LILT_E_BUSY)
        find_holder(self);
    wait_to_retry(self);
}

static gboolean
have_watcher(LiltWatching *self)
{
    const LiltWatcherOptions options = {
        .looks_per_s = self->numbers.looks_per_s, .wake = wake, .data = self};

    if (self->watcher != NULL)
        return TRUE;
    self->broken = lilt_watcher_new(&options, &self->diag, &self->watcher);
    if (self->broken == LILT_OK)
        lilt_watcher_set_steadying(self->watcher, &self->numbers.steadying);
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
        .times = self->numbers.times,
        .now_us = now,
        .is_file = !watching_is_device(self),
        .allowed = may_open(self),
        .shown = self->shown || self->resting,
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
    const LiltRhythmFacts facts = facts_now(self);
    const LiltRhythmAnswer answer = lilt_rhythm_step(&self->rhythm, &facts);
    const gboolean failed = self->failure != LILT_OK || self->covered;
    const gboolean waits = failed && (self->retry_us == 0 || self->retry_us > facts.now_us);
    gint64 again = answer.again_us > 0 ? answer.again_us : -1;

    self->asked = FALSE;
    look_up(self);
    if (!answer.open)
        close_source(self);
    else if (!self->open && !waits)
        open_source(self);
    if (answer.open && !self->open && failed && self->retry_us > 0)
        again = again > 0 ? MIN(again, self->retry_us) : self->retry_us;
    if (watching_is_device(self)) {
        set_device_open(self, lilt_camera_n_open_devices() > 0);
        if (self->device_open != self->open)
            again = again > 0 ? MIN(again, facts.now_us + DRIVER_US) : facts.now_us + DRIVER_US;
    }
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

    if (!watching_is_device(self) || (hints & LILT_HINT_COVERED) == 0) {
        self->blank_us = self->pause_us = 0;
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
        wait_to_retry(self);
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

/* ---- what is asked -------------------------------------------------------------------------- */

/* What went wrong before does not count for what is asked now. */
static void
forget_trouble(LiltWatching *self)
{
    self->failure = LILT_OK;
    self->covered = FALSE;
    self->pause_us = 0;
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
lilt_watching_set_away(LiltWatching *self, gboolean away)
{
    self->away = away;
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
lilt_watching_set_numbers(LiltWatching *self, const LiltWatchingNumbers *numbers)
{
    self->numbers = *numbers;
    if (self->watcher != NULL) {
        lilt_watcher_set_steadying(self->watcher, &numbers->steadying);
        lilt_watcher_set_looks(self->watcher, numbers->looks_per_s);
    }
    keep_rhythm(self);
}

void
lilt_watching_set_resting(LiltWatching *self, gboolean resting)
{
    self->resting = resting;
    keep_rhythm(self);
}

void
lilt_watching_set_source(LiltWatching *self, const char *source)
{
    close_source(self);
    g_free(self->source);
    self->source = g_strdup(source);
    self->kind = lilt_camera_source_kind(source);
    self->name[0] = '\0';
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
    self->numbers = (LiltWatchingNumbers){
        .steadying = lilt_steadying_usual(), .times = lilt_rhythm_times_usual(), .looks_per_s = 4};
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
