/* Editing tags. Of several songs a tag that differs stands empty, and stays as it is in each unless
 * something is typed; only what was changed is written. */
#include "lilt_tags_dialog.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "behind.h"
#include "resources.h"
#include "text.h"

enum { MOST_DIGITS = 4 };

struct _LiltTagsDialog {
    AdwWindow parent_instance;
    GVariant *ids;
    char *was[LILT_N_TAGS]; /* what the rows showed at first */
    gboolean differs[LILT_N_TAGS];

    AdwWindowTitle *heading;
    AdwEntryRow *title, *artist, *album, *album_artist, *genre, *track, *disc, *year;
};
G_DEFINE_FINAL_TYPE(LiltTagsDialog, lilt_tags_dialog, ADW_TYPE_WINDOW)

static AdwEntryRow *
row_of(LiltTagsDialog *self, LiltTag tag)
{
    AdwEntryRow *const rows[LILT_N_TAGS] = {
        [LILT_TAG_TITLE] = self->title, [LILT_TAG_ARTIST] = self->artist,
        [LILT_TAG_ALBUM] = self->album, [LILT_TAG_ALBUM_ARTIST] = self->album_artist,
        [LILT_TAG_GENRE] = self->genre, [LILT_TAG_TRACK] = self->track,
        [LILT_TAG_DISC] = self->disc,   [LILT_TAG_YEAR] = self->year,
    };

    return rows[tag];
}

/* Name the row, for screen readers also the text in it. */
static void
set_name(AdwEntryRow *row, const char *name)
{
    GtkEditable *text = gtk_editable_get_delegate(GTK_EDITABLE(row));

    adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), name);
    gtk_accessible_update_property(GTK_ACCESSIBLE(text), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Without space at both ends; g_free(). */
static char *
dup_typed(LiltTagsDialog *self, LiltTag tag)
{
    return g_strstrip(g_strdup(gtk_editable_get_text(GTK_EDITABLE(row_of(self, tag)))));
}

/* ---- what the songs say ---------------------------------------------------------------------- */

static char *
dup_number(int number)
{
    return number > 0 ? g_strdup_printf("%d", number) : g_strdup("");
}

static char *
dup_tag(LiltSong *song, LiltTag tag)
{
    switch (tag) {
    case LILT_TAG_TITLE:
        return g_strdup(lilt_song_get_title(song));
    case LILT_TAG_ARTIST:
        return g_strdup(lilt_song_get_artist(song));
    case LILT_TAG_ALBUM:
        return g_strdup(lilt_song_get_album(song));
    case LILT_TAG_ALBUM_ARTIST:
        return g_strdup(lilt_song_get_album_artist(song));
    case LILT_TAG_GENRE:
        return g_strdup(lilt_song_get_genre(song));
    case LILT_TAG_TRACK:
        return dup_number(lilt_song_get_track(song));
    case LILT_TAG_DISC:
        return dup_number(lilt_song_get_disc(song));
    default:
        return dup_number(lilt_song_get_year(song));
    }
}

/* What differs among the songs becomes "", and its row says so. */
static void
add_song(LiltTagsDialog *self, LiltSong *song)
{
    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        g_autofree char *text = dup_tag(song, (LiltTag)tag);
        AdwEntryRow *row = row_of(self, (LiltTag)tag);

        if (self->was[tag] == NULL) {
            self->was[tag] = g_steal_pointer(&text);
        } else if (!self->differs[tag] && !g_str_equal(self->was[tag], text)) {
            g_autofree char *words = g_strdup_printf(
                _("%s (several)"), adw_preferences_row_get_title(ADW_PREFERENCES_ROW(row)));

            set_name(row, words);
            self->differs[tag] = TRUE;
            g_free(self->was[tag]);
            self->was[tag] = g_strdup("");
        }
    }
}

/* The songs that are known; their number. */
static guint
add_songs(LiltTagsDialog *self, LiltSession *session)
{
    gsize n_ids;
    const gint64 *ids = g_variant_get_fixed_array(self->ids, &n_ids, sizeof *ids);
    guint n = 0;

    for (gsize i = 0; i < n_ids; i++) {
        g_autoptr(LiltSong) song = lilt_session_dup_song(session, ids[i]);

        if (song == NULL)
            continue;
        add_song(self, song);
        n++;
    }
    return n;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static gboolean
is_fine(LiltTagsDialog *self, LiltTag tag)
{
    g_autofree char *text = dup_typed(self, tag);
    const gsize n = strspn(text, "0123456789");

    return tag < LILT_TAG_TRACK || (text[n] == '\0' && n <= MOST_DIGITS);
}

static void
check(LiltTagsDialog *self)
{
    gboolean all = TRUE, any = FALSE;

    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        GtkWidget *row = GTK_WIDGET(row_of(self, (LiltTag)tag));
        g_autofree char *text = dup_typed(self, (LiltTag)tag);

        any = any || (self->was[tag] != NULL && !g_str_equal(text, self->was[tag]));
        if (is_fine(self, (LiltTag)tag)) {
            gtk_widget_remove_css_class(row, "error");
        } else {
            gtk_widget_add_css_class(row, "error");
            all = FALSE;
        }
    }
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "tags.save", all && any);
}

static void
save(GtkWidget *widget, const char *action, GVariant *nothing)
{
    LiltTagsDialog *self = LILT_TAGS_DIALOG(widget);
    GtkWidget *parent = GTK_WIDGET(gtk_window_get_transient_for(GTK_WINDOW(self)));
    GVariantBuilder texts;

    (void)action, (void)nothing;
    g_variant_builder_init(&texts, G_VARIANT_TYPE("a{ss}"));
    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        g_autofree char *text = dup_typed(self, (LiltTag)tag);

        if (!g_str_equal(text, self->was[tag]))
            g_variant_builder_add(&texts, "{ss}", lilt_tag_label((LiltTag)tag), text);
    }
    gtk_widget_activate_action(parent, "app.set-tags", "(@axa{ss})", self->ids, &texts);
    gtk_window_close(GTK_WINDOW(self));
}

/* Enter in a row saves. */
static void
on_entered(LiltTagsDialog *self)
{
    gtk_widget_activate_action(GTK_WIDGET(self), "tags.save", NULL);
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_tags_dialog_finalize(GObject *object)
{
    LiltTagsDialog *self = LILT_TAGS_DIALOG(object);

    for (int tag = 0; tag < LILT_N_TAGS; tag++)
        g_free(self->was[tag]);
    g_clear_pointer(&self->ids, g_variant_unref);
    G_OBJECT_CLASS(lilt_tags_dialog_parent_class)->finalize(object);
}

static void
lilt_tags_dialog_class_init(LiltTagsDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = lilt_tags_dialog_finalize;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_tags_dialog.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, heading);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, title);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, artist);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, album);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, album_artist);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, genre);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, track);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, disc);
    gtk_widget_class_bind_template_child(widget_class, LiltTagsDialog, year);
    gtk_widget_class_install_action(widget_class, "tags.save", NULL, save);
    gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lilt_tags_dialog_init(LiltTagsDialog *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        AdwEntryRow *row = row_of(self, (LiltTag)tag);

        set_name(row, adw_preferences_row_get_title(ADW_PREFERENCES_ROW(row)));
        g_signal_connect_swapped(row, "changed", G_CALLBACK(check), self);
        g_signal_connect_swapped(row, "entry-activated", G_CALLBACK(on_entered), self);
        if (tag >= LILT_TAG_TRACK)
            gtk_editable_set_max_width_chars(GTK_EDITABLE(row), MOST_DIGITS);
    }
}

void
lilt_tags_dialog_open(GtkWindow *parent, LiltSession *session, GVariant *ids)
{
    LiltTagsDialog *self = g_object_new(LILT_TYPE_TAGS_DIALOG, "transient-for", parent, NULL);
    guint n;

    self->ids = g_variant_ref_sink(ids);
    n = add_songs(self, session);
    if (n == 0) {
        gtk_window_destroy(GTK_WINDOW(self));
        return;
    }
    if (n > 1) {
        g_autofree char *songs = lilt_text_songs(n);

        adw_window_title_set_subtitle(self->heading, songs);
        gtk_widget_set_visible(GTK_WIDGET(self->title), FALSE);
        gtk_widget_set_visible(GTK_WIDGET(self->track), FALSE);
    }
    for (int tag = 0; tag < LILT_N_TAGS; tag++)
        gtk_editable_set_text(GTK_EDITABLE(row_of(self, (LiltTag)tag)), self->was[tag]);
    check(self);
    lilt_hide_behind(GTK_WIDGET(self));
    lilt_name_buttons(GTK_WIDGET(self));
    gtk_window_present(GTK_WINDOW(self));
}
