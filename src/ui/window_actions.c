/* The window's own commands. */
#include "window_actions.h"

#include <glib/gi18n-lib.h>

#include "behind.h"
#include "lilt_preferences.h"
#include "lilt_scenes_dialog.h"
#include "moods.h"
#include "resources.h"

enum { SKIP_US = 10 * G_USEC_PER_SEC };
static const double volume_step = 0.05;

/* ---- pages ----------------------------------------------------------------------------------- */

static void
change_page(GSimpleAction *action, GVariant *value, gpointer window)
{
    (void)action; /* its state follows the page that is shown */
    lilt_window_show_page(window, g_variant_get_string(value, NULL));
}

static void
change_queue(GSimpleAction *action, GVariant *value, gpointer window)
{
    (void)action;
    lilt_window_show_queue(window, g_variant_get_boolean(value));
}

static void
browse_mood(GSimpleAction *action, GVariant *label, gpointer window)
{
    (void)action;
    lilt_window_browse(window, lilt_emotion_from_label(g_variant_get_string(label, NULL)));
}

static void
all_moods(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    (void)action, (void)nothing;
    lilt_window_browse(window, LILT_EMOTION_UNKNOWN);
}

static void
search(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    (void)action, (void)nothing;
    lilt_window_search(window);
}

static void
mood_menu(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    (void)action, (void)nothing;
    lilt_window_open_mood_menu(window);
}

/* ---- camera ---------------------------------------------------------------------------------- */

static void
ask_camera(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    (void)action, (void)nothing;
    lilt_window_ask_camera(window);
}

/* Unlike a toggle, pressing twice must not open it again. */
static void
close_camera(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    (void)action, (void)nothing;
    g_action_group_change_action_state(lilt_session_get_actions(lilt_window_get_session(window)),
                                       "camera-off", g_variant_new_boolean(TRUE));
}

/* ---- playing --------------------------------------------------------------------------------- */

static void
skip_by(GSimpleAction *action, GVariant *us, gpointer window)
{
    LiltSession *session = lilt_window_get_session(window);
    const gint64 to = lilt_session_get_position_us(session) + g_variant_get_int64(us);

    (void)action;
    if (lilt_session_get_song(session) != NULL)
        g_action_group_activate_action(lilt_session_get_actions(session), "seek",
                                       g_variant_new_int64(MAX(0, to)));
}

static void
volume_by(GSimpleAction *action, GVariant *step, gpointer window)
{
    LiltSession *session = lilt_window_get_session(window);
    double volume;

    (void)action;
    g_object_get(session, "volume", &volume, NULL);
    g_action_group_change_action_state(
        lilt_session_get_actions(session), "volume",
        g_variant_new_double(CLAMP(volume + g_variant_get_double(step), 0, 1)));
}

/* ---- dialogs --------------------------------------------------------------------------------- */

/* Takes the dialog. */
static void
show_chooser(GtkFileChooserNative *dialog, GCallback on_chosen, gpointer window)
{
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    g_signal_connect(dialog, "response", on_chosen, window);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
on_folder_chosen(GtkNativeDialog *dialog, int response, gpointer window)
{
    g_autoptr(GFile) folder = NULL;
    g_autofree char *path = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        folder = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
    path = folder != NULL ? g_file_get_path(folder) : NULL;
    if (path != NULL)
        gtk_widget_activate_action(window, "app.add-folder", "s", path);
    g_object_unref(dialog);
}

static void
choose_folder(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Choose Your Music Folder"), window, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"),
        _("_Cancel"));

    (void)action, (void)nothing;
    show_chooser(dialog, G_CALLBACK(on_folder_chosen), window);
}

static void
on_files_chosen(GtkNativeDialog *dialog, int response, gpointer window)
{
    g_autoptr(GListModel) files = gtk_file_chooser_get_files(GTK_FILE_CHOOSER(dialog));
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items(files); i++) {
        g_autoptr(GFile) file = g_list_model_get_item(files, i);

        if (g_file_peek_path(file) != NULL)
            g_ptr_array_add(paths, g_file_get_path(file));
    }
    if (paths->len > 0) {
        g_ptr_array_add(paths, NULL);
        lilt_session_play_files(lilt_window_get_session(window), (const char *const *)paths->pdata);
    }
    g_object_unref(dialog);
}

/* Playlists that can be read. */
static void
add_list_endings(GtkFileFilter *filter)
{
    static const char *const endings[] = {"m3u", "m3u8", "pls", "xspf"};

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
        gtk_file_filter_add_suffix(filter, endings[i]);
}

static void
open_files(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Open Music Files"), window, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Play"), _("_Cancel"));
    GtkFileFilter *audio = gtk_file_filter_new();

    (void)action, (void)nothing;
    gtk_file_filter_set_name(audio, _("Music"));
    gtk_file_filter_add_mime_type(audio, "audio/*");
    add_list_endings(audio);
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), audio);
    g_object_unref(audio);
    gtk_file_chooser_set_select_multiple(GTK_FILE_CHOOSER(dialog), TRUE);
    show_chooser(dialog, G_CALLBACK(on_files_chosen), window);
}

static void
on_list_chosen(GtkNativeDialog *dialog, int response, gpointer window)
{
    g_autoptr(GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
    if (file != NULL && g_file_peek_path(file) != NULL)
        gtk_widget_activate_action(window, "app.import-list", "^ay", g_file_peek_path(file));
    g_object_unref(dialog);
}

static void
import_list(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Import Playlist"), window, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"), _("_Cancel"));
    GtkFileFilter *lists = gtk_file_filter_new();

    (void)action, (void)nothing;
    gtk_file_filter_set_name(lists, _("Playlists (M3U, PLS, XSPF)"));
    add_list_endings(lists);
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), lists);
    g_object_unref(lists);
    show_chooser(dialog, G_CALLBACK(on_list_chosen), window);
}

/* What is to be saved, and by which action. */
typedef struct {
    GtkWidget *window;
    const char *action;
    GVariant *which;
} Export;

static void
export_free(gpointer data, GClosure *closure)
{
    Export *export = data;

    (void)closure;
    g_variant_unref(export->which);
    g_free(export);
}

static void
on_export_named(GtkNativeDialog *dialog, int response, gpointer data)
{
    const Export *export = data;
    g_autoptr(GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
    if (file != NULL && g_file_peek_path(file) != NULL)
        gtk_widget_activate_action(export->window, export->action, "(@*^ay)", export->which,
                                   g_file_peek_path(file));
    g_object_unref(dialog);
}

static void
ask_export(gpointer window, const char *action, GVariant *which, const char *name)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Export Playlist"), window, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
    g_autofree char *file = g_strdup_printf("%s.m3u8", name);
    Export *export = g_new(Export, 1);

    *export = (Export){window, action, g_variant_ref(which)};
    g_strdelimit(file, "/", '-');
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), file);
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    g_signal_connect_data(dialog, "response", G_CALLBACK(on_export_named), export, export_free, 0);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
export_mood(GSimpleAction *action, GVariant *label, gpointer window)
{
    const LiltEmotion mood = lilt_emotion_from_label(g_variant_get_string(label, NULL));

    (void)action;
    ask_export(window, "app.export-mood", label, lilt_mood_look(mood).name);
}

static void
export_list(GSimpleAction *action, GVariant *id, gpointer window)
{
    LiltPlaylist *list = lilt_session_get_list(lilt_window_get_session(window),
                                               g_variant_get_int64(id));

    (void)action;
    if (list != NULL)
        ask_export(window, "app.export-list", id, lilt_playlist_get_name(list));
}

/* ---- listening histories --------------------------------------------------------------------- */

static void
on_history_named(GtkNativeDialog *dialog, int response, gpointer window)
{
    const gboolean saves = gtk_file_chooser_get_action(GTK_FILE_CHOOSER(dialog)) ==
                           GTK_FILE_CHOOSER_ACTION_SAVE;
    g_autoptr(GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
    if (file != NULL && g_file_peek_path(file) != NULL)
        gtk_widget_activate_action(window, saves ? "app.export-history" : "app.import-history",
                                   "^ay", g_file_peek_path(file));
    g_object_unref(dialog);
}

static void
ask_for_history(GtkFileChooserNative *dialog, gpointer window)
{
    show_chooser(dialog, G_CALLBACK(on_history_named), window);
}

static void
import_history(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(_("Import Listening History"),
                                                               window, GTK_FILE_CHOOSER_ACTION_OPEN,
                                                               _("_Import"), _("_Cancel"));
    GtkFileFilter *known = gtk_file_filter_new();

    (void)action, (void)nothing;
    gtk_file_filter_set_name(known, _("From Last.fm, ListenBrainz or Lilt"));
    gtk_file_filter_add_suffix(known, "csv");
    gtk_file_filter_add_suffix(known, "json");
    gtk_file_filter_add_suffix(known, "jsonl");
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), known);
    g_object_unref(known);
    ask_for_history(dialog, window);
}

static void
export_history(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(_("Export Listening History"),
                                                               window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                                               _("_Save"), _("_Cancel"));

    (void)action, (void)nothing;
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), "listens.jsonl");
    ask_for_history(dialog, window);
}

static gboolean
present(gpointer window)
{
    gtk_window_present(window);
    return G_SOURCE_REMOVE;
}

/* page: its name; NULL is the first. To make them and to show them takes a moment each: music and
 * window go on in between. */
static void
preferences(GSimpleAction *action, GVariant *page, gpointer window)
{
    LiltPreferences *shown = lilt_preferences_new(window, lilt_window_get_session(window));

    (void)action;
    if (page != NULL)
        adw_preferences_window_set_visible_page_name(ADW_PREFERENCES_WINDOW(shown),
                                                     g_variant_get_string(page, NULL));
    g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, present, g_object_ref(shown), g_object_unref);
}

static void
edit_scenes(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    (void)action, (void)nothing;
    lilt_scenes_dialog_open(window, lilt_window_get_session(window));
}

static void
guide(GSimpleAction *action, GVariant *nothing, gpointer window)
{
    g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource(LILT_UI "guide.ui");
    GtkWindow *page = GTK_WINDOW(gtk_builder_get_object(builder, "guide"));

    (void)action, (void)nothing;
    gtk_window_set_transient_for(page, window);
    lilt_hide_behind(GTK_WIDGET(page));
    gtk_window_present(page);
}

/* ---- the table ------------------------------------------------------------------------------- */

/* What has the focus may want the key for itself: words are gone through with Ctrl and an arrow,
 * and so are rows and what is slid. */
static gboolean
take_key(GtkWidget *window, GVariant *parameter, gpointer action)
{
    GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(window));

    if (focus != NULL && (GTK_IS_TEXT(focus) || GTK_IS_RANGE(focus) ||
                          gtk_widget_get_ancestor(focus, GTK_TYPE_LIST_VIEW) != NULL))
        return FALSE;
    return gtk_widget_activate_action_variant(window, action, parameter);
}

static void
add_key(GtkEventController *keys, guint key, GdkModifierType modifiers, GtkShortcutAction *action,
        GVariant *parameter)
{
    GtkShortcut *shortcut = gtk_shortcut_new(gtk_keyval_trigger_new(key, modifiers), action);

    gtk_shortcut_set_arguments(shortcut, parameter);
    gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys), shortcut);
}

static void
add_ctrl_key(GtkEventController *keys, guint key, const char *action, GVariant *parameter)
{
    add_key(keys, key, GDK_CONTROL_MASK,
            gtk_callback_action_new(take_key, g_strdup(action), g_free), parameter);
}

/* Bindings of the window's class would come too late: GtkWindow's own use Space and arrows with
 * Ctrl for the focus, and scrolled windows take those arrows even before. */
static void
add_keys(GtkWidget *window)
{
    GtkEventController *late = gtk_shortcut_controller_new();
    GtkEventController *early = gtk_shortcut_controller_new();

    gtk_event_controller_set_propagation_phase(early, GTK_PHASE_CAPTURE);
    add_ctrl_key(early, GDK_KEY_Right, "app.next", NULL);
    add_ctrl_key(early, GDK_KEY_Left, "app.previous", NULL);
    add_ctrl_key(early, GDK_KEY_Up, "win.volume-by", g_variant_new_double(volume_step));
    add_ctrl_key(early, GDK_KEY_Down, "win.volume-by", g_variant_new_double(-volume_step));
    add_key(late, GDK_KEY_space, 0, gtk_named_action_new("app.play-pause"), NULL);
    add_key(late, GDK_KEY_Right, GDK_SHIFT_MASK, gtk_named_action_new("win.skip-by"),
            g_variant_new_int64(SKIP_US));
    add_key(late, GDK_KEY_Left, GDK_SHIFT_MASK, gtk_named_action_new("win.skip-by"),
            g_variant_new_int64(-SKIP_US));
    gtk_widget_add_controller(window, early);
    gtk_widget_add_controller(window, late);
}

void
lilt_window_actions_add(LiltWindow *window)
{
    static const GActionEntry entries[] = {
        {.name = "page", .parameter_type = "s", .state = "'now'", .change_state = change_page},
        {.name = "queue", .state = "true", .change_state = change_queue},
        {.name = "browse-mood", .parameter_type = "s", .activate = browse_mood},
        {.name = "all-moods", .activate = all_moods},
        {.name = "search", .activate = search},
        {.name = "mood-menu", .activate = mood_menu},
        {.name = "ask-camera", .activate = ask_camera},
        {.name = "close-camera", .activate = close_camera},
        {.name = "skip-by", .parameter_type = "x", .activate = skip_by},
        {.name = "volume-by", .parameter_type = "d", .activate = volume_by},
        {.name = "choose-folder", .activate = choose_folder},
        {.name = "open-files", .activate = open_files},
        {.name = "export-mood", .parameter_type = "s", .activate = export_mood},
        {.name = "export-list", .parameter_type = "x", .activate = export_list},
        {.name = "import-list", .activate = import_list},
        {.name = "import-history", .activate = import_history},
        {.name = "export-history", .activate = export_history},
        {.name = "preferences", .activate = preferences},
        {.name = "preferences-page", .activate = preferences, .parameter_type = "s"},
        {.name = "guide", .activate = guide},
        {.name = "edit-scenes", .activate = edit_scenes},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(window), entries, G_N_ELEMENTS(entries), window);
    add_keys(GTK_WIDGET(window));
}

static void
set_state(GtkWindow *window, const char *name, GVariant *state)
{
    GAction *action = g_action_map_lookup_action(G_ACTION_MAP(window), name);

    g_simple_action_set_state(G_SIMPLE_ACTION(action), state);
}

void
lilt_window_actions_set_page(GtkWindow *window, const char *page, gboolean queue_shown)
{
    set_state(window, "page", g_variant_new_string(page));
    set_state(window, "queue", g_variant_new_boolean(queue_shown));
}

static void
set_accel(GtkApplication *application, const char *action, const char *key)
{
    gtk_application_set_accels_for_action(application, action, (const char *[]){key, NULL});
}

void
lilt_window_actions_set_accels(GtkApplication *application)
{
    static const char *const keys[][2] = {
        {"app.love", "<Control>l"},
        {"app.mood::automatic", "<Control>0"},
        {"app.glance", "<Control>g"},
        {"app.policy::hold", "<Control>h"},
        {"app.quit", "<Control>q"},
        {"app.undo", "<Control>z"},
        {"win.mood-menu", "<Control>m"},
        {"win.close-camera", "<Control><Shift>c"},
        {"win.page::now", "<Alt>1"},
        {"win.page::moods", "<Alt>2"},
        {"win.page::library", "<Alt>3"},
        {"win.page::journal", "<Alt>4"},
        {"win.queue", "F9"},
        {"win.search", "<Control>f"},
        {"win.open-files", "<Control>o"},
        {"win.preferences", "<Control>comma"},
        {"win.show-help-overlay", "<Control>question"},
        {"win.guide", "F1"},
        {"window.close", "<Control>w"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        set_accel(application, keys[i][0], keys[i][1]);
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        g_autofree char *action = g_strdup_printf("app.mood::%s",
                                                  lilt_emotion_label(lilt_mood_order[i]));
        g_autofree char *key = g_strdup_printf("<Control>%d", i + 1);

        set_accel(application, action, key);
    }
}
