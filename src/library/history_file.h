/* history_file.h - what a listening history says that somebody exported. */
#pragma once

#include <gio/gio.h>

/* A play that a file tells of. */
typedef struct {
    gint64 at_s;
    char *artist, *title;
} HistoryPlay;

/* The plays in the bytes of a file, of HistoryPlay; NULL when there are none in a form that is
 * known. Any bytes are fine. */
GPtrArray *history_parse(const char *bytes, gsize n_bytes);

/* A play as a line of JSON, as ListenBrainz has it, with its end of line. */
void history_append(GString *text, gint64 at_s, const char *artist, const char *title);
