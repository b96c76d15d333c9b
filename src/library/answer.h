/* answer.h - finding songs, albums and artists on any thread. */
#pragma once

#include "song_list.h"

typedef struct {
    GArray *songs, *albums, *artists; /* SongEntry, in the order of the lists */
    gboolean cut;                     /* there is more than this */
} Answer;

/* The same question, kept by itself. */
LiltQuery *query_copy(const LiltQuery *query);
void query_free(LiltQuery *query);

/* NULL when cancelled, or when the database at `db_path` cannot be read. first: only some hundred
 * of many songs that the words find, which takes a few milliseconds however many there are. */
Answer *answer_find(const char *db_path, const LiltQuery *query, gboolean first,
                    GCancellable *cancellable);
void answer_free(Answer *answer); /* NULL is fine */
