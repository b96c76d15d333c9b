/* walk.h - what music files lie below some folders. Any thread. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

typedef struct {
    char *path;
    gint64 size_bytes, mtime_ns;
    gboolean beside_picture; /* its folder holds one that is named like a cover */
} FoundFile;

typedef struct {
    GPtrArray *files;    /* FoundFile, each file once, in the order of their names */
    GPtrArray *troubles; /* "path: why" for each folder or file that cannot be looked at */
} Walk;

/* Look below `paths`, which are absolute. Files among them count whatever their name, below folders
 * only those named like music. Links are followed, loops are seen through. FALSE when cancelled. */
gboolean walk_run(Walk *walk, const char *const *paths, GCancellable *cancellable);
void walk_clear(Walk *walk);

/* When a file was changed, as FoundFile has it. */
gint64 walk_mtime_ns(const struct stat *info);
