/* journal_file.h - the mood journal as a file for others. */
#pragma once

#include <glib.h>

#include "lilt/base.h"

typedef enum {
    JOURNAL_CSV,  /* a head, then an entry a line */
    JOURNAL_JSON, /* an array of objects */
} JournalFormat;

/* CSV when the name ends so, else JSON. */
JournalFormat journal_format_of(const char *path);

/* entries: of LiltJournalEntry. Times are those of the clock on the wall, with their offset. */
GString *journal_print(GPtrArray *entries, JournalFormat format);
