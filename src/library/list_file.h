/* list_file.h - playlists as files: M3U (and M3U8), PLS and XSPF. Pure but for looking whether a
 * file that a list names is there; any thread. */
#pragma once

#include <gio/gio.h>

/* What a line of a list names. */
typedef struct {
    char *where;          /* an absolute path, or, for what is not on this machine, its address */
    char *title, *artist; /* "" when not said */
    gint64 duration_ms;   /* 0 when not said */
} ListEntry;

ListEntry *list_entry_new(const char *where, const char *title, const char *artist,
                          gint64 duration_ms);
void list_entry_free(gpointer entry); /* NULL is fine */

typedef struct {
    char *name;         /* as it calls itself, or NULL */
    GPtrArray *entries; /* of ListEntry, at least one */
} ListFile;

void list_file_free(ListFile *list); /* NULL is fine */

/* What lies at `path`, a file of any content.
 * Error: it cannot be read; it is no list, or names nothing (INVALID_DATA); it is larger than any
 * playlist (MESSAGE_TOO_LARGE). */
ListFile *list_file_read(const char *path, GError **error);

/* The text of a file at `path`, in the format that its ending asks for, M3U by default; g_free().
 * What lies beside or near the list is named from there, so that both can be moved together. */
char *list_file_write(const char *path, const GPtrArray *entries);
