/* An album or an artist as a tile. */
#include "group_tile.h"

#include <glib/gi18n-lib.h>

#include "cover.h"
#include "text.h"

enum { COVER_PX = 154, NARROW_COVER_PX = 138 };

struct _LiltGroupTile {
    GtkBox parent_instance;
    gboolean artist;
    LiltCover *cover;
    GtkLabel *name, *below;
};
G_DEFINE_FINAL_TYPE(LiltGroupTile, lilt_group_tile, GTK_TYPE_BOX)

static void
lilt_group_tile_class_init(LiltGroupTileClass *klass)
{
    (void)klass;
}

/* One line that ends with the cover. */
static GtkLabel *
add_line(LiltGroupTile *self, const char *style)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 1);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_add_css_class(label, style);
    gtk_box_append(GTK_BOX(self), label);
    return GTK_LABEL(label);
}

static void
lilt_group_tile_init(LiltGroupTile *self)
{
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
    gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
    gtk_widget_add_css_class(GTK_WIDGET(self), "tile");
    self->cover = g_object_new(LILT_TYPE_COVER, "size", COVER_PX, "margin-bottom", 6, NULL);
    gtk_box_append(GTK_BOX(self), GTK_WIDGET(self->cover));
    self->name = add_line(self, "heading");
    self->below = add_line(self, "note");
    gtk_widget_add_css_class(GTK_WIDGET(self->below), "dim");
    lilt_tip_whole_text(GTK_WIDGET(self), self->name);
}

LiltGroupTile *
lilt_group_tile_new(gboolean artist)
{
    LiltGroupTile *self = g_object_new(LILT_TYPE_GROUP_TILE, NULL);

    self->artist = artist;
    if (artist) {
        gtk_widget_add_css_class(GTK_WIDGET(self->cover), "round");
        gtk_label_set_xalign(self->name, 0.5f);
        gtk_label_set_xalign(self->below, 0.5f);
    }
    return self;
}

const char *
lilt_group_album_artist(LiltGroup *group)
{
    LiltSong *song = lilt_group_get_song(group);

    if (*lilt_song_get_album_artist(song) != '\0')
        return lilt_song_get_album_artist(song);
    if (lilt_group_get_n_artists(group) > 1)
        return _("Various Artists");
    return *lilt_song_get_artist(song) != '\0' ? lilt_song_get_artist(song) : _("Unknown Artist");
}

char *
lilt_group_counts(LiltGroup *group)
{
    const guint n_albums = lilt_group_get_n_albums(group);
    g_autofree char *songs = lilt_text_songs(lilt_group_get_n_songs(group));
    g_autofree char *albums = g_strdup_printf(ngettext("%u album", "%u albums", n_albums),
                                              n_albums);

    return n_albums > 0 ? g_strdup_printf("%s · %s", albums, songs) : g_steal_pointer(&songs);
}

void
lilt_group_tile_set_group(LiltGroupTile *self, LiltGroup *group)
{
    LiltSong *song = group != NULL ? lilt_group_get_song(group) : NULL;
    g_autofree char *counts = NULL;
    const char *name;

    g_return_if_fail(LILT_IS_GROUP_TILE(self));
    lilt_cover_set_song(self->cover, song);
    if (group == NULL)
        return;
    counts = lilt_group_counts(group);
    name = self->artist ? lilt_song_get_artist(song) : lilt_song_get_album(song);
    gtk_label_set_label(self->name, *name != '\0' ? name : _("Unknown Artist"));
    gtk_label_set_label(self->below, self->artist ? counts : lilt_group_album_artist(group));
}

void
lilt_group_tile_set_narrow(LiltGroupTile *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_GROUP_TILE(self));
    lilt_cover_set_size(self->cover, narrow ? NARROW_COVER_PX : COVER_PX);
}

char *
lilt_group_tile_dup_words(LiltGroupTile *self)
{
    g_return_val_if_fail(LILT_IS_GROUP_TILE(self), NULL);
    return g_strjoin(", ", gtk_label_get_label(self->name), gtk_label_get_label(self->below), NULL);
}
