/* The commands of the Library page. */
#include "library_actions.h"

#include "lilt_rule_dialog.h"
#include "lilt_tags_dialog.h"
#include "list_name.h"
#include "properties.h"

typedef struct {
    GtkApplicationWindow *window;
    LiltLibraryPage *page;
    LiltSession *session;
} Place; /* all borrowed from the window, which keeps it */

static void
turn_to_library(const Place *place)
{
    g_action_group_change_action_state(G_ACTION_GROUP(place->window), "page",
                                       g_variant_new_string("library"));
}

static void
change_tab(GSimpleAction *action, GVariant *tab, gpointer data)
{
    static const char *const tabs[] = {"all", "albums", "artists", "songs", "playlists", NULL};
    const Place *place = data;

    if (!g_strv_contains(tabs, g_variant_get_string(tab, NULL)))
        return;
    g_simple_action_set_state(action, tab);
    lilt_library_page_show_tab(place->page, g_variant_get_string(tab, NULL));
}

static void
change_mood(GSimpleAction *action, GVariant *label, gpointer data)
{
    const LiltEmotion mood = lilt_emotion_from_label(g_variant_get_string(label, NULL));

    g_simple_action_set_state(action,
                              mood != LILT_EMOTION_UNKNOWN ? label : g_variant_new_string("any"));
    lilt_library_page_set_mood(((const Place *)data)->page, mood);
}

static void
back(GSimpleAction *action, GVariant *nothing, gpointer data)
{
    (void)action, (void)nothing;
    lilt_library_page_back(((const Place *)data)->page);
}

static void
open_album(GSimpleAction *action, GVariant *id, gpointer data)
{
    (void)action;
    turn_to_library(data);
    lilt_library_page_open_album(((const Place *)data)->page, g_variant_get_int64(id));
}

static void
open_artist(GSimpleAction *action, GVariant *id, gpointer data)
{
    (void)action;
    turn_to_library(data);
    lilt_library_page_open_artist(((const Place *)data)->page, g_variant_get_int64(id));
}

static void
open_list(GSimpleAction *action, GVariant *id, gpointer data)
{
    (void)action;
    turn_to_library(data);
    lilt_library_page_open_list(((const Place *)data)->page, g_variant_get_int64(id));
}

static void
new_list(GSimpleAction *action, GVariant *ids, gpointer data)
{
    (void)action;
    lilt_ask_new_list(GTK_WINDOW(((const Place *)data)->window), ids);
}

static void
rename_list(GSimpleAction *action, GVariant *id, gpointer data)
{
    const Place *place = data;
    LiltPlaylist *list = lilt_session_get_list(place->session, g_variant_get_int64(id));

    (void)action;
    if (list != NULL)
        lilt_ask_list_name(GTK_WINDOW(place->window), list);
}

static void
new_rule(GSimpleAction *action, GVariant *nothing, gpointer data)
{
    (void)action, (void)nothing;
    lilt_rule_dialog_open(GTK_WINDOW(((const Place *)data)->window), NULL);
}

static void
edit_rule(GSimpleAction *action, GVariant *id, gpointer data)
{
    const Place *place = data;
    LiltPlaylist *list = lilt_session_get_list(place->session, g_variant_get_int64(id));

    (void)action;
    if (list != NULL && lilt_playlist_get_rule(list) != NULL)
        lilt_rule_dialog_open(GTK_WINDOW(place->window), list);
}

static void
show_properties(GSimpleAction *action, GVariant *id, gpointer data)
{
    const Place *place = data;

    (void)action;
    lilt_properties_open(GTK_WINDOW(place->window), place->session, g_variant_get_int64(id));
}

static void
edit_tags(GSimpleAction *action, GVariant *ids, gpointer data)
{
    const Place *place = data;

    (void)action;
    lilt_tags_dialog_open(GTK_WINDOW(place->window), place->session, ids);
}

/* ---- Show in Files --------------------------------------------------------------------------- */

/* Without a file manager on the bus, whatever opens folders opens the song's. */
static void
shown(GObject *bus, GAsyncResult *result, gpointer data)
{
    g_autofree char *uri = data;
    g_autoptr(GVariant)
        answer = g_dbus_connection_call_finish(G_DBUS_CONNECTION(bus), result, NULL);
    g_autoptr(GFile) file = g_file_new_for_uri(uri), folder = g_file_get_parent(file);
    g_autofree char *folder_uri = folder != NULL ? g_file_get_uri(folder) : NULL;

    if (answer == NULL && folder_uri != NULL)
        gtk_show_uri(NULL, folder_uri, GDK_CURRENT_TIME);
}

static void
show_in_files(GSimpleAction *action, GVariant *id, gpointer data)
{
    const Place *place = data;
    g_autoptr(LiltSong) song = lilt_session_dup_song(place->session, g_variant_get_int64(id));
    GDBusConnection *bus = g_application_get_dbus_connection(
        G_APPLICATION(gtk_window_get_application(GTK_WINDOW(place->window))));
    char *uri;

    (void)action;
    if (song == NULL || bus == NULL)
        return;
    uri = g_filename_to_uri(lilt_song_get_path(song), NULL, NULL);
    g_dbus_connection_call(bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                           "org.freedesktop.FileManager1", "ShowItems",
                           g_variant_new("(^ass)", (const char *const[]){uri, NULL}, ""), NULL,
                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, shown, uri);
}

void
lilt_library_actions_add(GtkApplicationWindow *window, LiltLibraryPage *page, LiltSession *session)
{
    static const GActionEntry entries[] = {
        {.name = "library-tab",
         .parameter_type = "s",
         .state = "'all'",
         .change_state = change_tab},
        {.name = "library-mood",
         .parameter_type = "s",
         .state = "'any'",
         .change_state = change_mood},
        {.name = "library-back", .activate = back},
        {.name = "open-album", .parameter_type = "x", .activate = open_album},
        {.name = "open-artist", .parameter_type = "x", .activate = open_artist},
        {.name = "open-list", .parameter_type = "x", .activate = open_list},
        {.name = "new-list", .parameter_type = "ax", .activate = new_list},
        {.name = "rename-list", .parameter_type = "x", .activate = rename_list},
        {.name = "new-rule", .activate = new_rule},
        {.name = "edit-rule", .parameter_type = "x", .activate = edit_rule},
        {.name = "edit-tags", .parameter_type = "ax", .activate = edit_tags},
        {.name = "properties", .parameter_type = "x", .activate = show_properties},
        {.name = "show-in-files", .parameter_type = "x", .activate = show_in_files},
    };
    Place *place = g_new(Place, 1);

    *place = (Place){window, page, session};
    g_object_set_data_full(G_OBJECT(window), "library-actions", place, g_free);
    g_action_map_add_action_entries(G_ACTION_MAP(window), entries, G_N_ELEMENTS(entries), place);
}
