/* The Library page. */
#include "lilt_library_page.h"

#include <glib/gi18n-lib.h>

#include "group_view.h"
#include "lilt_collection.h"
#include "lilt_lists_view.h"
#include "lilt_song_view.h"
#include "moods.h"
#include "resources.h"
#include "text.h"

enum { FIRST_SONGS = 50, FIRST_GROUPS = 24 }; /* below "All"; the rest is a press away */

struct _LiltLibraryPage {
    AdwBin parent_instance;
    LiltSession *session;
    LiltFinder *finder;
    char *tab;
    LiltEmotion mood;
    gboolean asked, answered; /* for the first time */
    gboolean in_page;         /* an album, artist or playlist is open */
    GtkSliceListModel *first_songs, *first_albums, *first_artists;

    GtkWidget *bar;
    AdwBin *tabs_beside, *tabs_below; /* where the tabs are: with room, and without */
    GtkWidget *tabs, *mood_words;
    GtkSearchEntry *search;
    GtkMenuButton *mood_button, *sort_button;
    GtkImage *mood_face;
    GtkLabel *mood_label;
    GtkStack *stack;
    AdwStatusPage *nothing_found;
    GtkWidget *some_albums, *some_artists, *some_songs, *more, *head;
    LiltGroupView *album_strip, *artist_strip, *albums, *artists;
    LiltSongView *few, *list;
    LiltListsView *lists;
    LiltCollection *collection;
};
G_DEFINE_FINAL_TYPE(LiltLibraryPage, lilt_library_page, ADW_TYPE_BIN)

static guint search_started_signal;

/* ---- what is in sight ------------------------------------------------------------------------ */

static const char *
searched_text(LiltLibraryPage *self)
{
    return gtk_editable_get_text(GTK_EDITABLE(self->search));
}

/* How many the tab has to show. */
static guint
count_shown(LiltLibraryPage *self)
{
    const guint n_songs = g_list_model_get_n_items(lilt_finder_get_songs(self->finder));
    const guint n_albums = g_list_model_get_n_items(lilt_finder_get_albums(self->finder));
    const guint n_artists = g_list_model_get_n_items(lilt_finder_get_artists(self->finder));

    if (g_str_equal(self->tab, "albums"))
        return n_albums;
    if (g_str_equal(self->tab, "artists"))
        return n_artists;
    return g_str_equal(self->tab, "all") ? n_songs + n_albums + n_artists : n_songs;
}

static void
explain_nothing(LiltLibraryPage *self)
{
    g_autofree char *words = NULL;

    if (*searched_text(self) != '\0')
        words = g_strdup_printf(_("No song, artist or album begins with “%s”."),
                                searched_text(self));
    else
        words = g_strdup(_("No song of yours is near this mood."));
    adw_status_page_set_description(self->nothing_found, words);
}

/* Which page lies open. Before the first answer there is nothing to say yet. */
static void
show_state(LiltLibraryPage *self)
{
    const guint n_all = g_list_model_get_n_items(lilt_session_get_songs(self->session));
    const gboolean empty = n_all == 0 && !lilt_session_is_loading(self->session);
    const char *page = self->tab;

    if (self->in_page)
        page = "page";
    else if (empty && !g_str_equal(self->tab, "playlists"))
        page = "empty";
    else if (!self->answered)
        page = "waiting";
    else if (!g_str_equal(self->tab, "playlists") && count_shown(self) == 0)
        page = "nothing";
    if (g_str_equal(page, "nothing"))
        explain_nothing(self);
    gtk_widget_set_visible(
        self->bar, !self->in_page &&
                       (!empty || g_list_model_get_n_items(lilt_session_get_lists(self->session))));
    gtk_stack_set_visible_child_name(self->stack, page);
}

/* The sections of "All": those that have something. */
static void
show_sections(LiltLibraryPage *self)
{
    const guint n_songs = g_list_model_get_n_items(lilt_finder_get_songs(self->finder));
    g_autofree char *songs = lilt_text_songs(n_songs);
    g_autofree char *words = g_strdup_printf(_("Show All %s"), songs);

    gtk_widget_set_visible(self->some_albums,
                           g_list_model_get_n_items(lilt_finder_get_albums(self->finder)) > 0);
    gtk_widget_set_visible(self->some_artists,
                           g_list_model_get_n_items(lilt_finder_get_artists(self->finder)) > 0);
    gtk_widget_set_visible(self->some_songs, n_songs > 0);
    gtk_widget_set_visible(self->more, n_songs > FIRST_SONGS);
    gtk_button_set_label(GTK_BUTTON(self->more), words);
}

static void
on_found(LiltLibraryPage *self)
{
    self->answered = TRUE;
    show_sections(self);
    show_state(self);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static LiltSort
wanted_sort(LiltLibraryPage *self)
{
    g_autoptr(GVariant) label = g_action_group_get_action_state(
        lilt_session_get_actions(self->session), "library-sort");
    LiltSort sort = LILT_SORT_ARTIST;

    lilt_sort_from_label(g_variant_get_string(label, NULL), &sort);
    return sort;
}

static void
ask(LiltLibraryPage *self)
{
    const char *text = searched_text(self);
    const LiltQuery query = {.text = text, .sort = wanted_sort(self), .mood = self->mood};

    self->asked = TRUE;
    lilt_song_view_set_words(self->few, *text != '\0' ? text : NULL);
    lilt_song_view_set_words(self->list, *text != '\0' ? text : NULL);
    lilt_finder_ask(self->finder, &query);
}

/* What is searched for may be anything: all of it is shown. */
static void
on_search_changed(LiltLibraryPage *self)
{
    if (*searched_text(self) != '\0' &&
        (self->in_page || g_str_equal(self->tab, "playlists") || g_str_equal(self->tab, "albums") ||
         g_str_equal(self->tab, "artists")))
        gtk_widget_activate_action(GTK_WIDGET(self), "win.library-tab", "s", "all");
    ask(self);
}

/* Nothing is asked before the page is looked at: the start need not wait for it. */
static void
on_map(LiltLibraryPage *self)
{
    if (!self->asked)
        ask(self);
}

static void
on_sort_changed(LiltLibraryPage *self)
{
    if (self->asked)
        ask(self);
}

static void
on_search_started(LiltLibraryPage *self)
{
    g_signal_emit(self, search_started_signal, 0);
}

/* Enter goes on from the entry to the first song found. */
static void
on_search_done(LiltLibraryPage *self)
{
    lilt_song_view_focus(g_str_equal(self->tab, "songs") ? self->list : self->few);
}

/* ---- menus ----------------------------------------------------------------------------------- */

static void
add_choice(GMenu *menu, const char *label, const char *action, const char *target)
{
    g_autoptr(GMenuItem) item = g_menu_item_new(label, NULL);

    g_menu_item_set_action_and_target(item, action, "s", target);
    g_menu_append_item(menu, item);
}

static void
fill_menus(LiltLibraryPage *self)
{
    static const char *const sorts[LILT_N_SORTS] = {
        [LILT_SORT_ARTIST] = N_("Artist"),     [LILT_SORT_TITLE] = N_("Title"),
        [LILT_SORT_ALBUM] = N_("Album"),       [LILT_SORT_ADDED] = N_("Recently Added"),
        [LILT_SORT_PLAYS] = N_("Most Played"), [LILT_SORT_LENGTH] = N_("Length"),
    };
    g_autoptr(GMenu) moods = g_menu_new(), orders = g_menu_new();

    add_choice(moods, _("Any Mood"), "win.library-mood", "any");
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        add_choice(moods, lilt_mood_look(lilt_mood_order[i]).name, "win.library-mood",
                   lilt_emotion_label(lilt_mood_order[i]));
    for (int i = 0; i < LILT_N_SORTS; i++)
        add_choice(orders, _(sorts[i]), "app.library-sort", lilt_sort_label((LiltSort)i));
    gtk_menu_button_set_menu_model(self->mood_button, G_MENU_MODEL(moods));
    gtk_menu_button_set_menu_model(self->sort_button, G_MENU_MODEL(orders));
    lilt_name_control(GTK_WIDGET(self->sort_button), _("Order"));
}

static void
show_mood(LiltLibraryPage *self)
{
    const gboolean any = self->mood == LILT_EMOTION_UNKNOWN;
    const LiltMoodLook look = lilt_mood_look(any ? LILT_HAPPY : self->mood);
    const char *name = any ? _("Any Mood") : look.name;
    g_autofree char *words = g_strdup_printf(_("Mood of the songs: %s"), name);

    gtk_image_set_from_icon_name(self->mood_face, look.icon);
    gtk_label_set_label(self->mood_label, name);
    lilt_name_control(GTK_WIDGET(self->mood_button), words);
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_library_page_dispose(GObject *object)
{
    LiltLibraryPage *self = LILT_LIBRARY_PAGE(object);

    g_clear_object(&self->first_songs);
    g_clear_object(&self->first_albums);
    g_clear_object(&self->first_artists);
    g_clear_object(&self->finder);
    g_clear_object(&self->session);
    g_clear_pointer(&self->tab, g_free);
    G_OBJECT_CLASS(lilt_library_page_parent_class)->dispose(object);
}

static void
bind_children(GtkWidgetClass *widget_class)
{
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, bar);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, tabs_beside);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, tabs_below);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, tabs);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, search);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, mood_button);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, mood_face);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, mood_label);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, mood_words);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, sort_button);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, nothing_found);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, some_albums);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, some_artists);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, some_songs);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, more);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, head);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, album_strip);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, artist_strip);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, albums);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, artists);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, few);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, list);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, lists);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, collection);
}

static void
lilt_library_page_class_init(LiltLibraryPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_SONG_VIEW);
    g_type_ensure(LILT_TYPE_GROUP_VIEW);
    g_type_ensure(LILT_TYPE_LISTS_VIEW);
    g_type_ensure(LILT_TYPE_COLLECTION);
    G_OBJECT_CLASS(klass)->dispose = lilt_library_page_dispose;
    search_started_signal = g_signal_new("search-started", LILT_TYPE_LIBRARY_PAGE,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_library_page.ui");
    bind_children(widget_class);
    gtk_widget_class_bind_template_callback(widget_class, on_search_changed);
    gtk_widget_class_bind_template_callback(widget_class, on_search_started);
    gtk_widget_class_bind_template_callback(widget_class, on_search_done);
    gtk_widget_class_bind_template_callback(widget_class, lilt_library_page_stop_search);
}

static void
lilt_library_page_init(LiltLibraryPage *self)
{
    self->tab = g_strdup("all");
    self->mood = LILT_EMOTION_UNKNOWN;
    gtk_widget_init_template(GTK_WIDGET(self));
    fill_menus(self);
    show_mood(self);
}

/* A playlist that is deleted while it lies open is left. */
static void
on_lists_changed(LiltLibraryPage *self)
{
    LiltPlaylist *open = lilt_collection_get_list(self->collection);

    if (self->in_page && open != NULL &&
        lilt_session_get_list(self->session, lilt_playlist_get_id(open)) == NULL)
        lilt_library_page_back(self);
    else
        show_state(self);
}

static GtkSliceListModel *
first_of(GListModel *model, guint n)
{
    return gtk_slice_list_model_new(g_object_ref(model), 0, n);
}

void
lilt_library_page_set_session(LiltLibraryPage *self, LiltSession *session)
{
    GListModel *songs;

    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    g_set_object(&self->session, session);
    self->finder = lilt_session_new_finder(session);
    songs = lilt_finder_get_songs(self->finder);
    self->first_songs = first_of(songs, FIRST_SONGS);
    lilt_song_view_set_session(self->few, session);
    lilt_song_view_set_session(self->list, session);
    lilt_song_view_set_model(self->few, G_LIST_MODEL(self->first_songs));
    lilt_song_view_set_model(self->list, songs);
    self->first_albums = first_of(lilt_finder_get_albums(self->finder), FIRST_GROUPS);
    self->first_artists = first_of(lilt_finder_get_artists(self->finder), FIRST_GROUPS);
    lilt_group_view_set_model(self->album_strip, G_LIST_MODEL(self->first_albums));
    lilt_group_view_set_model(self->albums, lilt_finder_get_albums(self->finder));
    lilt_group_view_set_model(self->artist_strip, G_LIST_MODEL(self->first_artists));
    lilt_group_view_set_model(self->artists, lilt_finder_get_artists(self->finder));
    lilt_lists_view_set_session(self->lists, session);
    lilt_collection_set_session(self->collection, session);
    g_signal_connect_object(self->finder, "found", G_CALLBACK(on_found), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(lilt_session_get_songs(session), "items-changed",
                            G_CALLBACK(show_state), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(lilt_session_get_lists(session), "items-changed",
                            G_CALLBACK(on_lists_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(lilt_session_get_actions(session), "action-state-changed::library-sort",
                            G_CALLBACK(on_sort_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
    show_state(self);
}

void
lilt_library_page_capture_keys(LiltLibraryPage *self, GtkWidget *widget)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    gtk_search_entry_set_key_capture_widget(self->search, widget);
}

void
lilt_library_page_start_search(LiltLibraryPage *self)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    if (self->in_page)
        lilt_library_page_back(self);
    gtk_widget_grab_focus(GTK_WIDGET(self->search));
    /* getting the focus selects all, and the next key would replace what was just typed */
    gtk_editable_set_position(GTK_EDITABLE(self->search), -1);
}

void
lilt_library_page_stop_search(LiltLibraryPage *self)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    gtk_editable_set_text(GTK_EDITABLE(self->search), "");
    gtk_widget_child_focus(GTK_WIDGET(self->stack), GTK_DIR_TAB_FORWARD);
}

/* A focus that was hidden with what it lay in goes to the tabs: GTK 4.8 would pass this page over.
 */
static void
keep_focus_in_sight(LiltLibraryPage *self, GtkWidget *focus)
{
    if (focus != NULL && gtk_widget_is_ancestor(focus, GTK_WIDGET(self)) &&
        !gtk_widget_get_mapped(focus))
        gtk_widget_child_focus(self->tabs, GTK_DIR_TAB_FORWARD);
}

void
lilt_library_page_show_tab(LiltLibraryPage *self, const char *tab)
{
    g_autoptr(GtkWidget) focus = NULL;

    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    g_set_object(&focus, gtk_root_get_focus(gtk_widget_get_root(GTK_WIDGET(self))));
    g_free(self->tab);
    self->tab = g_strdup(tab);
    self->in_page = FALSE;
    show_state(self);
    keep_focus_in_sight(self, focus);
}

void
lilt_library_page_set_mood(LiltLibraryPage *self, LiltEmotion mood)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    self->mood = mood;
    show_mood(self);
    ask(self);
}

static void
open_page(LiltLibraryPage *self)
{
    self->in_page = TRUE;
    show_state(self);
    gtk_widget_child_focus(GTK_WIDGET(self->collection), GTK_DIR_TAB_FORWARD);
}

void
lilt_library_page_open_album(LiltLibraryPage *self, gint64 song_id)
{
    g_autoptr(LiltSong) song = lilt_session_dup_song(self->session, song_id);

    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    if (song == NULL)
        return;
    lilt_collection_show_album(self->collection, song);
    open_page(self);
}

void
lilt_library_page_open_artist(LiltLibraryPage *self, gint64 song_id)
{
    g_autoptr(LiltSong) song = lilt_session_dup_song(self->session, song_id);

    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    if (song == NULL)
        return;
    lilt_collection_show_artist(self->collection, song);
    open_page(self);
}

void
lilt_library_page_open_list(LiltLibraryPage *self, gint64 list_id)
{
    LiltPlaylist *list = lilt_session_get_list(self->session, list_id);

    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    if (list == NULL)
        return;
    lilt_collection_show_list(self->collection, list);
    open_page(self);
}

void
lilt_library_page_back(LiltLibraryPage *self)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    self->in_page = FALSE;
    show_state(self);
    gtk_widget_child_focus(GTK_WIDGET(self->stack), GTK_DIR_TAB_FORWARD);
}

void
lilt_library_page_set_tabs_below(LiltLibraryPage *self, gboolean below)
{
    AdwBin *place = below ? self->tabs_below : self->tabs_beside;

    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    if (gtk_widget_get_parent(self->tabs) == GTK_WIDGET(place))
        return;
    g_object_ref(self->tabs);
    adw_bin_set_child(below ? self->tabs_beside : self->tabs_below, NULL);
    adw_bin_set_child(place, self->tabs);
    g_object_unref(self->tabs);
}

void
lilt_library_page_set_narrow(LiltLibraryPage *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    gtk_widget_set_visible(self->mood_words, !narrow);
    lilt_song_view_set_table(self->few, !narrow);
    lilt_song_view_set_table(self->list, !narrow);
    gtk_widget_set_visible(self->head, !narrow);
    lilt_group_view_set_narrow(self->album_strip, narrow);
    lilt_group_view_set_narrow(self->artist_strip, narrow);
    lilt_group_view_set_narrow(self->albums, narrow);
    lilt_group_view_set_narrow(self->artists, narrow);
    lilt_collection_set_narrow(self->collection, narrow);
}
