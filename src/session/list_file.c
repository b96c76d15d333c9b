/* Playlists from and for other players, as files. */
#include "session_private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- export ---------------------------------------------------------------------------------- */

void
lilt_session_save_list(LiltSession *self, GListModel *songs, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *name = g_filename_display_basename(path);
    g_autofree char *sentence = lilt_library_export_songs(songs, path, &error)
                                    ? g_strdup_printf(_("Saved as “%s”"), name)
                                    : g_strdup_printf(_("The list could not be saved: %s"),
                                                      error->message);

    lilt_session_say(self, sentence);
}

/* ---- import ---------------------------------------------------------------------------------- */

typedef struct {
    LiltSession *session;
    char *path;
    gboolean play;
} Import;

static void
drop_list(LiltSession *self, gpointer list)
{
    lilt_library_drop_list(self->library, list);
}

static void
say_imported(LiltSession *self, const LiltImportedList *got)
{
    const char *name = lilt_playlist_get_name(got->list);
    g_autofree char *all = g_strdup_printf(
        ngettext("“%s” imported, %u song", "“%s” imported, %u songs", got->n_songs), name,
        got->n_songs);
    g_autofree char *away = g_strdup_printf(ngettext("“%s” imported, %u song of it is not here",
                                                     "“%s” imported, %u songs of it are not here",
                                                     got->n_away),
                                            name, got->n_away);

    lilt_session_offer_undo(self, got->n_away > 0 ? away : all, drop_list, g_object_ref(got->list),
                            g_object_unref);
}

static void
say_refused(LiltSession *self, const char *path, const GError *error)
{
    g_autofree char *name = g_filename_display_basename(path);
    g_autofree char *sentence = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)
                                    ? g_strdup_printf(_("“%s” is no playlist that Lilt can read."),
                                                      name)
                                : g_error_matches(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)
                                    ? g_strdup_printf(_("“%s” is too large for a playlist."), name)
                                    : g_strdup_printf(_("The playlist could not be read: %s"),
                                                      error->message);

    lilt_session_say(self, sentence);
}

static void
on_imported(GObject *library, GAsyncResult *result, gpointer data)
{
    Import *import = data;
    LiltSession *self = import->session;
    g_autoptr(GError) error = NULL;
    LiltImportedList got;

    if (lilt_library_import_list_finish(LILT_LIBRARY(library), result, &got, &error)) {
        say_imported(self, &got);
        lilt_session_read_listed(self, g_steal_pointer(&got.unread), got.list, import->play);
        g_object_unref(got.list);
    } else if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CLOSED)) {
        say_refused(self, import->path, error);
    }
    g_object_unref(self);
    g_free(import->path);
    g_free(import);
}

void
lilt_session_import_list(LiltSession *self, const char *path, gboolean play)
{
    Import *import = g_new(Import, 1);

    *import = (Import){g_object_ref(self), g_strdup(path), play};
    lilt_library_import_list_async(self->library, path, on_imported, import);
}

gboolean
lilt_session_is_list_file(const char *path)
{
    static const char *const endings[] = {".m3u", ".m3u8", ".pls", ".xspf"};
    const char *ending = strrchr(path, '.');

    for (gsize i = 0; ending != NULL && i < G_N_ELEMENTS(endings); i++)
        if (g_ascii_strcasecmp(ending, endings[i]) == 0)
            return TRUE;
    return FALSE;
}
