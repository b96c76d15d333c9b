/* Listening histories by hand: take one in, write one to be shared. */
#include <glib/gi18n-lib.h>

#include "session_private.h"

static void
on_imported(GObject *library, GAsyncResult *result, gpointer data)
{
    g_autoptr(LiltSession) self = data;
    g_autoptr(GError) error = NULL;
    const guint n = lilt_library_import_history_finish(LILT_LIBRARY(library), result, &error);
    g_autofree char *sentence = NULL;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
        sentence = g_strdup(_("This is no listening history that Lilt knows."));
    else if (error != NULL)
        sentence = g_strdup_printf(_("The history could not be read: %s"), error->message);
    else
        sentence = g_strdup_printf(
            ngettext("%u play now helps to choose.", "%u plays now help to choose.", n), n);
    lilt_session_say(self, sentence);
    if (error == NULL)
        lilt_session_listen_anew(self);
}

static void
import_history(GSimpleAction *action, GVariant *path, gpointer data)
{
    LiltSession *self = data;

    (void)action;
    lilt_library_import_history_async(self->library, g_variant_get_bytestring(path), on_imported,
                                      g_object_ref(self));
}

static void
on_exported(GObject *library, GAsyncResult *result, gpointer data)
{
    g_autoptr(LiltSession) self = data;
    g_autoptr(GError) error = NULL;
    const guint n = lilt_library_export_history_finish(LILT_LIBRARY(library), result, &error);
    g_autofree char *sentence =
        error != NULL ? g_strdup_printf(_("The history could not be saved: %s"), error->message)
                      : g_strdup_printf(ngettext("%u play saved.", "%u plays saved.", n), n);

    lilt_session_say(self, sentence);
}

static void
export_history(GSimpleAction *action, GVariant *path, gpointer data)
{
    LiltSession *self = data;

    (void)action;
    lilt_library_export_history_async(self->library, g_variant_get_bytestring(path), on_exported,
                                      g_object_ref(self));
}

void
lilt_session_add_history_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"import-history", import_history, "ay", NULL, NULL, {0}},
        {"export-history", export_history, "ay", NULL, NULL, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
}
