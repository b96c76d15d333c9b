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
#include "lilt/player.h"
#include "lilt/recommend.h"

G_BEGIN_DECLS

/* ---- Next Up -------------------------------------------------------------------------------- */

enum { LILT_MAX_REASONS = 3 };

/* Why a song was chosen, as the recommender worked it out. A plain value. */
typedef struct {
    LiltReason reasons[LILT_MAX_REASONS]; /* strongest first */
    guint n_reasons;
    float parts[LILT_N_PARTS]; /* they add up to `score` */
    float score;
    guint place, n_songs; /* the place in the list it was put into, from 1; it was chosen among */
} LiltWhy;

/* A place in the queue. Immutable. Properties: song, yours. */
#define LILT_TYPE_QUEUE_ITEM (lilt_queue_item_get_type())
G_DECLARE_FINAL_TYPE(LiltQueueItem, lilt_queue_item, LILT, QUEUE_ITEM, GObject)

LiltSong *lilt_queue_item_get_song(LiltQueueItem *self);     /* lent */
gboolean lilt_queue_item_get_yours(LiltQueueItem *self);     /* put there by hand */
const LiltWhy *lilt_queue_item_get_why(LiltQueueItem *self); /* lent; NULL: not known */

/* ---- mood ----------------------------------------------------------------------------------- */

/* A mood between the seven that a hand can choose, and a path can lead to: a point in the plane. */
typedef struct {
    const char *label; /* "calm"; static */
    LiltPoint point;
    enum {
        LILT_PRESET_NONE,
        LILT_PRESET_WORKOUT, /* the tempo stays steady too; no goal of a path */
        LILT_PRESET_UNWIND,  /* is reached in steps; no goal of another path */
    } preset;
} LiltBlend;

enum { LILT_N_BLENDS = 7, LILT_N_PRESETS = 2 };
extern const LiltBlend lilt_blends[LILT_N_BLENDS]; /* in the order of the menu; no presets */
extern const LiltBlend lilt_presets[LILT_N_PRESETS];
const LiltBlend *lilt_blend_from_label(const char *label); /* static, or NULL */

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
    LILT_CAMERA_COVERED,  /* open, it showed nothing at all: closed again for a while */
    LILT_CAMERA_FROZEN,   /* open, it gave no more pictures: likewise */
    LILT_CAMERA_DENIED,   /* this account may not open it */
    LILT_CAMERA_FAILED,   /* anything else: broken file, error while reading */
    LILT_CAMERA_NO_MODEL, /* the network's file is missing or damaged: Lilt cannot read faces */
} LiltCameraState;

/* What the mood button says. */
typedef struct {
    LiltMood mood; /* the one in force: a chosen one, else the camera's */
    LiltMoodSource source;
    const LiltBlend *blend;          /* the chosen blend, or NULL */
    gint64 since_us;                 /* g_get_monotonic_time() when it came into force; 0 = never */
    gint64 until_us;                 /* the same clock: when a choice ends; 0 = not by the clock */
    gboolean for_a_song;             /* the choice ends with a song */
    LiltPolicy policy;               /* path too when the choice leads */
    LiltPoint goal;                  /* where a path leads, */
    const char *goal_label;          /* the label of that emotion or blend; static */
    guint path_left;                 /* and how many songs are left until there; 0 = there */
    guint scene_step, n_scene_steps; /* of the scene list, from 1; 0: it does not play */
    guint scene_left_s;              /* of that step */
    gboolean ask_lift;               /* "lift it?" is to be asked now, see answer-lift */
    LiltCameraState camera;
    gboolean device_open;   /* a camera device is held open right now: the sign in the header */
    double camera_share;    /* of the time since Lilt was started, in which one was; 0..1 */
    gboolean looking;       /* a first look or a glance is going on */
    guint n_faces;          /* at the last look */
    unsigned hints;         /* LiltHint bits of the last look */
    char camera_words[256]; /* the sentence about `camera` when it is not as wished, else "" */
} LiltMoodView;

/* ---- who listens ----------------------------------------------------------------------------- */

/* A member of the household, with a history, moods, corrections, playlists and settings of their
 * own. */
typedef struct {
    char *id; /* "": the first one */
    char *name;
} LiltProfile;

GPtrArray *lilt_profiles_dup(void);            /* of LiltProfile, the first one first */
char *lilt_profile_dup_current(void);          /* the id of who listens; g_free() */
char *lilt_profile_dup_name(const char *id);   /* the account's until it is renamed; g_free() */
char *lilt_profile_dup_folder(const char *id); /* where their data lie; g_free() */
char *lilt_profile_dup_language(void);         /* "de", "" as the system has it; g_free() */

/* FALSE: the schema of the settings is not installed, and the error says so. Then nothing of this
 * door may be used but this and lilt_profile_dup_language(), which knows of none. */
gboolean lilt_session_check(GError **error);

/* ---- the session ---------------------------------------------------------------------------- */

/* Properties (all notify, read-only):
 *   song        LiltSong   what plays or is paused, or NULL
 *   playing     gboolean
 *   duration-us gint64     of the song, from the player once known
 *   shape       GBytes     how loud the song is from begin to end, equal parts, 255 the loudest;
 *                          NULL: not known yet, or not to be known
 *   cover       string     path of the song's cover, a file that is there, or NULL; told once after
 *                          each song, which may be later when it has to be read again
 *   volume      double     0..1, perceptual
 *   muted       gboolean
 *   scanning    gboolean
 *   editing     gboolean   tags are written into files
 *   hearing     gboolean   songs that are listed are listened to, which takes longer
 *   needs-music gboolean   no folder chosen yet and no track known: show the first start
 * Signals:
 *   mood-changed ()                             lilt_session_get_mood() is new
 *   reading ()                                  lilt_session_get_reading() is new
 *   preview (GBytes *rgb, int width, int height)  only while the show-camera action is on
 *   scan-progress (uint n_done, uint n_found)
 *   edit-progress (uint n_done, uint n_all)     files whose tags are written
 *   message (string)                            one plain sentence for a toast
 *   undoable (string)                           the same, for something that "undo" takes back;
 *                                               "" when it was
 *   journal-changed ()                          the mood journal has other entries
 *   mood-map-changed ()                         lilt_session_get_mood_table() is another
 *   profiles-changed ()                         lilt_profiles_dup() is another
 *   start-again ()                              another listener or language: the program is to
 *                                               end and to start anew */
#define LILT_TYPE_SESSION (lilt_session_get_type())
G_DECLARE_FINAL_TYPE(LiltSession, lilt_session, LILT, SESSION, GObject)

/* library: a reference is taken. camera: the SOURCE of --camera, or NULL for "auto".
 * Always succeeds: no sound server, no model, no camera are states that it tells. */
LiltSession *lilt_session_new(LiltLibrary *library, const char *camera);

/* Begin: first look (if allowed), restore the queue. Call once, when the window stands. */
void lilt_session_start(LiltSession *self);

/* Stop the music, close the camera, save the queue. Every join has a deadline. */
void lilt_session_stop(LiltSession *self);

/* Whether the window can be seen, with its sign of the open camera: out of sight no camera is
 * opened, and one that is open is closed. In sight when the session is new. */
void lilt_session_set_in_sight(LiltSession *self, gboolean in_sight);

/* Somebody touched the window: where the desktop cannot tell, that says who is active. */
void lilt_session_touch(LiltSession *self);

/* Commands. All are stateless unless a state is named; parameters in GVariant types. A state b
 * without a parameter toggles when it is activated; any state can be set by changing it.
 *   play-pause  next  previous  glance  clear-queue  rescan
 *   seek (x: us)              volume (d: state, 0..1)     mute (state b)
 *   stop-after (state b: once this song has ended)
 *   sleep (i: state, seconds until the music fades out and pauses; 0: never)
 * Moods:
 *   mood (s: state, "automatic" or the label of an emotion, a blend or a preset)
 *   choice-lasts (s: state, "song", "half-hour" or "until-changed"; stored)
 *   policy (s: state, a policy's label; stored)
 *   goal (s: state, the label of an emotion or a blend; stored)
 *   set-scenes (a(su): labels as mood has them, minutes; stored)
 *   scenes (b: state, the scene list plays; a chosen mood ends it)
 *   correct (s: an emotion's label; what the camera read was wrong)
 *   answer-lift (s: "match" or "lift")
 * Camera:
 *   camera-allow (state b: consent; stored)               camera-off (state b; stored)
 *   show-camera (state b: the card is unfolded, previews come)
 * Songs, by their ids:
 *   play-song (x)             play-next (x)               enqueue (x)
 *   play-songs (axu: from which place on)                 shuffle-songs (ax)
 *   play-songs-next (ax)                                  enqueue-songs (ax)
 *   love (state b: of the current song)                   love-song (x: toggles)
 *   more-like-this (x)        not-now                     never (x)
 *   wrong-mood (xs: an emotion's label)
 *   play-playlist (s: an emotion's label)
 * Next Up, by places:
 *   play-queued (u)           dequeue (u)                 move-queued (uu: from, to)
 *   repeat (s: state, "none", "all" or "one"; stored)     repeat-next
 *   shuffle (state b; stored)
 *   undo (the last thing that was told as undoable)
 * Playlists made by hand:
 *   new-list (sax: name, song ids)                        rename-list (xs)   delete-list (x)
 *   add-to-list (xax: list, song ids)                     remove-from-list (xu: list, place)
 *   move-in-list (xuu: list, from, to)                    library-sort (s: state; stored)
 * Playlists by rule, which can be renamed and deleted as well:
 *   set-rule (xsbusa(sss): list or 0 for a new one, name, whether one condition is enough, how many
 *   songs or 0 for all, order, conditions: field, test, value; all by their labels)
 * Playlists of both kinds:
 *   export-list (xay: path of a file; its ending says whether M3U, PLS or XSPF)
 *   import-list (ay: path of such a file; the list is made by hand)
 * The moods' playlists, by an emotion's label; a change pins the list:
 *   pin-mood (sb: whether it is)          pinned-moods (as: state; stored)
 *   remove-from-mood (su: place)          move-in-mood (suu: from, to)
 *   add-to-mood (sax: song ids)           export-mood (say: path of a file)
 * Listening histories, by the path of a file:
 *   import-history (ay)       export-history (ay)
 * The mood map, by an emotion's label:
 *   set-mood-map (s(ddddas): valence, arousal, beats a minute, tonality, genres' labels; stored)
 *   reset-mood-map (s: as Lilt has it; "": of all moods)
 * The mood journal:
 *   journal (b: state, whether it is kept; stored)
 *   journal-days (i: state, after how many days an entry is forgotten, 0: never; stored)
 *   export-journal (ay: path of a CSV file when it ends so, else of a JSON file)
 *   erase-journal
 * Music:
 *   add-folder (s: path)      remove-folder (s: path)
 *   play-album (the little one that comes with Lilt: added as a folder)
 *   end-first-start (stored)
 *   pause-reading (b: state; scanning and hearing)        cancel-editing (what is not written yet)
 * From Preferences, stored:
 *   camera (s: state, a name or ""; not with --camera)
 *   camera-rhythm (s: state, glances, always, asked)      ask-lift-again
 *   replay-gain (s: state, off, track, album)
 *   signal-body, -hour, -activity, -place, -weather (state b), and signal-body-weight .. (state d,
 *   0..2): what counts besides the mood; signal-body-file (s: state, a path)
 *   signal-body-calms (state b: a high pulse asks for calm music)
 *   background (state b: play on when the window is closed)
 *   tell-songs (state b: by the desktop's notifications)
 *   output (s: state, the name of one of lilt_session_dup_outputs(), or "")
 *   profile (s: state, the id of who listens)             add-profile (s: name)
 *   rename-profile (ss: id, name)         remove-profile (s: not the first nor who listens)
 *   language (s: state, "de", or "" as the system has it)
 *   erase-listening (plays and favourites)                erase-corrections
 * From the menu, stored:
 *   place (s: state, unsaid, home, work, way, outdoors)
 *   weather (s: state, unsaid, sunny, cloudy, rain, snow)
 * Enabled is what would do something now. Lent. */
GActionGroup *lilt_session_get_actions(LiltSession *self);

LiltSong *lilt_session_get_song(LiltSession *self); /* lent, or NULL */
/* The lyrics of the current song, lent; NULL: none, or not read yet. Property: lyrics. */
LiltLyrics *lilt_session_get_lyrics(LiltSession *self);
const LiltWhy *lilt_session_get_why(LiltSession *self); /* why it plays; lent until the next song,
                                                           NULL: not known, or by hand */
gboolean lilt_session_get_playing(LiltSession *self);
gint64 lilt_session_get_position_us(LiltSession *self); /* ask as often as it is shown */
gint64 lilt_session_get_duration_us(LiltSession *self);
const char *lilt_session_get_cover(LiltSession *self); /* lent, or NULL */
GBytes *lilt_session_get_shape(LiltSession *self);     /* lent, or NULL */

GListModel *lilt_session_get_next_up(LiltSession *self);           /* of LiltQueueItem; lent */
GListModel *lilt_session_get_songs(LiltSession *self);             /* of LiltSong; lent */
gboolean lilt_session_is_loading(LiltSession *self);               /* the songs are not there yet */
LiltFinder *lilt_session_new_finder(LiltSession *self);            /* the caller owns it */
GListModel *lilt_session_get_lists(LiltSession *self);             /* of LiltPlaylist; lent */
LiltPlaylist *lilt_session_get_list(LiltSession *self, gint64 id); /* lent, or NULL */
LiltSong *lilt_session_dup_song(LiltSession *self, gint64 id);     /* or NULL; g_object_unref() */
gboolean lilt_session_get_facts(LiltSession *self, gint64 id,
                                LiltSongFacts *ret_facts); /* FALSE: no such song */
int lilt_session_get_love(LiltSession *self, gint64 id);   /* 1 loved, -1 banned, 0 neither */
GListModel *lilt_session_get_playlist(LiltSession *self,
                                      LiltEmotion emotion); /* of LiltSong; lent */
gboolean lilt_session_is_pinned(LiltSession *self,
                                LiltEmotion emotion); /* that playlist stays as it is */

/* The scene list: an a(su) of moods by their labels with minutes; not floating. */
GVariant *lilt_session_dup_scenes(LiltSession *self);

/* The mood map, lent; and whether the listener has said something of that mood. */
const LiltMoodTable *lilt_session_get_mood_table(LiltSession *self);
gboolean lilt_session_has_own_mood(LiltSession *self, LiltEmotion mood);

/* A camera as Preferences offers it. */
typedef struct {
    char *id;   /* the setting */
    char *name; /* for people */
    char *more; /* what tells it from another one of the same name, or NULL */
} LiltCameraChoice;

const LiltMoodView *lilt_session_get_mood(LiltSession *self); /* lent until mood-changed */
const LiltReading *
lilt_session_get_reading(LiltSession *self); /* the last one, lent until reading; or NULL */

/* The entries of the mood journal that began in [from_s, until_s), as
 * lilt_library_read_journal_async() gives them; the one that is not over as far as it was written
 * down. */
void lilt_session_read_journal_async(LiltSession *self, gint64 from_s, gint64 until_s,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *lilt_session_read_journal_finish(LiltSession *self, GAsyncResult *result,
                                            GError **error);
/* Whether there were any entries, of whatever time, when some were read last. */
gboolean lilt_session_get_journal_filled(LiltSession *self);

/* The cameras that are plugged in, found without opening any, of LiltCameraChoice;
 * g_ptr_array_unref(). */
GPtrArray *lilt_session_dup_cameras(LiltSession *self);

/* What the music can be heard with, of LiltOutput; g_ptr_array_unref(). */
GPtrArray *lilt_session_dup_outputs(LiltSession *self);

/* Whether the first start was gone through to its end, in this run or an earlier one. */
gboolean lilt_session_is_first_start_done(LiltSession *self);

/* The music folders chosen, NULL-terminated; g_strfreev(). */
char **lilt_session_dup_folders(LiltSession *self);

/* Play files and folders named on the command line or dropped on the window; those not in the
 * library are read first. Playlists among them are imported and played. */
void lilt_session_play_files(LiltSession *self, const char *const *paths);

G_END_DECLS
