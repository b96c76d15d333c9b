/* A list of songs as a file that other players read. */
#include "session_private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* One line, whatever a tag says. */
static void
append_line(GString *text, const char *line)
{
    for (; *line != '\0'; line++)
        g_string_append_c(text, *line == '\n' || *line == '\r' ? ' ' : *line);
    g_string_append_c(text, '\n');
}

static void
append_song(GString *text, LiltSong *song)
{
    const char *path = lilt_song_get_path(song);
    g_autofree char *uri = g_utf8_validate(path, -1, NULL) && strpbrk(path, "\r\n") == NULL
                               ? NULL
                               : g_filename_to_uri(path, NULL, NULL);
    g_autofree char *about = g_strdup_printf("#EXTINF:%d,%s - %s",
                                             (int)(lilt_song_get_duration_ms(song) / 1000),
                                             lilt_song_get_artist(song), lilt_song_get_title(song));

    append_line(text, about);
    append_line(text, uri != NULL ? uri : path);
}

void
lilt_session_save_list(LiltSession *self, GListModel *songs, const char *path)
{
    g_autoptr(GString) text = g_string_new("#EXTM3U\n");
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < g_list_model_get_n_items(songs); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        append_song(text, song);
    }
    g_autofree char *name = g_filename_display_basename(path);
    g_autofree char *sentence = g_file_set_contents(path, text->str, (gssize)text->len, &error)
                                    ? g_strdup_printf(_("Saved as “%s”"), name)
                                    : g_strdup_printf(_("The list could not be saved: %s"),
                                                      error->message);

    lilt_session_say(self, sentence);
}
