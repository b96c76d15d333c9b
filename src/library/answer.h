/* answer.h - finding songs, albums and artists on any thread. */
#pragma once

#include "song_list.h"

typedef struct {
    GArray *songs, *albums, *artists; /* SongEntry, in the order of the lists */
} Answer;

/* The same question, kept by itself. */
LiltQuery *query_copy(const LiltQuery *query);
void query_free(LiltQuery *query);

/* NULL when cancelled, or when the database at `db_path` cannot be read. */
Answer *answer_find(const char *db_path, const LiltQuery *query, GCancellable *cancellable);
void answer_free(Answer *answer); /* NULL is fine */
