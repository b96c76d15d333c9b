/* The question for a playlist's name. */
#include "list_name.h"

#include <glib/gi18n-lib.h>

#include "name_question.h"

static void
make_list(GtkWidget *parent, const char *name, gpointer ids)
{
    gtk_widget_activate_action(parent, "app.new-list", "(s@ax)", name, ids);
}

void
lilt_ask_new_list(GtkWindow *parent, GVariant *ids)
{
    lilt_ask_name(parent, _("New Playlist"), _("C_reate"), "", make_list, g_variant_ref_sink(ids),
                  (GDestroyNotify)g_variant_unref);
}

static void
rename_list(GtkWidget *parent, const char *name, gpointer id)
{
    gtk_widget_activate_action(parent, "app.rename-list", "(xs)", *(const gint64 *)id, name);
}

void
lilt_ask_list_name(GtkWindow *parent, LiltPlaylist *list)
{
    const gint64 id = lilt_playlist_get_id(list);

    lilt_ask_name(parent, _("Rename Playlist"), _("_Rename"), lilt_playlist_get_name(list),
                  rename_list, g_memdup2(&id, sizeof id), g_free);
}
