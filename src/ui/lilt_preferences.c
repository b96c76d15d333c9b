/* Preferences. Every row stands for an action: the session's ("app."), or one of this window. */
#include "lilt_preferences.h"

#include <glib/gi18n-lib.h>

#include "behind.h"
#include "lilt_mood_map_dialog.h"
#include "listeners.h"
#include "moods.h"
#include "preferences_row.h"
#include "question.h"
#include "resources.h"
#include "signals_group.h"
#include "text.h"
#include "toasts.h"

struct _LiltPreferences {
    AdwPreferencesWindow parent_instance;
    LiltSession *session;
    AdwToast *undo_toast; /* weak */

    AdwPreferencesGroup *folders, *gains, *outputs, *cameras, *rhythms, *lasts, *signals, *map,
        *kept, *listeners, *languages;
    GtkWidget *allow;
    GtkSpinButton *journal_days;
    GPtrArray *folder_rows;               /* borrowed */
    GtkWidget *map_rows[LILT_N_EMOTIONS]; /* borrowed */
    guint n_filled, filling; /* of the parts below; the source that fills the others, or 0 */
};
G_DEFINE_FINAL_TYPE(LiltPreferences, lilt_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* ---- music ----------------------------------------------------------------------------------- */

static void
show_folders(LiltPreferences *self)
{
    g_auto(GStrv) paths = lilt_session_dup_folders(self->session);

    for (guint i = 0; i < self->folder_rows->len; i++)
        adw_preferences_group_remove(self->folders, self->folder_rows->pdata[i]);
    g_ptr_array_set_size(self->folder_rows, 0);
    for (char **path = paths; *path != NULL; path++) {
        g_autofree char *name = g_path_get_basename(*path);
        g_autofree char *remove = g_strdup_printf(_("Remove “%s”"), name);
        const gboolean there = g_file_test(*path, G_FILE_TEST_IS_DIR);
        GtkWidget *row = lilt_row_new(name, there ? *path
                                                  : _("This folder is not there now. Nothing was "
                                                      "forgotten; plug the drive in again."));

        lilt_row_add_button(row, "user-trash-symbolic", remove, "app.remove-folder", *path);
        adw_preferences_group_add(self->folders, row);
        g_ptr_array_add(self->folder_rows, row);
    }
}

static void
show_gains(LiltPreferences *self)
{
    lilt_row_add_choice(self->gains, "app.replay-gain", "track", _("All Songs Equally Loud"),
                        _("By their ReplayGain tags, or as Lilt has heard them."));
    lilt_row_add_choice(self->gains, "app.replay-gain", "album", _("All Albums Equally Loud"),
                        _("Quiet songs of an album stay quiet."));
    lilt_row_add_choice(self->gains, "app.replay-gain", "off", _("As It Is in the Files"), NULL);
}

static int
compare_outputs(gconstpointer a, gconstpointer b)
{
    const LiltOutput *left = *(LiltOutput *const *)a, *right = *(LiltOutput *const *)b;

    return g_utf8_collate(left->words, right->words);
}

static void
show_outputs(LiltPreferences *self)
{
    g_autoptr(GPtrArray) outputs = lilt_session_dup_outputs(self->session);

    g_ptr_array_sort(outputs, compare_outputs);
    lilt_row_add_choice(self->outputs, "app.output", "", _("As the System Has It"), NULL);
    for (guint i = 0; i < outputs->len; i++) {
        const LiltOutput *output = outputs->pdata[i];

        lilt_row_add_choice(self->outputs, "app.output", output->name, output->words, NULL);
    }
}

/* The folder dialog belongs to the main window, which outlives this one. */
static void
add_folder(GtkWidget *widget, const char *action, GVariant *nothing)
{
    GtkWindow *parent = gtk_window_get_transient_for(GTK_WINDOW(widget));

    (void)action, (void)nothing;
    gtk_window_close(GTK_WINDOW(widget));
    gtk_widget_activate_action(GTK_WIDGET(parent), "win.choose-folder", NULL);
}

/* ---- camera ---------------------------------------------------------------------------------- */

static void
show_cameras(LiltPreferences *self)
{
    g_autoptr(GPtrArray) choices = lilt_session_dup_cameras(self->session);
    const LiltCameraChoice *first = choices->len > 0 ? choices->pdata[0] : NULL;

    if (!g_action_group_has_action(lilt_session_get_actions(self->session), "camera")) {
        GtkWidget *row = lilt_row_new(_("Chosen when Lilt was started"), "--camera");

        adw_preferences_group_add(self->cameras, row);
        return;
    }
    lilt_row_add_choice(self->cameras, "app.camera", "", _("The First One Found"),
                        first != NULL ? first->name : _("No camera found."));
    for (guint i = 0; i < choices->len; i++) {
        const LiltCameraChoice *choice = choices->pdata[i];

        lilt_row_add_choice(self->cameras, "app.camera", choice->id, choice->name, choice->more);
    }
}

/* How much of the time it looks, said where that is chosen. */
static void
show_share(LiltPreferences *self)
{
    const double share = lilt_session_get_mood(self->session)->camera_share;
    g_autofree char *words = NULL;

    if (share <= 0.0)
        words = g_strdup(_("The camera has not been open since Lilt was started."));
    else
        words = g_strdup_printf(
            /* Translators: %.0f is a number of percent. */
            _("The camera was open for %.0f %% of the time since Lilt was started."),
            MAX(100.0 * share, 1.0));
    adw_preferences_group_set_description(self->rhythms, words);
}

static void
show_rhythms(LiltPreferences *self)
{
    show_share(self);
    g_signal_connect_object(self->session, "mood-changed", G_CALLBACK(show_share), self,
                            G_CONNECT_SWAPPED);
    lilt_row_add_choice(self->rhythms, "app.camera-rhythm", "glances", _("Between Songs"),
                        _("At launch, and for a few seconds before each song ends."));
    lilt_row_add_choice(self->rhythms, "app.camera-rhythm", "always", _("Always"),
                        _("The camera stays open, and the sign with it."));
    lilt_row_add_choice(self->rhythms, "app.camera-rhythm", "asked", _("Only When Asked"),
                        _("By Glance Now, or while the camera card is open."));
}

/* Withdrawn: say that it holds. */
static void
on_allow(LiltPreferences *self)
{
    if (!gtk_switch_get_active(GTK_SWITCH(self->allow)))
        adw_preferences_window_add_toast(
            ADW_PREFERENCES_WINDOW(self),
            adw_toast_new(_("The camera is closed and stays closed.")));
}

/* ---- mood ------------------------------------------------------------------------------------ */

static void
show_lasts(LiltPreferences *self)
{
    lilt_row_add_choice(self->lasts, "app.choice-lasts", "song", _("For One Song"), NULL);
    lilt_row_add_choice(self->lasts, "app.choice-lasts", "half-hour", _("For 30 Minutes"), NULL);
    lilt_row_add_choice(self->lasts, "app.choice-lasts", "until-changed", _("Until Changed"), NULL);
}

static void
show_signals(LiltPreferences *self)
{
    lilt_signals_show(self->signals, self->session);
}

/* "bright and lively" */
static const char *
place_words(LiltPoint point)
{
    if (point.valence >= 0.0f)
        return point.arousal >= 0.0f ? _("bright and lively") : _("bright and calm");
    return point.arousal >= 0.0f ? _("heavy and lively") : _("heavy and calm");
}

/* "major", or nothing where either will do */
static const char *
tonality_words(float tonality)
{
    if (tonality > -0.5f && tonality < 0.5f)
        return NULL;
    return tonality > 0.0f ? _("major") : _("minor");
}

static char *
map_words(LiltPreferences *self, LiltEmotion mood)
{
    const LiltMoodMap map = lilt_mood_map(lilt_session_get_mood_table(self->session), mood);
    g_autofree char *pace = g_strdup_printf(_("about %.0f beats a minute"), (double)map.tempo_bpm);
    const char *tonality = tonality_words(map.tonality);
    GString *words = g_string_new(NULL);

    if (lilt_session_has_own_mood(self->session, mood))
        g_string_append_printf(words, "%s · ", _("As you have it"));
    g_string_append_printf(words, "%s · %s · ", place_words(map.point), pace);
    if (tonality != NULL)
        g_string_append_printf(words, "%s · ", tonality);
    for (int genre = 0; genre < LILT_MAP_GENRES; genre++)
        g_string_append_printf(words, genre > 0 ? ", %s" : "%s",
                               _(lilt_genre_label(map.genres[genre])));
    return g_string_free(words, FALSE);
}

static void
update_map(LiltPreferences *self)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        g_autofree char *words = map_words(self, (LiltEmotion)i);

        if (self->map_rows[i] != NULL)
            adw_action_row_set_subtitle(ADW_ACTION_ROW(self->map_rows[i]), words);
    }
}

static void
show_map(LiltPreferences *self)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltEmotion mood = lilt_mood_order[i];
        const LiltMoodLook look = lilt_mood_look(mood);
        g_autofree char *words = map_words(self, mood);
        g_autofree char *edit = g_strdup_printf(_("Change What Plays When: %s"), look.name);
        GtkWidget *row = lilt_row_new(look.name, words),
                  *face = gtk_image_new_from_icon_name(look.icon);

        lilt_mood_dress(face, mood);
        g_object_set(face, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
        adw_action_row_add_prefix(ADW_ACTION_ROW(row), face);
        lilt_row_add_button(row, "document-edit-symbolic", edit, "map.edit",
                            lilt_emotion_label(mood));
        adw_preferences_group_add(self->map, row);
        self->map_rows[mood] = row;
    }
    g_signal_connect_object(self->session, "mood-map-changed", G_CALLBACK(update_map), self,
                            G_CONNECT_SWAPPED);
}

static void
edit_map(GtkWidget *widget, const char *action, GVariant *label)
{
    (void)action;
    lilt_mood_map_dialog_open(GTK_WINDOW(widget), LILT_PREFERENCES(widget)->session,
                              lilt_emotion_from_label(g_variant_get_string(label, NULL)));
}

/* ---- privacy --------------------------------------------------------------------------------- */

static void
add_kept(LiltPreferences *self, const char *what, const char *folder)
{
    GtkWidget *row = lilt_row_new(what, folder);
    g_autofree char *name = g_strdup_printf(_("Show in Files: %s"), what);

    lilt_row_add_button(row, "folder-open-symbolic", name, "folder.open", folder);
    adw_preferences_group_add(self->kept, row);
}

static void
show_kept(LiltPreferences *self)
{
    g_autofree char *profile = lilt_profile_dup_current();
    g_autofree char *data = lilt_profile_dup_folder(profile);
    g_autofree char *cache = g_build_filename(g_get_user_cache_dir(), "lilt", NULL);
    GtkWidget *settings = lilt_row_new(_("Settings"), _("With the settings of your desktop."));

    add_kept(self, _("Songs, Plays, Playlists, Corrections, Journal"), data);
    add_kept(self, _("Covers, Small"), cache);
    adw_preferences_group_add(self->kept, settings);
}

static void
show_journal_days(LiltPreferences *self)
{
    g_autoptr(GVariant) days = g_action_group_get_action_state(
        lilt_session_get_actions(self->session), "journal-days");

    gtk_spin_button_set_value(self->journal_days, g_variant_get_int32(days));
}

static void
on_journal_days(LiltPreferences *self)
{
    if (self->session != NULL) /* else its first value is being set */
        g_action_group_change_action_state(
            lilt_session_get_actions(self->session), "journal-days",
            g_variant_new_int32(gtk_spin_button_get_value_as_int(self->journal_days)));
}

static void
open_folder(GtkWidget *widget, const char *action, GVariant *path)
{
    g_autofree char *uri = g_filename_to_uri(g_variant_get_string(path, NULL), NULL, NULL);

    (void)action;
    gtk_show_uri(GTK_WINDOW(widget), uri, GDK_CURRENT_TIME);
}

static void
on_erase_answered(LiltPreferences *self, const char *response, AdwMessageDialog *dialog)
{
    GActionGroup *actions = lilt_session_get_actions(self->session);
    const char *what = g_object_get_data(G_OBJECT(dialog), "what");

    if (!g_str_equal(response, "ok"))
        return;
    if (!g_str_equal(what, "erase.listening"))
        g_action_group_activate_action(actions, "erase-corrections", NULL);
    if (!g_str_equal(what, "erase.corrections"))
        g_action_group_activate_action(actions, "erase-listening", NULL);
}

static void
ask_erase(GtkWidget *widget, const char *action, GVariant *nothing)
{
    const char *heading = g_str_equal(action, "erase.corrections") ? _("Erase all corrections?")
                          : g_str_equal(action, "erase.listening")
                              ? _("Erase all plays and favourites?")
                              : _("Erase corrections, plays and favourites?");
    GtkWidget *dialog = lilt_question_new(GTK_WINDOW(widget), heading, _("This cannot be undone."),
                                          _("_Erase"), ADW_RESPONSE_DESTRUCTIVE);

    (void)nothing;
    g_object_set_data_full(G_OBJECT(dialog), "what", g_strdup(action), g_free);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_erase_answered), widget,
                            G_CONNECT_SWAPPED);
    lilt_question_ask(dialog);
}

/* ---- who listens ----------------------------------------------------------------------------- */

static void
show_listeners(LiltPreferences *self)
{
    lilt_listeners_show(self->listeners, self->session);
    lilt_languages_show(self->languages);
}

/* ---- one part a turn --------------------------------------------------------------------------
 */

/* The first page is there at once; the rows of the others would hold up music and window if all
 * were made in one turn of the main loop. */
static gboolean
fill_next(gpointer data)
{
    static void (*const parts[])(LiltPreferences * self) = {
        show_gains,   show_outputs, show_cameras, show_rhythms,  show_lasts,
        show_signals, show_map,     show_kept,    show_listeners};
    LiltPreferences *self = data;

    parts[self->n_filled++](self);
    if (self->n_filled < G_N_ELEMENTS(parts))
        return G_SOURCE_CONTINUE;
    self->filling = 0;
    return G_SOURCE_REMOVE;
}

static void
on_map(LiltPreferences *self)
{
    if (self->n_filled == 0 && self->filling == 0)
        self->filling = g_idle_add(fill_next, self);
}

/* ---- what the session says meanwhile ----------------------------------------------------------
 */

static void
on_message(LiltPreferences *self, const char *text)
{
    adw_preferences_window_add_toast(ADW_PREFERENCES_WINDOW(self), adw_toast_new(text));
}

static void
on_undoable(LiltPreferences *self, const char *text)
{
    AdwToast *toast = lilt_undo_toast_new(&self->undo_toast, text);

    if (toast != NULL)
        adw_preferences_window_add_toast(ADW_PREFERENCES_WINDOW(self), toast);
}

/* ---- the class ------------------------------------------------------------------------------- */

static void
lilt_preferences_dispose(GObject *object)
{
    LiltPreferences *self = LILT_PREFERENCES(object);

    g_clear_handle_id(&self->filling, g_source_remove);
    g_clear_weak_pointer(&self->undo_toast);
    g_clear_object(&self->session);
    g_clear_pointer(&self->folder_rows, g_ptr_array_unref);
    G_OBJECT_CLASS(lilt_preferences_parent_class)->dispose(object);
}

static void
lilt_preferences_class_init(LiltPreferencesClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_preferences_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_preferences.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, folders);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, gains);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, outputs);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, allow);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, cameras);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, rhythms);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, lasts);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, signals);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, map);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, kept);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, listeners);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, languages);
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, journal_days);
    gtk_widget_class_bind_template_callback(widget_class, on_journal_days);
    lilt_listeners_install(widget_class);
    gtk_widget_class_install_action(widget_class, "folder.add", NULL, add_folder);
    gtk_widget_class_install_action(widget_class, "map.edit", "s", edit_map);
    gtk_widget_class_install_action(widget_class, "folder.open", "s", open_folder);
    gtk_widget_class_install_action(widget_class, "erase.corrections", NULL, ask_erase);
    gtk_widget_class_install_action(widget_class, "erase.listening", NULL, ask_erase);
    gtk_widget_class_install_action(widget_class, "erase.all", NULL, ask_erase);
}

static void
lilt_preferences_init(LiltPreferences *self)
{
    self->folder_rows = g_ptr_array_new();
    gtk_widget_init_template(GTK_WIDGET(self));
}

LiltPreferences *
lilt_preferences_new(GtkWindow *parent, LiltSession *session)
{
    LiltPreferences *self = g_object_new(LILT_TYPE_PREFERENCES, "transient-for", parent, "modal",
                                         TRUE, "application", gtk_window_get_application(parent),
                                         NULL);

    self->session = g_object_ref(session);
    show_journal_days(self);
    show_folders(self);
    g_signal_connect(self, "map", G_CALLBACK(on_map), NULL);
    lilt_hide_behind(GTK_WIDGET(self));
    lilt_name_toasts(GTK_WIDGET(self));
    g_signal_connect_object(session, "notify::needs-music", G_CALLBACK(show_folders), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "message", G_CALLBACK(on_message), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "undoable", G_CALLBACK(on_undoable), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(self->allow, "notify::active", G_CALLBACK(on_allow), self,
                            G_CONNECT_SWAPPED);
    return self;
}
