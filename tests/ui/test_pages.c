/* The window over a real session and a real library of real files: pages, cards, search. */
#include "window_test.h"

#include "lilt/library.h"
#include "lilt_mood_card.h"

typedef struct {
    GtkApplication *application;
    LiltLibrary *library;
    LiltSession *session;
    GtkWidget *window;
} House;

/* A house with an empty library and without a camera. */
static House
open_house(void)
{
    House house = {.application = GTK_APPLICATION(adw_application_new(
                       "io.github.lilt_player.LiltTest", G_APPLICATION_NON_UNIQUE))};
    g_autoptr(GError) error = NULL;
    g_autofree char *data = g_build_filename(check_temp_dir(), "data", NULL);
    g_autofree char *cache = g_build_filename(check_temp_dir(), "cache", NULL);

    g_application_register(G_APPLICATION(house.application), NULL, NULL);
    house.library = lilt_library_open(data, cache, &error);
    CHECK(house.library != NULL, "%s", error != NULL ? error->message : "");
    house.session = lilt_session_new(house.library, "none");
    lilt_ui_set_keys(house.application);
    house.window = GTK_WIDGET(lilt_window_new(house.application, house.session));
    gtk_widget_insert_action_group(house.window, "app", lilt_session_get_actions(house.session));
    lilt_session_start(house.session);
    gtk_window_present(GTK_WINDOW(house.window));
    return house;
}

static void
close_house(House *house)
{
    lilt_session_stop(house->session);
    lilt_library_close(house->library);
    gtk_window_destroy(GTK_WINDOW(house->window));
    run_for(100);
    g_object_unref(house->session);
    g_object_unref(house->library);
    g_object_unref(house->application);
}

static guint
n_songs(const House *house)
{
    return g_list_model_get_n_items(lilt_session_get_songs(house->session));
}

/* Read the package's music and wait until every mood has a playlist. */
static void
read_music(const House *house)
{
    const gint64 end = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
    gboolean scanning = TRUE;

    g_action_group_activate_action(lilt_session_get_actions(house->session), "add-folder",
                                   g_variant_new_string(check_asset("music/amoebax-data")));
    while (g_get_monotonic_time() < end) {
        run_for(50);
        g_object_get(house->session, "scanning", &scanning, NULL);
        if (!scanning && n_songs(house) > 0 &&
            g_list_model_get_n_items(lilt_session_get_playlist(house->session, LILT_SAD)) > 0)
            break;
    }
    CHECK(n_songs(house) > 0, "songs were read");
}

static guint
count_cards(GtkWidget *root)
{
    guint n = LILT_IS_MOOD_CARD(root) ? 1 : 0;

    for (GtkWidget *child = gtk_widget_get_first_child(root); child != NULL;
         child = gtk_widget_get_next_sibling(child))
        n += count_cards(child);
    return n;
}

/* The window's target for files; lent. */
static GtkDropTarget *
find_file_target(GtkWidget *window)
{
    g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(window);

    for (guint i = 0; i < g_list_model_get_n_items(controllers); i++) {
        g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i);

        if (GTK_IS_DROP_TARGET(controller) &&
            gdk_content_formats_contain_gtype(
                gtk_drop_target_get_formats(GTK_DROP_TARGET(controller)), GDK_TYPE_FILE_LIST))
            return GTK_DROP_TARGET(controller); /* the window holds it */
    }
    return NULL;
}

/* A folder that is dropped on the window is played; an address is not. */
static void
drop_folder(const House *house)
{
    g_autoptr(GFile) folder = g_file_new_for_path(check_asset("music/amoebax-data"));
    g_autoptr(GFile) elsewhere = g_file_new_for_uri("http://example.org/song.ogg");
    GValue value = G_VALUE_INIT;
    gboolean taken = FALSE;
    GtkDropTarget *target = find_file_target(house->window);

    REQUIRE(target != NULL, "files cannot be dropped");
    g_value_init(&value, GDK_TYPE_FILE_LIST);
    g_value_take_boxed(&value, g_slist_prepend(NULL, g_object_ref(elsewhere)));
    g_signal_emit_by_name(target, "drop", &value, 10.0, 10.0, &taken);
    CHECK(!taken, "an address was taken");
    g_value_take_boxed(&value, g_slist_prepend(NULL, g_object_ref(folder)));
    g_signal_emit_by_name(target, "drop", &value, 10.0, 10.0, &taken);
    CHECK(taken, "the folder was not taken");
    for (int i = 0; i < 100 && lilt_session_get_song(house->session) == NULL; i++)
        run_for(100);
    LiltSong *song = lilt_session_get_song(house->session);

    CHECK(song != NULL && strstr(lilt_song_get_path(song), "amoebax-data") != NULL, "the song");
    g_value_unset(&value);
}

TEST(pages_show_what_the_session_has)
{
    House house = open_house();
    GtkWidget *search;
    GtkWidget *browse;

    run_for(300);
    CHECK(find_widget(house.window, GTK_TYPE_LABEL, "Welcome to Lilt") != NULL, "first start");
    CHECK(find_widget(house.window, GTK_TYPE_LABEL, "They fill as soon as there is music.") != NULL,
          "moods without music");
    read_music(&house);
    CHECK(count_cards(house.window) == LILT_N_EMOTIONS, "%u cards", count_cards(house.window));
    browse = find_widget(house.window, GTK_TYPE_BUTTON, "Play Sad");
    REQUIRE(browse != NULL, "the sad card's button");
    CHECK(gtk_widget_is_sensitive(browse), "it can be played");

    gtk_widget_activate_action(house.window, "win.browse-mood", "s", "sad");
    run_for(200);
    CHECK(find_widget(house.window, GTK_TYPE_BUTTON, "Back to All Moods") != NULL,
          "the list opens");

    gtk_widget_activate_action(house.window, "win.search", NULL);
    search = find_widget(house.window, GTK_TYPE_SEARCH_ENTRY, NULL);
    REQUIRE(search != NULL, "the entry");
    gtk_editable_set_text(GTK_EDITABLE(search), "no such song at all");
    run_for(600);
    CHECK(find_widget(house.window, GTK_TYPE_LABEL,
                      "No song, artist or album begins with “no such song at all”.") != NULL,
          "nothing is found and said so");
    gtk_editable_set_text(GTK_EDITABLE(search), "ang");
    run_for(600);
    CHECK(find_widget(house.window, GTK_TYPE_LABEL, "Angus' Background Music") != NULL,
          "a song is found by how it begins");
    drop_folder(&house);
    close_house(&house);
}

WINDOW_TEST_MAIN()
