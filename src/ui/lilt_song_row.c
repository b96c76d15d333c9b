/* One song as a row. */
#include "lilt_song_row.h"

#include <glib/gi18n-lib.h>

#include "cover.h"
#include "drawing.h"
#include "found.h"
#include "moods.h"
#include "resources.h"
#include "text.h"

enum { SHORT_COVER_PX = 40, TABLE_COVER_PX = 32 };

struct _LiltSongRow {
    GtkBox parent_instance;
    LiltSession *session;
    LiltSong *song; /* or NULL */
    char *words;    /* that were searched for, or NULL */

    LiltCover *cover;
    GtkLabel *title, *under, *artist, *album, *mood_word, *length;
    GtkWidget *mood;
    GtkImage *mood_face;
};
G_DEFINE_FINAL_TYPE(LiltSongRow, lilt_song_row, GTK_TYPE_BOX)

static void
mark_playing(LiltSongRow *self)
{
    LiltSong *playing = lilt_session_get_song(self->session);
    const gboolean is_playing = playing != NULL && self->song != NULL &&
                                lilt_song_get_id(playing) == lilt_song_get_id(self->song);

    if (is_playing)
        gtk_widget_add_css_class(GTK_WIDGET(self), "playing");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self), "playing");
}

static void
lilt_song_row_dispose(GObject *object)
{
    LiltSongRow *self = LILT_SONG_ROW(object);

    g_clear_object(&self->song);
    g_clear_object(&self->session);
    g_clear_pointer(&self->words, g_free);
    G_OBJECT_CLASS(lilt_song_row_parent_class)->dispose(object);
}

static void
lilt_song_row_class_init(LiltSongRowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_COVER);
    G_OBJECT_CLASS(klass)->dispose = lilt_song_row_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_song_row.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, cover);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, title);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, under);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, artist);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, album);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, mood);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, mood_face);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, mood_word);
    gtk_widget_class_bind_template_child(widget_class, LiltSongRow, length);
}

static void
lilt_song_row_init(LiltSongRow *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_tip_whole_text(GTK_WIDGET(self->title), self->title);
}

LiltSongRow *
lilt_song_row_new(LiltSession *session)
{
    LiltSongRow *self = g_object_new(LILT_TYPE_SONG_ROW, NULL);

    self->session = g_object_ref(session);
    g_signal_connect_object(session, "notify::song", G_CALLBACK(mark_playing), self,
                            G_CONNECT_SWAPPED);
    return self;
}

void
lilt_song_row_set_shape(LiltSongRow *self, LiltRowShape shape)
{
    const gboolean table = shape == LILT_ROW_TABLE;

    g_return_if_fail(LILT_IS_SONG_ROW(self));
    lilt_cover_set_size(self->cover, table ? TABLE_COVER_PX : SHORT_COVER_PX);
    gtk_widget_set_visible(GTK_WIDGET(self->under), !table);
    gtk_widget_set_visible(GTK_WIDGET(self->artist), table);
    gtk_widget_set_visible(GTK_WIDGET(self->album), table);
    gtk_widget_set_visible(self->mood, table);
    if (table)
        gtk_widget_remove_css_class(GTK_WIDGET(self->length), "note");
    else
        gtk_widget_add_css_class(GTK_WIDGET(self->length), "note");
}

static void
mark_found(LiltSongRow *self, GtkLabel *label, const PangoColor *colour)
{
    PangoAttrList *letters = lilt_found_letters(gtk_label_get_label(label), self->words, colour);

    gtk_label_set_attributes(label, letters);
    g_clear_pointer(&letters, pango_attr_list_unref);
}

/* Mark the letters that begin a word that was searched for. */
static void
mark_all_found(LiltSongRow *self)
{
    GtkLabel *const labels[] = {self->title, self->artist, self->album};

    if (self->words == NULL) {
        for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
            gtk_label_set_attributes(labels[i], NULL);
        return;
    }
    const GdkRGBA accent = lilt_colour(GTK_WIDGET(self), "accent_color", 1);
    const PangoColor colour = {(guint16)(accent.red * 65535), (guint16)(accent.green * 65535),
                               (guint16)(accent.blue * 65535)};

    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        mark_found(self, labels[i], &colour);
}

void
lilt_song_row_set_words(LiltSongRow *self, const char *words)
{
    g_return_if_fail(LILT_IS_SONG_ROW(self));
    if (g_strcmp0(words, self->words) == 0)
        return;
    g_free(self->words);
    self->words = g_strdup(words);
    if (words != NULL)
        gtk_widget_add_css_class(GTK_WIDGET(self), "found");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self), "found");
    if (self->song != NULL)
        mark_all_found(self);
}

/* Why the song cannot be played; NULL: it can. */
static const char *
words_of_absence(LiltSong *song)
{
    if (lilt_song_is_there(song))
        return NULL;
    return lilt_song_is_elsewhere(song) ? _("Not on this computer") : _("Not there now");
}

/* Where its album would stand, or under its title, is said that it is not there. */
static void
show_absence(LiltSongRow *self, const char *words)
{
    g_autofree char *under = NULL;

    if (words == NULL) {
        gtk_widget_remove_css_class(GTK_WIDGET(self), "away");
        return;
    }
    under = *lilt_song_get_artist(self->song) != '\0'
                ? g_strjoin(" · ", lilt_song_get_artist(self->song), words, NULL)
                : g_strdup(words);
    gtk_widget_add_css_class(GTK_WIDGET(self), "away");
    gtk_label_set_label(self->under, under);
    gtk_label_set_label(self->album, words);
}

/* What is not there has no mood. */
static void
show_mood(LiltSongRow *self)
{
    const LiltEmotion emotion = lilt_song_get_emotion(self->song);
    const LiltMoodLook look = lilt_mood_look(emotion);
    const gboolean there = lilt_song_is_there(self->song);

    gtk_label_set_label(self->mood_word, there ? look.name : "");
    gtk_image_set_from_icon_name(self->mood_face, there ? look.icon : NULL);
    lilt_mood_dress(GTK_WIDGET(self->mood_face), emotion);
}

void
lilt_song_row_set_song(LiltSongRow *self, LiltSong *song)
{
    g_autofree char *length = NULL;

    g_return_if_fail(LILT_IS_SONG_ROW(self));
    g_set_object(&self->song, song);
    if (song == NULL)
        return;
    length = lilt_song_get_duration_ms(song) > 0
                 ? lilt_text_time((gint64)lilt_song_get_duration_ms(song) * 1000)
                 : g_strdup("");
    lilt_cover_set_song(self->cover, song);
    gtk_label_set_label(self->title, lilt_song_get_title(song));
    gtk_label_set_label(self->under, lilt_song_get_artist(song));
    gtk_label_set_label(self->artist, lilt_song_get_artist(song));
    gtk_label_set_label(self->album, lilt_song_get_album(song));
    gtk_label_set_label(self->length, length);
    show_mood(self);
    show_absence(self, words_of_absence(song));
    mark_all_found(self);
    mark_playing(self);
}

char *
lilt_song_row_dup_words(LiltSongRow *self)
{
    g_return_val_if_fail(LILT_IS_SONG_ROW(self), NULL);
    const char *absence = self->song != NULL ? words_of_absence(self->song) : NULL;

    return g_strjoin(", ", gtk_label_get_label(self->title), gtk_label_get_label(self->artist),
                     gtk_label_get_label(self->length), absence, NULL);
}
