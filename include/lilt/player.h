/* player.h - plays music files one after the other without a gap. GLib and GStreamer; main thread
 * only. Plays files of this machine and nothing else: every other kind of source is taken out of
 * GStreamer's registry when the first player is made, so that a playlist or a description of a
 * stream that calls itself song.ogg cannot reach a network. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A file to play. Copied. */
typedef struct {
    const char *path;     /* absolute, of this machine */
    guint64 ticket;       /* tells tracks apart, never 0: the same file may come twice */
    double loudness_lufs; /* as measured, for files without gain tags; 0 = not known */
} LiltPlayerTrack;

/* Which tracks sound equally loud: none, all, or all albums. */
typedef enum {
    LILT_REPLAY_GAIN_OFF,
    LILT_REPLAY_GAIN_TRACK,
    LILT_REPLAY_GAIN_ALBUM,
} LiltReplayGain;

/* Something to hear with. */
typedef struct {
    char *name;  /* the sound server's, for lilt_player_set_output() */
    char *words; /* for people */
} LiltOutput;

void lilt_output_free(LiltOutput *output); /* NULL is fine */

/*
 * Properties (notify): playing, duration-us.
 * Signals, all on the main thread:
 *   started  (uint64 ticket)   the sound of this track begins: it is the current one
 *   taken    (uint64 ticket)   the next track is settled, a second or two before the current one
 *                              ends; time to decide the one after it
 *   returned ()                what was taken will not follow after all; decide the next one anew
 *   failed   (uint64 ticket, string path, string why)
 *                              this file cannot be played. The current one: the player is closed.
 *                              One that was taken: the current one plays to its end
 *   drained  ()                the current track has ended and no next one had been decided
 *   no-sound ()                there is no sound device; the track waits where it is, not playing
 *   unplugged ()               what was played on is gone, or its plug was pulled; the music goes
 *                              on elsewhere, where nobody may want to hear it
 */
#define LILT_TYPE_PLAYER (lilt_player_get_type())
G_DECLARE_FINAL_TYPE(LiltPlayer, lilt_player, LILT, PLAYER, GObject)

/* Always succeeds: that GStreamer is not whole looks like having no sound device. */
LiltPlayer *lilt_player_new(void);

/* Make this the current track, from `position_us` on; what was current or taken is dropped. The
 * file and the sound device are opened when it is first played.
 * Error: the path is not absolute. That the file is broken is told later, by `failed`. */
gboolean lilt_player_open(LiltPlayer *self, const LiltPlayerTrack *track, gint64 position_us,
                          gboolean play, GError **error);

/* Decide what follows the current track; NULL: nothing. May be changed until `taken`. */
gboolean lilt_player_set_next(LiltPlayer *self, const LiltPlayerTrack *track, GError **error);

/* Give back a track that was taken, at the price of a short break in the current one; `returned`
 * follows. Nothing happens when none was taken. */
void lilt_player_retract_next(LiltPlayer *self);

void lilt_player_play(LiltPlayer *self);  /* without a current track: nothing happens */
void lilt_player_pause(LiltPlayer *self); /* the file stays open */
void lilt_player_close(LiltPlayer *self); /* no current track, sound device closed */

/* True from lilt_player_play() until the music pauses, ends or fails. */
gboolean lilt_player_get_playing(LiltPlayer *self);

/* Position and length of the current track; 0 while not known. */
gint64 lilt_player_get_position_us(LiltPlayer *self);
gint64 lilt_player_get_duration_us(LiltPlayer *self);
void lilt_player_seek(LiltPlayer *self, gint64 position_us);

/* 0..1 as the ear judges it: the cube is the factor of amplitude. */
double lilt_player_get_volume(LiltPlayer *self);
void lilt_player_set_volume(LiltPlayer *self, double volume);
gboolean lilt_player_get_muted(LiltPlayer *self);
void lilt_player_set_muted(LiltPlayer *self, gboolean muted);

/* By the tags of the files, or, where they have none, by the loudness that was measured; no track
 * is made so loud that it clips. Off when the player is new. */
void lilt_player_set_replay_gain(LiltPlayer *self, LiltReplayGain mode);

/* The outputs that the sound server has told of by now, of LiltOutput; g_ptr_array_unref(). */
GPtrArray *lilt_player_dup_outputs(LiltPlayer *self);

/* Play there, at the price of a short break; NULL or "": wherever the system wants it, which is
 * also where the music goes when that output is not there. */
void lilt_player_set_output(LiltPlayer *self, const char *name);

G_END_DECLS
