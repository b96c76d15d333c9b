/* plan.h - what a scan has to do with each file, from what is known of it. Any one thread. */
#pragma once

#include <glib.h>

#include "lilt/store.h"
#include "walk.h"

typedef enum {
    FILE_NEW,
    FILE_CHANGED,
    FILE_UNCHANGED,
    FILE_UNCOVERED, /* the same, without a cover, and a picture lies beside it */
    FILE_BACK,      /* it was missing, and is as it was */
    FILE_ASIDE,     /* it could not be read, and is as it was */
} FileVerdict;

/* What is known of a file. */
typedef struct {
    char *path;
    gint64 id; /* 0: set aside only */
    gint64 size_bytes, mtime_ns;
    guint64 fingerprint;
    gboolean missing, has_cover;
    char *why;     /* why it was set aside, or NULL */
    int analyser;  /* that heard it; 0: not heard yet */
    gboolean seen; /* in this scan */
} KnownFile;

typedef struct {
    GHashTable *by_path; /* KnownFile */
    GHashTable *moved; /* fingerprint -> KnownFile that is not where it was; made when asked for */
} Plan;

/* Read what is known. On failure the plan is empty, and need not be cleared. */
LiltStatus plan_load(Plan *plan, LiltStore *store, LiltDiag *diag);
void plan_clear(Plan *plan);

/* What to do with a file that was found; it counts as seen. *ret_known: what is known of it, or
 * NULL. */
FileVerdict plan_judge(Plan *plan, const FoundFile *file, const KnownFile **ret_known);

/* A known track with that fingerprint whose file has gone, once: it is then taken to be the new
 * file under its old name. NULL when there is none. Only when all found files were judged. */
const KnownFile *plan_take_moved(Plan *plan, guint64 fingerprint);

/* The tracks that are there and were not heard yet, or not by today's analysis; KnownFile, lent. */
GPtrArray *plan_list_unheard(const Plan *plan);

/* The tracks below `paths` that were not seen; KnownFile, lent. */
GPtrArray *plan_list_missing(const Plan *plan, const char *const *paths);
