/* watching.h - the bridge from the camera's threads to the main loop, and the keeper of consent:
 * the one place where a device is opened, by the rhythm of rhythm.h. Main thread only. */
#pragma once

#include "lilt/session.h"
#include "rhythm.h"
#include "settings.h"

typedef struct LiltWatching LiltWatching;

typedef struct {
    void (*state)(gpointer data); /* lilt_watching_get_state() is new */
    void (*reading)(const LiltReading *reading, gpointer data);
    void (*preview)(GBytes *rgb, int width_px, int height_px, gpointer data);
} LiltWatchingEvents;

/* What may be set. The usual ones hold until then. */
typedef struct {
    LiltSteadying steadying;
    LiltRhythmTimes times;
    float looks_per_s;
} LiltWatchingNumbers;

/* source: as --camera takes it. Nothing is opened before lilt_watching_start(). */
LiltWatching *lilt_watching_new(const char *source, const LiltWatchingEvents *events,
                                gpointer data);
void lilt_watching_start(LiltWatching *self);
void lilt_watching_free(LiltWatching *self); /* closes the camera; NULL is fine */

void lilt_watching_set_consent(LiltWatching *self, LiltConsent consent);
void lilt_watching_set_off(LiltWatching *self, gboolean off);
/* Nobody can be at the screen: a device stays closed. Back, there is a first look again. */
void lilt_watching_set_away(LiltWatching *self, gboolean away);
void lilt_watching_set_shown(LiltWatching *self, gboolean shown); /* previews come */
void lilt_watching_set_rhythm(LiltWatching *self, LiltRhythmKind rhythm);
void lilt_watching_set_numbers(LiltWatching *self, const LiltWatchingNumbers *numbers);
void lilt_watching_set_resting(LiltWatching *self, gboolean resting); /* open until it is not */
/* Another source, as --camera takes it; the one that is open is closed. */
void lilt_watching_set_source(LiltWatching *self, const char *source);
void lilt_watching_glance(LiltWatching *self);

/* What plays and how long it still will; ticket 0: nothing; left_us -1: not known, or paused. */
void lilt_watching_set_track(LiltWatching *self, guint64 ticket, gint64 left_us);

/* Fill the camera's part of the view: camera, device_open, camera_share, looking, camera_words;
 * these also say so when a device that works looks by another rhythm than before each song ends. */
void lilt_watching_get_state(LiltWatching *self, LiltMoodView *view);
