/* text.h - times, counts and lengths as people read them, and the small chores of list rows. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

char *lilt_text_time(gint64 us);        /* "3:47", "1:02:09"; "–:––" for a negative one */
char *lilt_text_spoken_time(gint64 us); /* "3 minutes 47 seconds" */
char *lilt_text_length(guint64 ms);     /* "58 min", "2 h 31 min" */
char *lilt_text_count(guint n);         /* "12,400", grouped as the locale has it */
char *lilt_text_songs(guint n);         /* "1,284 songs" */
char *
lilt_text_artist_album(LiltSong *song); /* "Ines Valdor · Long Light"; "" when neither is known */

/* The sum of a list's durations in milliseconds. */
guint64 lilt_text_total_ms(GListModel *songs);

/* Give a widget a tooltip. To take another one GTK asks the display where the pointer is, and waits
 * for that; the same one again costs nothing. */
void lilt_tip(GtkWidget *widget, const char *words);

/* Give a control a name for screen readers and the same as a tooltip. */
void lilt_name_control(GtkWidget *widget, const char *name);

/* Let a button show `words`, or in a narrow window, where they may not fit, the icon alone, with
 * the words as its name and tooltip. */
void lilt_button_fit(GtkButton *button, const char *words, const char *icon_name, gboolean narrow);

/* Let every button at or below `root` that has a mnemonic be called by the words on it alone:
 * GTK 4.8 tells screen readers the same with its underscore before. */
void lilt_name_buttons(GtkWidget *root);

/* Let `root` and all in it run from left to right in every language, as time does; its menus are
 * left alone. */
void lilt_keep_direction(GtkWidget *root);

/* The widget's tooltip is what the label, which lies in it, says at the moment when it is shown. */
void lilt_tip_whole_text(GtkWidget *widget, GtkLabel *label);
