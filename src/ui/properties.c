/* The properties of a song. They are what is known when it opens; nothing in it changes. */
#include "properties.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "behind.h"
#include "moods.h"
#include "resources.h"
#include "text.h"

/* What the rows are made from. */
typedef struct {
    GtkBuilder *builder;
    LiltSong *song;
    LiltSongFacts facts;
} Page;

static GtkWidget *
add_row(const Page *page, const char *group, const char *title, const char *words)
{
    GtkWidget *row = adw_action_row_new();

    adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row), FALSE);
    adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
    adw_action_row_set_subtitle(ADW_ACTION_ROW(row), words);
    adw_preferences_group_add(ADW_PREFERENCES_GROUP(gtk_builder_get_object(page->builder, group)),
                              row);
    return row;
}

/* A button at the end of a row, for a command of the window behind this one. */
static void
add_button(GtkWidget *row, const char *icon, const char *name, GCallback pressed, gpointer window)
{
    GtkWidget *button = gtk_button_new_from_icon_name(icon);

    lilt_name_control(button, name);
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class(button, "flat");
    adw_action_row_add_suffix(ADW_ACTION_ROW(row), button);
    g_signal_connect_swapped(button, "clicked", pressed, window);
}

static gint64
id_of(GtkWindow *window)
{
    return *(gint64 *)g_object_get_data(G_OBJECT(window), "song");
}

static void
show_in_files(GtkWindow *window)
{
    gtk_widget_activate_action(GTK_WIDGET(gtk_window_get_transient_for(window)),
                               "win.show-in-files", "x", id_of(window));
}

/* The tags are edited in a window of their own, in this one's place. */
static void
edit_tags(GtkWindow *window)
{
    const gint64 id = id_of(window);
    GVariant *ids = g_variant_new_fixed_array(G_VARIANT_TYPE_INT64, &id, 1, sizeof id);

    gtk_widget_activate_action(GTK_WIDGET(gtk_window_get_transient_for(window)), "win.edit-tags",
                               "@ax", ids);
    gtk_window_close(window);
}

/* ---- the parts ------------------------------------------------------------------------------- */

static void
fill_file(const Page *page, gpointer window)
{
    const char *path = lilt_song_get_path(page->song);
    g_autofree char *name = g_filename_display_basename(path);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *shown_folder = g_filename_display_name(folder);
    g_autofree char *type = g_content_type_guess(path, NULL, 0, NULL);
    g_autofree char *format = g_content_type_get_description(type);
    g_autofree char *size = g_format_size((guint64)page->facts.size_bytes);

    add_button(add_row(page, "file", _("Name"), name), "document-edit-symbolic", _("Edit Tags"),
               G_CALLBACK(edit_tags), window);
    add_button(add_row(page, "file", _("Folder"), shown_folder), "folder-open-symbolic",
               _("Show in Files"), G_CALLBACK(show_in_files), window);
    add_row(page, "file", _("Format"), format);
    add_row(page, "file", _("Size"), size);
}

static const char *
origin_words(const LiltSongFacts *facts)
{
    return facts->felt       ? _("as you said")
           : facts->analysed ? _("as Lilt hears it")
                             : _("not heard by Lilt yet");
}

static void
fill_sound(const Page *page)
{
    const guint ms = lilt_song_get_duration_ms(page->song);
    g_autofree char *length = lilt_text_time(ms > 0 ? (gint64)ms * 1000 : -1);
    const LiltMoodLook look = lilt_mood_look(lilt_song_get_emotion(page->song));
    g_autofree char *mood = g_strdup_printf("%s · %s", look.name, origin_words(&page->facts));

    add_row(page, "sound", _("Length"), length);
    if (ms > 0) {
        /* bits in a millisecond are kilobits in a second */
        g_autofree char *rate = g_strdup_printf(_("%d kbit/s on average"),
                                                (int)(8 * page->facts.size_bytes / (gint64)ms));

        add_row(page, "sound", _("Bit Rate"), rate);
    }
    add_row(page, "sound", _("Mood"), mood);
}

/* "23 Nov 2026, 01:30", as the locale has it; g_free(). */
static char *
dup_time(gint64 time_s)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(time_s);

    return time != NULL ? g_date_time_format(time, "%c") : g_strdup("");
}

static void
fill_listening(const Page *page)
{
    const LiltSongFacts *facts = &page->facts;
    g_autofree char *plays = lilt_text_count(facts->n_plays);
    g_autofree char *last = facts->last_play_s > 0 ? dup_time(facts->last_play_s)
                                                   : g_strdup(_("Never"));
    g_autofree char *added = dup_time(facts->added_s);

    add_row(page, "listening", _("Times Played"), plays);
    add_row(page, "listening", _("Last Played"), last);
    add_row(page, "listening", _("Added"), added);
}

void
lilt_properties_open(GtkWindow *parent, LiltSession *session, gint64 id)
{
    g_autoptr(LiltSong) song = lilt_session_dup_song(session, id);
    Page page = {.song = song};

    if (song == NULL || !lilt_session_get_facts(session, id, &page.facts))
        return;
    g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource(LILT_UI "properties.ui");
    GtkWindow *window = GTK_WINDOW(gtk_builder_get_object(builder, "properties"));

    page.builder = builder;
    adw_window_title_set_subtitle(ADW_WINDOW_TITLE(gtk_builder_get_object(builder, "heading")),
                                  lilt_song_get_title(song));
    g_object_set_data_full(G_OBJECT(window), "song", g_memdup2(&id, sizeof id), g_free);
    fill_file(&page, window);
    fill_sound(&page);
    fill_listening(&page);
    gtk_window_set_transient_for(window, parent);
    lilt_hide_behind(GTK_WIDGET(window));
    lilt_name_buttons(GTK_WIDGET(window));
    gtk_window_present(window);
}
