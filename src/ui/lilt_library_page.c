/* The Library page. */
#include "lilt_library_page.h"

#include <glib/gi18n-lib.h>

#include "lilt_song_view.h"
#include "resources.h"
#include "text.h"

struct _LiltLibraryPage {
    AdwBin parent_instance;
    LiltSession *session;

    GtkSearchEntry *search;
    GtkLabel *count;
    GtkStack *stack;
    AdwStatusPage *nothing_found;
    GtkWidget *head;
    LiltSongView *list;
};
G_DEFINE_FINAL_TYPE(LiltLibraryPage, lilt_library_page, ADW_TYPE_BIN)

static guint search_started_signal;

/* Which of the three states is in sight: songs, nothing found, no music at all. */
static void
show_state(LiltLibraryPage *self, GListModel *shown)
{
    const guint n_all = g_list_model_get_n_items(lilt_session_get_songs(self->session));
    const guint n = g_list_model_get_n_items(shown);
    g_autofree char *count = lilt_text_songs(n);

    gtk_label_set_label(self->count, count);
    gtk_widget_set_sensitive(GTK_WIDGET(self->search), n_all > 0);
    if (n > 0) {
        gtk_stack_set_visible_child_name(self->stack, "songs");
    } else if (n_all > 0) {
        g_autofree char *words = g_strdup_printf(_("No song, artist or album begins with “%s”."),
                                                 gtk_editable_get_text(GTK_EDITABLE(self->search)));

        adw_status_page_set_description(self->nothing_found, words);
        gtk_stack_set_visible_child_name(self->stack, "nothing");
    } else {
        gtk_stack_set_visible_child_name(self->stack, "empty");
    }
}

static void
show_songs(LiltLibraryPage *self)
{
    const char *text = gtk_editable_get_text(GTK_EDITABLE(self->search));
    g_autoptr(GListModel) found = *text != '\0'
                                      ? lilt_session_search(self->session, text)
                                      : g_object_ref(lilt_session_get_songs(self->session));

    lilt_song_view_set_model(self->list, found);
    show_state(self, found);
}

/* Songs came or went: the whole list follows by itself, a search is asked again. */
static void
on_songs_changed(LiltLibraryPage *self, guint position, guint removed, guint added,
                 GListModel *songs)
{
    (void)position, (void)removed, (void)added;
    if (*gtk_editable_get_text(GTK_EDITABLE(self->search)) != '\0')
        show_songs(self);
    else
        show_state(self, songs);
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
    if (g_str_equal(gtk_stack_get_visible_child_name(self->stack), "songs"))
        lilt_song_view_focus(self->list);
}

static void
lilt_library_page_dispose(GObject *object)
{
    g_clear_object(&LILT_LIBRARY_PAGE(object)->session);
    G_OBJECT_CLASS(lilt_library_page_parent_class)->dispose(object);
}

static void
lilt_library_page_class_init(LiltLibraryPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_SONG_VIEW);
    G_OBJECT_CLASS(klass)->dispose = lilt_library_page_dispose;
    search_started_signal = g_signal_new("search-started", LILT_TYPE_LIBRARY_PAGE,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_library_page.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, search);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, count);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, nothing_found);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, head);
    gtk_widget_class_bind_template_child(widget_class, LiltLibraryPage, list);
    gtk_widget_class_bind_template_callback(widget_class, show_songs);
    gtk_widget_class_bind_template_callback(widget_class, on_search_started);
    gtk_widget_class_bind_template_callback(widget_class, on_search_done);
    gtk_widget_class_bind_template_callback(widget_class, lilt_library_page_stop_search);
}

static void
lilt_library_page_init(LiltLibraryPage *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_library_page_set_session(LiltLibraryPage *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    g_set_object(&self->session, session);
    lilt_song_view_set_session(self->list, session);
    g_signal_connect_object(lilt_session_get_songs(session), "items-changed",
                            G_CALLBACK(on_songs_changed), self, G_CONNECT_SWAPPED);
    show_songs(self);
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
    gtk_widget_grab_focus(GTK_WIDGET(self->search));
    /* getting the focus selects all, and the next key would replace what was just typed */
    gtk_editable_set_position(GTK_EDITABLE(self->search), -1);
}

void
lilt_library_page_stop_search(LiltLibraryPage *self)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    gtk_editable_set_text(GTK_EDITABLE(self->search), "");
    lilt_song_view_focus(self->list);
}

void
lilt_library_page_set_narrow(LiltLibraryPage *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_LIBRARY_PAGE(self));
    lilt_song_view_set_table(self->list, !narrow);
    gtk_widget_set_visible(self->head, !narrow);
    gtk_widget_set_visible(GTK_WIDGET(self->count), !narrow);
}
