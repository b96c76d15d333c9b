/* The page of an album, an artist or a playlist. */
#include "lilt_collection.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "cover.h"
#include "group_tile.h"
#include "group_view.h"
#include "lilt_song_view.h"
#include "resources.h"
#include "song_menu.h"
#include "text.h"

enum { LENGTH_UP_TO = 500, COVER_PX = 120, NARROW_COVER_PX = 72 };

struct _LiltCollection {
    GtkBox parent_instance;
    LiltSession *session;
    LiltFinder *finder;            /* of the album or the artist */
    LiltPlaylist *list;            /* or NULL */
    GListModel *songs;             /* what is shown, or NULL */
    gulong songs_changed, renamed; /* our handlers on them */
    gboolean is_artist;

    LiltCover *cover;
    GtkLabel *title, *subtitle, *count;
    GtkButton *play, *shuffle;
    GtkMenuButton *menu;
    GtkStack *stack;
    AdwStatusPage *empty;
    GtkWidget *albums_part;
    LiltGroupView *albums;
    LiltSongView *view;
};
G_DEFINE_FINAL_TYPE(LiltCollection, lilt_collection, GTK_TYPE_BOX)

/* ---- commands -------------------------------------------------------------------------------- */

static void
do_all(GtkWidget *widget, const char *name, GVariant *parameter)
{
    LiltCollection *self = LILT_COLLECTION(widget);

    (void)parameter;
    if (self->songs == NULL || g_list_model_get_n_items(self->songs) == 0)
        return;
    if (g_str_equal(name, "collection.play"))
        gtk_widget_activate_action(widget, "app.play-songs", "(@axu)", lilt_song_ids(self->songs),
                                   0u);
    else if (g_str_equal(name, "collection.shuffle"))
        gtk_widget_activate_action(widget, "app.shuffle-songs", "@ax", lilt_song_ids(self->songs));
    else if (g_str_equal(name, "collection.play-next"))
        gtk_widget_activate_action(widget, "app.play-songs-next", "@ax",
                                   lilt_song_ids(self->songs));
    else
        gtk_widget_activate_action(widget, "app.enqueue-songs", "@ax", lilt_song_ids(self->songs));
}

static void
append(GMenu *menu, const char *words, const char *action, gint64 id)
{
    g_autoptr(GMenuItem) item = g_menu_item_new(words, NULL);

    g_menu_item_set_action_and_target(item, action, "x", id);
    g_menu_append_item(menu, item);
}

/* The menu is made when it opens: playlists come and go. */
static void
fill_menu(GtkMenuButton *button, gpointer data)
{
    LiltCollection *self = data;
    g_autoptr(GMenu) menu = g_menu_new(), first = g_menu_new(), second = g_menu_new();
    g_autoptr(GMenuModel) lists = lilt_lists_menu_new(self->session, lilt_song_ids(self->songs));

    g_menu_append(first, _("Play Next"), "collection.play-next");
    g_menu_append(first, _("Add to Queue"), "collection.enqueue");
    g_menu_append_submenu(first, _("Add to Playlist"), lists);
    if (self->list == NULL) {
        g_autoptr(GMenuItem) tags = g_menu_item_new(_("Edit Tags…"), NULL);

        g_menu_item_set_action_and_target_value(tags, "win.edit-tags", lilt_song_ids(self->songs));
        g_menu_append_item(first, tags);
    }
    g_menu_append_section(menu, NULL, G_MENU_MODEL(first));
    if (self->list != NULL) {
        const gint64 id = lilt_playlist_get_id(self->list);
        const gboolean by_rule = lilt_playlist_get_rule(self->list) != NULL;

        if (by_rule)
            append(second, _("Edit…"), "win.edit-rule", id);
        else
            append(second, _("Rename…"), "win.rename-list", id);
        append(second, _("Export…"), "win.export-list", id);
        append(second, _("Delete"), "app.delete-list", id);
        g_menu_append_section(menu, NULL, G_MENU_MODEL(second));
    }
    gtk_menu_button_set_menu_model(button, G_MENU_MODEL(menu));
}

/* ---- what is shown --------------------------------------------------------------------------- */

static void
show_counts(LiltCollection *self)
{
    const guint n = g_list_model_get_n_items(self->songs);
    g_autofree char *songs = lilt_text_songs(n);
    g_autofree char *length = n > 0 && n <= LENGTH_UP_TO
                                  ? lilt_text_length(lilt_text_total_ms(self->songs))
                                  : NULL;
    g_autofree char *both = length != NULL ? g_strdup_printf("%s · %s", songs, length)
                                           : g_strdup(songs);

    gtk_label_set_label(self->count, both);
    for (const char *const *name =
             (const char *const[]){"collection.play", "collection.shuffle", "collection.play-next",
                                   "collection.enqueue", NULL};
         *name != NULL; name++)
        gtk_widget_action_set_enabled(GTK_WIDGET(self), *name, n > 0);
    gtk_stack_set_visible_child_name(self->stack, n > 0 || self->list == NULL ? "songs" : "empty");
    gtk_widget_set_visible(self->albums_part,
                           self->is_artist &&
                               g_list_model_get_n_items(lilt_finder_get_albums(self->finder)) > 0);
}

/* A playlist wears the cover of its first song. */
static void
show_songs(LiltCollection *self)
{
    if (self->songs == NULL)
        return;
    if (self->list != NULL) {
        g_autoptr(LiltSong) first = g_list_model_get_item(self->songs, 0);

        lilt_cover_set_song(self->cover, first);
    }
    show_counts(self);
}

/* What an album is called is known once its songs are. */
static void
on_found(LiltCollection *self)
{
    g_autoptr(LiltGroup) album = g_list_model_get_item(lilt_finder_get_albums(self->finder), 0);

    if (self->list != NULL)
        return;
    if (album != NULL && !self->is_artist)
        gtk_label_set_label(self->subtitle, lilt_group_album_artist(album));
    show_songs(self);
}

static void
on_renamed(LiltCollection *self)
{
    if (self->list != NULL)
        gtk_label_set_label(self->title, lilt_playlist_get_name(self->list));
}

static void
set_songs(LiltCollection *self, GListModel *songs)
{
    g_clear_signal_handler(&self->songs_changed, self->songs);
    g_set_object(&self->songs, songs);
    self->songs_changed = g_signal_connect_swapped(songs, "items-changed", G_CALLBACK(show_songs),
                                                   self);
    lilt_song_view_set_model(self->view, songs);
}

static void
set_list(LiltCollection *self, LiltPlaylist *list)
{
    g_clear_signal_handler(&self->renamed, self->list);
    g_set_object(&self->list, list);
    if (list != NULL)
        self->renamed = g_signal_connect_swapped(list, "notify::name", G_CALLBACK(on_renamed),
                                                 self);
    lilt_song_view_set_list(self->view, list != NULL && lilt_playlist_get_rule(list) == NULL
                                            ? lilt_playlist_get_id(list)
                                            : 0);
}

static void
show_group(LiltCollection *self, LiltSong *song, gboolean artist)
{
    const gint64 id = lilt_song_get_id(song);
    const LiltQuery query = {.sort = LILT_SORT_ALBUM,
                             .mood = LILT_EMOTION_UNKNOWN,
                             .album_of = artist ? 0 : id,
                             .artist_of = artist ? id : 0};

    set_list(self, NULL);
    self->is_artist = artist;
    lilt_cover_set_song(self->cover, song);
    if (artist)
        gtk_widget_add_css_class(GTK_WIDGET(self->cover), "round");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self->cover), "round");
    gtk_label_set_label(self->title,
                        artist ? lilt_song_get_artist(song) : lilt_song_get_album(song));
    gtk_label_set_label(self->subtitle, artist ? _("Artist") : lilt_song_get_artist(song));
    set_songs(self, lilt_finder_get_songs(self->finder));
    lilt_finder_ask(self->finder, &query);
}

void
lilt_collection_show_album(LiltCollection *self, LiltSong *song)
{
    g_return_if_fail(LILT_IS_COLLECTION(self));
    show_group(self, song, FALSE);
}

void
lilt_collection_show_artist(LiltCollection *self, LiltSong *song)
{
    g_return_if_fail(LILT_IS_COLLECTION(self));
    show_group(self, song, TRUE);
}

void
lilt_collection_show_list(LiltCollection *self, LiltPlaylist *list)
{
    const gboolean by_rule = lilt_playlist_get_rule(list) != NULL;

    g_return_if_fail(LILT_IS_COLLECTION(self));
    self->is_artist = FALSE;
    gtk_widget_remove_css_class(GTK_WIDGET(self->cover), "round");
    set_list(self, list);
    gtk_label_set_label(self->title, lilt_playlist_get_name(list));
    gtk_label_set_label(self->subtitle, by_rule ? _("Smart Playlist") : _("Playlist"));
    adw_status_page_set_title(self->empty, by_rule ? _("No Song Fits") : _("Nothing in Here Yet"));
    adw_status_page_set_description(
        self->empty, by_rule ? _("Songs come by themselves as soon as they fit what this playlist "
                                 "asks for.")
                             : _("Add songs by the menu of any song or album."));
    set_songs(self, lilt_playlist_get_songs(list));
    show_songs(self);
}

LiltPlaylist *
lilt_collection_get_list(LiltCollection *self)
{
    g_return_val_if_fail(LILT_IS_COLLECTION(self), NULL);
    return self->list;
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_collection_dispose(GObject *object)
{
    LiltCollection *self = LILT_COLLECTION(object);

    g_clear_signal_handler(&self->songs_changed, self->songs);
    g_clear_signal_handler(&self->renamed, self->list);
    g_clear_object(&self->songs);
    g_clear_object(&self->list);
    g_clear_object(&self->finder);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_collection_parent_class)->dispose(object);
}

static void
lilt_collection_class_init(LiltCollectionClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_COVER);
    g_type_ensure(LILT_TYPE_SONG_VIEW);
    g_type_ensure(LILT_TYPE_GROUP_VIEW);
    G_OBJECT_CLASS(klass)->dispose = lilt_collection_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_collection.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, cover);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, title);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, subtitle);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, count);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, play);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, shuffle);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, menu);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, empty);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, albums_part);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, albums);
    gtk_widget_class_bind_template_child(widget_class, LiltCollection, view);
    gtk_widget_class_install_action(widget_class, "collection.play", NULL, do_all);
    gtk_widget_class_install_action(widget_class, "collection.shuffle", NULL, do_all);
    gtk_widget_class_install_action(widget_class, "collection.play-next", NULL, do_all);
    gtk_widget_class_install_action(widget_class, "collection.enqueue", NULL, do_all);
}

static void
lilt_collection_init(LiltCollection *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_cover_set_size(self->cover, COVER_PX);
    gtk_menu_button_set_create_popup_func(self->menu, fill_menu, self, NULL);
    lilt_name_control(GTK_WIDGET(self->menu), _("More"));
}

void
lilt_collection_set_session(LiltCollection *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_COLLECTION(self));
    g_set_object(&self->session, session);
    self->finder = lilt_session_new_finder(session);
    g_signal_connect_object(self->finder, "found", G_CALLBACK(on_found), self, G_CONNECT_SWAPPED);
    lilt_song_view_set_session(self->view, session);
    lilt_group_view_set_model(self->albums, lilt_finder_get_albums(self->finder));
}

void
lilt_collection_set_narrow(LiltCollection *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_COLLECTION(self));
    lilt_button_fit(self->play, _("Play"), "media-playback-start-symbolic", narrow);
    lilt_button_fit(self->shuffle, _("Shuffle"), "media-playlist-shuffle-symbolic", narrow);
    lilt_cover_set_size(self->cover, narrow ? NARROW_COVER_PX : COVER_PX);
    lilt_group_view_set_narrow(self->albums, narrow);
    lilt_song_view_set_table(self->view, !narrow);
}
