/* desktop.h - Lilt as other programs see it: the MPRIS player org.mpris.MediaPlayer2.lilt on the
 * session bus, by which media keys, the lock screen, the shell and playerctl show and steer it; and
 * what they tell: whether anybody can be at the screen. GLib; main thread only. An adapter: it
 * knows what it was told and hands on what it was asked. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What plays, as MPRIS tells it. Texts are copied; "" and NULL are left out. */
typedef struct {
    guint64 ticket; /* tells one playing from another; never 0 */
    const char *title, *artist, *album, *album_artist, *genre;
    int disc, track;        /* 0 = not known */
    const char *path;       /* of the file */
    const char *cover_path; /* of a picture, or NULL */
    gint64 duration_us;     /* 0 = not known */
} LiltMprisTrack;

/* What comes round again: nothing, the track, or all of them. */
typedef enum {
    LILT_MPRIS_LOOP_NONE,
    LILT_MPRIS_LOOP_TRACK,
    LILT_MPRIS_LOOP_PLAYLIST
} LiltMprisLoop;

typedef enum { LILT_MPRIS_STOPPED, LILT_MPRIS_PAUSED, LILT_MPRIS_PLAYING } LiltMprisStatus;

/* Signals, each a wish of another program:
 *   raise ()  quit ()  play ()  pause ()  play-pause ()  stop ()  next ()  previous ()
 *   seek (int64 position_us)    absolute; only ever for the track that was told last
 *   volume (double)             0..1
 *   open (string path)          a file of this machine
 *   loop (int), shuffle (boolean)  as lilt_mpris_set_order() tells them */
#define LILT_TYPE_MPRIS (lilt_mpris_get_type())
G_DECLARE_FINAL_TYPE(LiltMpris, lilt_mpris, LILT, MPRIS, GObject)

/* Appear on the session bus as soon as there is one; without a bus nothing happens.
 * position_us: asked whenever a program wants to know the place in the track. */
LiltMpris *lilt_mpris_new(gint64 (*position_us)(gpointer data), gpointer data);

/* Leave the bus. */
void lilt_mpris_close(LiltMpris *self);

void lilt_mpris_set_track(LiltMpris *self, const LiltMprisTrack *track); /* NULL: none */
void lilt_mpris_set_status(LiltMpris *self, LiltMprisStatus status);
void lilt_mpris_set_volume(LiltMpris *self, double volume);
void lilt_mpris_set_order(LiltMpris *self, LiltMprisLoop loop, gboolean shuffle);
void lilt_mpris_set_can(LiltMpris *self, gboolean play, gboolean next, gboolean previous);
/* Whether this program can raise a window and quit when asked. */
void lilt_mpris_set_can_raise_and_quit(LiltMpris *self, gboolean can);

/* Tell that the place in the track has jumped. */
void lilt_mpris_seeked(LiltMpris *self, gint64 position_us);

/* ---- absence -------------------------------------------------------------------------------- */

typedef struct LiltAbsence LiltAbsence;

/* away: the screen is locked, or the machine is about to sleep or sleeps; it waits with that until
 * the callback has returned (5 s at most, says logind). */
typedef void (*LiltAbsenceChanged)(gboolean away, gpointer data);

/* Ask the desktop's screen saver and logind; where there is neither bus nor service, nobody is ever
 * away. Present until told otherwise. */
LiltAbsence *lilt_absence_new(LiltAbsenceChanged changed, gpointer data);
void lilt_absence_free(LiltAbsence *self); /* no callback comes any more; NULL is fine */

/* ---- idle or active -------------------------------------------------------------------------- */

typedef struct LiltIdle LiltIdle;

/* idle_s: since anything was last touched, at the whole desktop where it can tell, else in our
 * window. */
typedef void (*LiltIdleChanged)(double idle_s, gpointer data);

/* Ask the desktop now and every 15 s, as long as it lives. */
LiltIdle *lilt_idle_new(LiltIdleChanged changed, gpointer data);
void lilt_idle_touch(LiltIdle *self); /* our window was touched */
void lilt_idle_free(LiltIdle *self);  /* no callback comes any more; NULL is fine */

G_END_DECLS
