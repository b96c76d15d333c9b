/* player.h - plays music files one after the other without a gap. GLib and GStreamer; main thread
 * only. Plays files of this machine and nothing else: every other kind of source is taken out of
 * GStreamer's registry when the first player is made, so that a playlist or a description of a
 * stream that calls itself song.ogg cannot reach a network. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Tracks are told apart by a ticket that the caller chooses, never 0: the same file may come twice.
 *
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
 */
#define LILT_TYPE_PLAYER (lilt_player_get_type())
G_DECLARE_FINAL_TYPE(LiltPlayer, lilt_player, LILT, PLAYER, GObject)

/* Always succeeds: that GStreamer is not whole looks like having no sound device. */
LiltPlayer *lilt_player_new(void);

/* Make `path` the current track, from `position_us` on; what was current or taken is dropped. The
 * file and the sound device are opened when it is first played.
 * path:  absolute, of this machine.
 * Error: the path is not of that kind. That the file is broken is told later, by `failed`. */
gboolean lilt_player_open(LiltPlayer *self, const char *path, guint64 ticket, gint64 position_us,
                          gboolean play, GError **error);

/* Decide what follows the current track; NULL: nothing. May be changed until `taken`. */
gboolean lilt_player_set_next(LiltPlayer *self, const char *path, guint64 ticket, GError **error);

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

G_END_DECLS
