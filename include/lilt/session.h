/* session.h - the controller: what plays, why, and what the camera may do. The only place that sees
 * both the camera side and the memory side. GLib; main thread only.
 *
 * The window (ui) reads state here and gives commands by activating the actions of
 * lilt_session_get_actions(); app puts these into the application, so their full names begin with
 * "app.". Row types (LiltSong) and readings come with this door; ui gets no library and no camera.
 */
#pragma once

#include <gio/gio.h>

#include "lilt/base.h"
#include "lilt/emotion.h"
#include "lilt/library.h"
#include "lilt/recommend.h"

G_BEGIN_DECLS

/* ---- Next Up -------------------------------------------------------------------------------- */

/* A place in the queue. Immutable. Properties: song, yours, reasons (GStrv, at most three). */
#define LILT_TYPE_QUEUE_ITEM (lilt_queue_item_get_type())
G_DECLARE_FINAL_TYPE(LiltQueueItem, lilt_queue_item, LILT, QUEUE_ITEM, GObject)

LiltSong *lilt_queue_item_get_song(LiltQueueItem *self);             /* lent */
gboolean lilt_queue_item_get_yours(LiltQueueItem *self);             /* put there by hand */
const char *const *lilt_queue_item_get_reasons(LiltQueueItem *self); /* NULL-terminated, lent */

/* ---- mood ----------------------------------------------------------------------------------- */

typedef enum {
    LILT_FROM_NOTHING, /* no mood known yet */
    LILT_FROM_CAMERA,
    LILT_FROM_HAND, /* chosen; wins until released */
    LILT_FROM_HELD, /* policy hold */
} LiltMoodSource;

typedef enum {
    LILT_CAMERA_OFF,         /* switched off */
    LILT_CAMERA_NOT_ALLOWED, /* consent not given */
    LILT_CAMERA_NOT_ASKED,   /* consent neither given nor refused yet */
    LILT_CAMERA_NONE,        /* no camera found, or --camera none */
    LILT_CAMERA_CLOSED,      /* on, between glances */
    LILT_CAMERA_OPENING,
    LILT_CAMERA_OPEN,
    LILT_CAMERA_BUSY,     /* another program has it */
    LILT_CAMERA_GONE,     /* unplugged */
    LILT_CAMERA_DENIED,   /* this account may not open it */
    LILT_CAMERA_FAILED,   /* anything else: broken file, error while reading */
    LILT_CAMERA_NO_MODEL, /* the network's file is missing or damaged: Lilt cannot read faces */
} LiltCameraState;

/* What the mood button says. */
typedef struct {
    LiltMood mood; /* the one in force: a chosen one, else the camera's */
    LiltMoodSource source;
    gint64 since_us; /* g_get_monotonic_time() when it came into force; 0 = never */
    LiltPolicy policy;
    LiltCameraState camera;
    gboolean device_open;   /* a camera device is held open right now: the sign in the header */
    gboolean looking;       /* a first look or a glance is going on */
    guint n_faces;          /* at the last look */
    unsigned hints;         /* LiltHint bits of the last look */
    char camera_words[256]; /* the sentence about `camera` when it is not as wished, else "" */
} LiltMoodView;

/* ---- the session ---------------------------------------------------------------------------- */

/* Properties (all notify, read-only):
 *   song        LiltSong   what plays or is paused, or NULL
 *   playing     gboolean
 *   duration-us gint64     of the song, from the player once known
 *   volume      double     0..1, perceptual
 *   muted       gboolean
 *   scanning    gboolean
 *   needs-music gboolean   no folder chosen yet and no track known: show the first start
 * Signals:
 *   mood-changed ()                             lilt_session_get_mood() is new
 *   reading ()                                  lilt_session_get_reading() is new
 *   preview (GBytes *rgb, int width, int height)  only while the show-camera action is on
 *   scan-progress (uint n_done, uint n_found)
 *   message (string)                            one plain sentence for a toast
 *   undoable (string)                           the same, for something that "undo" takes back */
#define LILT_TYPE_SESSION (lilt_session_get_type())
G_DECLARE_FINAL_TYPE(LiltSession, lilt_session, LILT, SESSION, GObject)

/* library: a reference is taken. camera: the SOURCE of --camera, or NULL for "auto".
 * Always succeeds: no sound server, no model, no camera are states that it tells. */
LiltSession *lilt_session_new(LiltLibrary *library, const char *camera);

/* Begin: first look (if allowed), restore the queue. Call once, when the window stands. */
void lilt_session_start(LiltSession *self);

/* Stop the music, close the camera, save the queue. Every join has a deadline. */
void lilt_session_stop(LiltSession *self);

/* Commands. All are stateless unless a state is named; parameters in GVariant types. A state b
 * without a parameter toggles when it is activated; any state can be set by changing it.
 *   play-pause  next  previous  glance  clear-queue  rescan
 *   seek (x: us)              volume (d: state, 0..1)     mute (state b)
 *   mood (s: state, "automatic" or an emotion's label)    policy (s: state, a policy's label)
 *   camera-allow (state b: consent; stored)               camera-off (state b; stored)
 *   show-camera (state b: the card is unfolded, previews come)
 *   love (state b: of the current song)
 *   play-song (x: song id)    play-next (x)               enqueue (x)
 *   play-queued (u: place in Next Up)                     dequeue (u)
 *   play-playlist (s: an emotion's label)                 add-folder (s: path)
 *   undo (the last thing that was told as undoable)
 * Enabled is what would do something now. Lent. */
GActionGroup *lilt_session_get_actions(LiltSession *self);

LiltSong *lilt_session_get_song(LiltSession *self); /* lent, or NULL */
/* Why this song; NULL-terminated, lent until the next song. */
const char *const *lilt_session_get_reasons(LiltSession *self);
gboolean lilt_session_get_playing(LiltSession *self);
gint64 lilt_session_get_position_us(LiltSession *self); /* ask as often as it is shown */
gint64 lilt_session_get_duration_us(LiltSession *self);

GListModel *lilt_session_get_next_up(LiltSession *self); /* of LiltQueueItem; lent */
GListModel *lilt_session_get_songs(LiltSession *self);   /* of LiltSong; lent */
GListModel *lilt_session_search(LiltSession *self,
                                const char *text); /* of LiltSong; the caller owns it */
GListModel *lilt_session_get_playlist(LiltSession *self,
                                      LiltEmotion emotion); /* of LiltSong; lent */

const LiltMoodView *lilt_session_get_mood(LiltSession *self); /* lent until mood-changed */
const LiltReading *
lilt_session_get_reading(LiltSession *self); /* the last one, lent until reading; or NULL */

/* The music folders chosen, NULL-terminated; g_strfreev(). */
char **lilt_session_dup_folders(LiltSession *self);

/* Play files named on the command line or dropped on the window; those not in the library are read
 * first. */
void lilt_session_play_files(LiltSession *self, const char *const *paths);

G_END_DECLS
