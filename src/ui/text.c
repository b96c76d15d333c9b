/* Times, counts and lengths as people read them. */
#include "text.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>

char *
lilt_text_time(gint64 us)
{
    const gint64 seconds = us / G_USEC_PER_SEC;

    if (us < 0)
        return g_strdup("–:––");
    if (seconds < 3600)
        return g_strdup_printf("%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
    return g_strdup_printf("%d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                           (int)(seconds % 60));
}

char *
lilt_text_spoken_time(gint64 us)
{
    const gulong minutes = (gulong)(MAX(us, 0) / G_USEC_PER_SEC / 60);
    const gulong seconds = (gulong)(MAX(us, 0) / G_USEC_PER_SEC % 60);
    g_autofree char *m = g_strdup_printf(ngettext("%lu minute", "%lu minutes", minutes), minutes);
    g_autofree char *s = g_strdup_printf(ngettext("%lu second", "%lu seconds", seconds), seconds);

    return minutes == 0 ? g_steal_pointer(&s) : g_strdup_printf("%s %s", m, s);
}

char *
lilt_text_length(guint64 ms)
{
    const guint64 minutes = (ms + 30000) / 60000;

    if (minutes < 60)
        return g_strdup_printf(_("%d min"), (int)minutes);
    return g_strdup_printf(_("%d h %02d min"), (int)(minutes / 60), (int)(minutes % 60));
}

char *
lilt_text_count(guint n)
{
    const char *separator = nl_langinfo(THOUSEP);
    GString *text = g_string_new(NULL);

    g_string_printf(text, "%u", n);
    for (gssize place = (gssize)text->len - 3; place > 0; place -= 3)
        g_string_insert(text, place, separator);
    return g_string_free(text, FALSE);
}

char *
lilt_text_songs(guint n)
{
    g_autofree char *count = lilt_text_count(n);

    return g_strdup_printf(ngettext("%s song", "%s songs", n), count);
}

char *
lilt_text_artist_album(LiltSong *song)
{
    const char *artist = lilt_song_get_artist(song), *album = lilt_song_get_album(song);

    if (*artist != '\0' && *album != '\0')
        return g_strdup_printf("%s · %s", artist, album);
    return g_strdup(*artist != '\0' ? artist : album);
}

guint64
lilt_text_total_ms(GListModel *songs)
{
    const guint n = g_list_model_get_n_items(songs);
    guint64 total = 0;

    for (guint i = 0; i < n; i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        total += lilt_song_get_duration_ms(song);
    }
    return total;
}

void
lilt_tip(GtkWidget *widget, const char *words)
{
    if (g_strcmp0(gtk_widget_get_tooltip_text(widget), words) != 0)
        gtk_widget_set_tooltip_text(widget, words);
}

void
lilt_name_control(GtkWidget *widget, const char *name)
{
    lilt_tip(widget, name);
    gtk_accessible_update_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
lilt_button_fit(GtkButton *button, const char *words, const char *icon_name, gboolean narrow)
{
    if (narrow) {
        gtk_button_set_icon_name(button, icon_name);
        lilt_name_control(GTK_WIDGET(button), words);
    } else {
        gtk_button_set_label(button, words);
        lilt_tip(GTK_WIDGET(button), NULL);
    }
}

void
lilt_name_buttons(GtkWidget *root)
{
    if (GTK_IS_BUTTON(root) && gtk_button_get_use_underline(GTK_BUTTON(root)))
        gtk_accessible_reset_property(GTK_ACCESSIBLE(root), GTK_ACCESSIBLE_PROPERTY_LABEL);
    for (GtkWidget *child = gtk_widget_get_first_child(root); child != NULL;
         child = gtk_widget_get_next_sibling(child))
        lilt_name_buttons(child);
}

void
lilt_keep_direction(GtkWidget *root)
{
    if (GTK_IS_POPOVER(root))
        return;
    gtk_widget_set_direction(root, GTK_TEXT_DIR_LTR);
    for (GtkWidget *child = gtk_widget_get_first_child(root); child != NULL;
         child = gtk_widget_get_next_sibling(child))
        lilt_keep_direction(child);
}

static gboolean
on_query_tooltip(GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
    (void)x, (void)y, (void)keyboard;
    gtk_tooltip_set_text(tooltip, gtk_label_get_label(label));
    return *gtk_label_get_label(label) != '\0';
}

void
lilt_tip_whole_text(GtkWidget *widget, GtkLabel *label)
{
    gtk_widget_set_has_tooltip(widget, TRUE);
    g_signal_connect_object(widget, "query-tooltip", G_CALLBACK(on_query_tooltip), label,
                            G_CONNECT_SWAPPED);
}
