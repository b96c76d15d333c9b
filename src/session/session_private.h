/* session_private.h - the session's inside, shared by the files of this room. One struct, main
 * thread only; each file below does one thing with it. */
#pragma once

#include "lilt/desktop.h"
#include "lilt/player.h"
#include "lilt/session.h"

#include "policy.h"
#include "queue.h"
#include "settings.h"
#include "watching.h"

typedef struct LiltRemote LiltRemote;
typedef struct LiltListening LiltListening;
typedef struct LiltJournal LiltJournal;
typedef struct LiltSignalling LiltSignalling;
typedef struct LiltScenes LiltScenes;

struct _LiltSession {
    GObject parent_instance;
    LiltLibrary *library;
    GSettings *settings, *household; /* of who listens; of the first profile: who listens */
    LiltPlayer *player;
    LiltRemote *remote;
    LiltWatching *watching; /* NULL once stopped */
    LiltAbsence *absence;   /* likewise; NULL before it is started */
    GSimpleActionGroup *actions;

    LiltQueue *queue;
    LiltQueueItem *current; /* what plays or is paused, or NULL */
    LiltQueueItem
        *again; /* repeat one: the current song once more, in the player's slot; or NULL */
    LiltQueueItem *again_taken; /* and once the player has taken it; or NULL */
    LiltRepeat repeat;
    gboolean stop_after;           /* the current song has ended */
    guint sleep_timer, fade_timer; /* see ending.c */
    double fade;                   /* what is left of the volume, 1..0 */
    gboolean sounded;              /* some of it was heard */
    LiltLyrics *lyrics;            /* of the current song, or NULL; see lyrics.c */
    GCancellable *lyrics_cancel;   /* they are being read, or NULL */
    GPtrArray *past;               /* LiltQueueItem played before it, oldest first */
    guint n_broken;                /* files in a row that could not be played */

    LiltMoodTable mood_table; /* the mood map, as the listener has it; see mood_map.c */
    guint own_moods;          /* a bit a mood: they said something of it */
    LiltPolicyState policy;
    LiltMoodView view;
    const char *goal_label; /* of the policy's path; static */
    LiltScenes *scenes;     /* see scenes.c */
    LiltReading reading;
    gboolean has_reading;
    LiltPersonal personal; /* how this listener's face is read */
    LiltRest rest;         /* while resting, see resting.c */
    gboolean resting;
    gint64 rest_until_us; /* 0: no face yet */
    guint rest_timer;

    GHashTable *heard_s;        /* song id -> when it began, wall clock; this run only */
    GHashTable *picks;          /* how a track came into a mood's playlist, see filling.c */
    LiltListening *listening;   /* NULL: not read yet, see listening.c */
    LiltSignalling *signalling; /* see signalling.c */
    LiltJournal *journal;       /* what goes on, or NULL; see journal.c */
    gint64 journal_forgot_day;  /* the day, since 1970, when old entries were forgotten last */
    guint stale_moods;          /* a bit a mood: its playlist is older than the songs */
    guint refresh_timer, save_timer;
    gboolean out_of_sight;
    guint choice_timer; /* a chosen mood ends by the clock, or 0 */
    gboolean asking_lift;

    GStrv album; /* files of the little album, while they are being read to be played; or NULL */
    guint album_place;
    gboolean album_begun;

    GBytes *shape; /* of the current song, or NULL; see shape.c */
    GCancellable *shape_wanted;
    char *cover; /* of the current song, where it is there; or NULL; see cover.c */
    GCancellable *cover_wanted;
    guint settle_song;  /* see settling.c */
    char *settled_path; /* the current song's file, or NULL */

    gboolean scanning;
    guint n_edits;             /* of tags, going on or waiting; see tagging.c */
    GCancellable *edit_cancel; /* of all of them, or NULL */
    gboolean hearing;          /* songs that are listed are listened to, see hearing.c */
    gboolean reading_paused;   /* both */
    GCancellable *break_off;   /* of the one that goes on, or NULL */
    GHashTable *monitors;      /* path -> GFileMonitor, see folders.c; NULL: nothing is watched */
    guint settle_timer;
    GQueue scans; /* of Scan, see scanning.c; the first is being read */
    GQueue undos; /* see undo.c; the last is taken back first */
    GCancellable *cancel;
};

enum {
    LILT_PROP_SONG = 1,
    LILT_PROP_PLAYING,
    LILT_PROP_DURATION,
    LILT_PROP_SHAPE,
    LILT_PROP_COVER,
    LILT_PROP_VOLUME,
    LILT_PROP_MUTED,
    LILT_PROP_SCANNING,
    LILT_PROP_HEARING,
    LILT_PROP_EDITING,
    LILT_PROP_NEEDS_MUSIC,
    LILT_PROP_LYRICS,
    LILT_N_PROPS,
};

/* session.c: telling the window */
void lilt_session_notify(LiltSession *self, guint property);
void lilt_session_say(LiltSession *self, const char *sentence);
void lilt_session_tell_mood(LiltSession *self);
void lilt_session_tell_reading(LiltSession *self);
void lilt_session_tell_preview(LiltSession *self, GBytes *rgb, int width_px, int height_px);
void lilt_session_tell_scan(LiltSession *self, guint n_done, guint n_found);
void lilt_session_tell_edit(LiltSession *self, guint n_done, guint n_all);
void lilt_session_tell_journal(LiltSession *self);
void lilt_session_tell_mood_map(LiltSession *self);
void lilt_session_tell_undoable(LiltSession *self, const char *sentence);

/* looking.c: moods, the policy's steps, the camera */
void lilt_session_begin_looking(LiltSession *self, const char *camera);
void lilt_session_step(LiltSession *self, LiltEvent event); /* and do what it asks for */
void lilt_session_update_view(LiltSession *self);
void lilt_session_update_camera_off(LiltSession *self); /* by setting, or out of sight */
void
lilt_session_track_moved(LiltSession *self); /* the place in the track, or what plays, is new */

/* numbers.c: begin, once there is watching; the settings or the listener's leaning are new */
void lilt_session_begin_numbers(LiltSession *self);
void lilt_session_apply_numbers(LiltSession *self);

/* resting.c: the listener's face at rest. Its actions; a reading came; it is not learnt any more */
void lilt_session_add_resting_actions(LiltSession *self);
void lilt_session_rest_look(LiltSession *self, const LiltReading *reading);
void lilt_session_update_resting_actions(LiltSession *self);
void lilt_session_end_rest(LiltSession *self);

/* playing.c: the current song */
void lilt_session_begin_playing(LiltSession *self);
void lilt_session_play_item(LiltSession *self, LiltQueueItem *item);
void lilt_session_cue_item(LiltSession *self, LiltQueueItem *item, gint64 position_us); /* paused */
void lilt_session_play_song(LiltSession *self, LiltSong *song);
void lilt_session_play_pause(LiltSession *self);
void lilt_session_play(LiltSession *self);
void lilt_session_pause(LiltSession *self);
void lilt_session_next(LiltSession *self);
void lilt_session_previous(LiltSession *self);
void lilt_session_go_back_to(LiltSession *self, LiltQueueItem *item);
void lilt_session_seek(LiltSession *self, gint64 position_us);
void lilt_session_start_music(LiltSession *self); /* what the policy means by starting */
gboolean lilt_session_can_play(LiltSession *self);

/* following.c: what comes next. Begin, once there are player and queue; an item as the player takes
 * it, its path lent by the item; bring the player's slot up to date */
void lilt_session_begin_following(LiltSession *self);
LiltPlayerTrack lilt_session_track_of(LiltQueueItem *item);
void lilt_session_decide_next(LiltSession *self);
void lilt_session_set_repeat(LiltSession *self, LiltRepeat repeat);
void lilt_session_set_stop_after(LiltSession *self, gboolean stop_after);

/* ending.c: when the music is to end. Begin, with its actions; the song to stop after has ended; no
 * timer any more. */
void lilt_session_begin_ending(LiltSession *self);
void lilt_session_end_stop_after(LiltSession *self);
void lilt_session_forget_ending(LiltSession *self);

/* sounding.c: where the music is heard and how loud. Begin, with its actions */
void lilt_session_begin_sounding(LiltSession *self);
double lilt_session_get_volume(LiltSession *self); /* as the listener set it, 0..1 */

/* settling.c: what is asked for a moment after a song began. What is current may be another one
 * now; no more of it */
void lilt_session_settle_song(LiltSession *self);
void lilt_session_end_settling(LiltSession *self);

/* cover.c: look for the current song's. TRUE: it is known already; else LILT_PROP_COVER is told
 * when it is. None is wanted */
gboolean lilt_session_find_cover(LiltSession *self);
void lilt_session_forget_cover(LiltSession *self);

/* shape.c: ask for the current song's; none is wanted */
void lilt_session_find_shape(LiltSession *self);
void lilt_session_forget_shape(LiltSession *self);

/* lyrics.c: begin, with its setting; read the current song's; none are wanted */
void lilt_session_begin_lyrics(LiltSession *self);
void lilt_session_read_lyrics(LiltSession *self);
void lilt_session_forget_lyrics(LiltSession *self);

/* listening.c: read what was listened to, since there is more of it; fill in what it says of the
 * listener for the request's mood and catalogue, lent until the next request; songs or love are
 * others; no more of it */
void lilt_session_listen_anew(LiltSession *self);
void lilt_session_describe_listener(LiltSession *self, LiltRequest *request);
void lilt_session_update_listener(LiltSession *self);
void lilt_session_forget_listening(LiltSession *self);

/* journal.c: begin, with its actions; the music may begin; what goes on is written */
void lilt_session_begin_journal(LiltSession *self);
void lilt_session_start_journal(LiltSession *self);
void lilt_session_end_journal(LiltSession *self);

/* signalling.c: body, hour, activity, place and weather. Begin, with their settings; listen to
 * them; no longer; what they say goes into the request (TRUE: something); what the hour weighs */
void lilt_session_begin_signals(LiltSession *self);
void lilt_session_start_signals(LiltSession *self);
void lilt_session_end_signals(LiltSession *self);
void lilt_session_forget_signals(LiltSession *self);
gboolean lilt_session_signal(LiltSession *self, LiltRequest *request);
float lilt_session_get_hour_weight(LiltSession *self);

/* scenes.c: the scene list. Begin, with its actions; go on where it was, paused; the policy made a
 * step; what the view says of it; no longer */
void lilt_session_begin_scenes(LiltSession *self);
void lilt_session_start_scenes(LiltSession *self);
void lilt_session_follow_scenes(LiltSession *self);
void lilt_session_show_scenes(LiltSession *self);
void lilt_session_end_scenes(LiltSession *self);
void lilt_session_forget_scenes(LiltSession *self);

/* lately.c: the ids of what plays and of what was played on the path so far; a workout's tempo */
GArray *lilt_session_dup_walked(LiltSession *self);
float lilt_session_get_pace(LiltSession *self);

/* mood_map.c: read it, with its actions */
void lilt_session_begin_mood_map(LiltSession *self);

/* history.c: add its actions */
void lilt_session_add_history_actions(LiltSession *self);

/* filling.c: Lilt's part of Next Up and the moods' playlists */
void lilt_session_begin_filling(LiltSession *self);
void lilt_session_refresh_soon(LiltSession *self); /* the playlists */
void lilt_session_refill(LiltSession *self);
void lilt_session_top_up(LiltSession *self); /* when it runs low */
void lilt_session_note_heard(LiltSession *self, gint64 id);
gint64 lilt_session_get_heard_s(LiltSession *self, gint64 id);
void lilt_session_restore_heard(LiltSession *self, gint64 id, gint64 heard_s);
void lilt_session_play_list(LiltSession *self, LiltEmotion emotion);
void lilt_session_set_shuffle(LiltSession *self, gboolean shuffle);
void lilt_session_shuffle_if_wanted(LiltSession *self); /* Lilt's part */
/* Songs that sound like this one, first in your part; those that came are added to ret_items. */
guint lilt_session_add_alike(LiltSession *self, LiltSong *song, guint limit, GPtrArray *ret_items);

/* scanning.c: folders and files */
void lilt_session_begin_scanning(LiltSession *self);
void lilt_session_say_unread(LiltSession *self, guint n_files);
void lilt_session_read_on(LiltSession *self); /* begin what is next to be read, or heard */
void lilt_session_hear(LiltSession *self);    /* see hearing.c */
void lilt_session_add_reading(LiltSession *self);
void lilt_session_add_folder(LiltSession *self, const char *path);
void lilt_session_remove_folder(LiltSession *self, const char *path); /* can be undone */
void lilt_session_rescan(LiltSession *self);
/* Read these files (taken), that a new playlist names, and play it then if that is wished. */
void lilt_session_read_listed(LiltSession *self, GStrv paths, LiltPlaylist *list, gboolean play);
void lilt_session_read_changes(LiltSession *self); /* in the chosen folders */
void lilt_session_end_scanning(LiltSession *self);

/* folders.c: watch the chosen folders as they are now; no longer */
void lilt_session_watch_folders(LiltSession *self);
void lilt_session_leave_folders(LiltSession *self);

/* welcome.c: the first start and the little album; add their actions */
void lilt_session_add_welcome(LiltSession *self);

/* saving.c: the queue over a restart */
void lilt_session_save_soon(LiltSession *self);
void lilt_session_save(LiltSession *self);
void lilt_session_restore(LiltSession *self);

/* undo.c: what can be taken back. `sentence` says what was done, for a toast; `destroy` releases
 * `data` (may be NULL) when it is done with or forgotten. */
typedef void (*LiltUndo)(LiltSession *self, gpointer data);
void lilt_session_offer_undo(LiltSession *self, const char *sentence, LiltUndo undo, gpointer data,
                             GDestroyNotify destroy);
void lilt_session_undo(LiltSession *self);
void lilt_session_forget_undos(LiltSession *self);

/* moods.c: what a hand says about moods. Bring in what is remembered; add their actions; bring the
 * states of these up to date. */
void lilt_session_begin_moods(LiltSession *self);
/* One of the seven, a blend or a preset, into an event: mood, blend, leads. FALSE: none of them. */
gboolean lilt_session_find_mood(const char *label, LiltEvent *event);
void lilt_session_add_mood_actions(LiltSession *self);
void lilt_session_update_mood_actions(LiltSession *self);

/* lists.c: several songs at once, playlists made by hand, the order of the library */
void lilt_session_add_list_actions(LiltSession *self);

/* rules.c: playlists by rule */
void lilt_session_add_rule_actions(LiltSession *self);

void lilt_session_play_playlist(LiltSession *self, LiltPlaylist *list);
gboolean lilt_session_can_be_played(LiltSession *self, LiltSong *song); /* else why not is said */

/* list_file.c: write the songs of a model into a file, and say so; make a playlist of a file, and
 * say so; whether a file is one by its name */
void lilt_session_save_list(LiltSession *self, GListModel *songs, const char *path);
void lilt_session_import_list(LiltSession *self, const char *path, gboolean play);
gboolean lilt_session_is_list_file(const char *path);

/* tagging.c: editing tags; add its action */
void lilt_session_add_tag_actions(LiltSession *self);
void lilt_session_end_editing(LiltSession *self);

/* pinned.c: the moods' playlists by hand */
void lilt_session_add_pinning(LiltSession *self);

/* arranging.c, judging.c: Next Up by hand; what is said about songs */
void lilt_session_add_queue_actions(LiltSession *self);
void lilt_session_add_judging_actions(LiltSession *self);

/* preferences.c: add its actions; the camera that was chosen there, as --camera would name it */
void lilt_session_add_profiles(LiltSession *self);        /* see profiles.c */
char **lilt_session_dup_other_folders(LiltSession *self); /* of the other profiles; g_strfreev() */
void lilt_session_add_preferences(LiltSession *self, gboolean camera_is_given);
char *lilt_session_dup_source(LiltSession *self);

/* actions.c */
void lilt_session_add_actions(LiltSession *self);
void lilt_session_update_actions(LiltSession *self);
GSimpleAction *lilt_session_action(LiltSession *self,
                                   const char *name); /* lent; it has to be there */
/* Settings as actions of their names. */
void lilt_session_add_settings(LiltSession *self, const char *const *names, gsize n);

/* remote.c: MPRIS */
LiltRemote *lilt_remote_new(LiltSession *session);
void lilt_remote_seeked(LiltRemote *self, gint64 position_us);
void lilt_remote_free(LiltRemote *self); /* NULL is fine */
