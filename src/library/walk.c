/* Walking through folders. Every folder and file is known by device and inode, so that links cannot
 * lead in circles nor show a file twice; what is no link comes first, so that a file keeps its own
 * name. */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "lilt/scan.h"

typedef struct {
    Walk *walk;
    GHashTable *seen; /* "device:inode" */
    GCancellable *cancellable;
    gboolean beside_picture; /* so is what is found now */
} Walker;

static const char *const suffixes[] = {
    ".aac", ".aif", ".aiff", ".ape", ".asf",  ".dsf", ".flac", ".m4a", ".m4b", ".mka", ".mp3",
    ".mp4", ".mpc", ".oga",  ".ogg", ".opus", ".spx", ".tta",  ".wav", ".wma", ".wv",
};

static void
found_file_free(gpointer data)
{
    FoundFile *file = data;

    g_free(file->path);
    g_free(file);
}

static gboolean
named_like_music(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS(suffixes); i++)
        if (g_ascii_strcasecmp(dot, suffixes[i]) == 0)
            return TRUE;
    return FALSE;
}

static void
add_trouble(Walker *w, const char *path, const char *why)
{
    g_ptr_array_add(w->walk->troubles, g_strdup_printf("%s: %s", path, why));
}

static gboolean
seen_before(Walker *w, const struct stat *info)
{
    return !g_hash_table_add(w->seen, g_strdup_printf("%llx:%llx", (unsigned long long)info->st_dev,
                                                      (unsigned long long)info->st_ino));
}

gint64
walk_mtime_ns(const struct stat *info)
{
    return (gint64)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

static void
add_file(Walker *w, const char *path, const struct stat *info)
{
    FoundFile *file = g_new(FoundFile, 1);

    file->path = g_strdup(path);
    file->size_bytes = (gint64)info->st_size;
    file->mtime_ns = walk_mtime_ns(info);
    file->beside_picture = w->beside_picture;
    g_ptr_array_add(w->walk->files, file);
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void walk_folder(Walker *w, const char *path);

/* A folder or file, named by hand or found. */
static void
walk_entry(Walker *w, const char *path, gboolean by_hand)
{
    struct stat info;

    if (stat(path, &info) != 0) {
        if (by_hand || errno != ENOENT) /* a link that leads nowhere is nobody's trouble */
            add_trouble(w, path, g_strerror(errno));
        return;
    }
    if (!S_ISDIR(info.st_mode) && !by_hand && (!S_ISREG(info.st_mode) || !named_like_music(path)))
        return;
    if (seen_before(w, &info))
        return;
    if (S_ISDIR(info.st_mode))
        walk_folder(w, path);
    else if (S_ISREG(info.st_mode))
        add_file(w, path, &info);
    else
        add_trouble(w, path, "not a file");
}

/* The names in the folder, hidden ones left out: links apart from the rest, each sorted. */
static gboolean
list_folder(Walker *w, const char *path, GPtrArray *names, GPtrArray *links)
{
    DIR *folder = opendir(path);

    if (folder == NULL) {
        add_trouble(w, path, g_strerror(errno));
        return FALSE;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.')
            g_ptr_array_add(entry->d_type == DT_LNK ? links : names, g_strdup(entry->d_name));
    closedir(folder);
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_sort(links, compare_names);
    return TRUE;
}

static gboolean
holds_picture(const GPtrArray *names)
{
    const char *suffix;

    for (guint i = 0; i < names->len; i++)
        if (lilt_scan_rank_cover(names->pdata[i], &suffix) < LILT_SCAN_NO_COVER)
            return TRUE;
    return FALSE;
}

static void
walk_folder(Walker *w, const char *path)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(g_free);

    if (!list_folder(w, path, names, links))
        return;
    g_ptr_array_extend_and_steal(names, g_steal_pointer(&links));
    const gboolean has_picture = holds_picture(names);

    for (guint i = 0; i < names->len && !g_cancellable_is_cancelled(w->cancellable); i++) {
        g_autofree char *entry = g_build_filename(path, names->pdata[i], NULL);

        w->beside_picture = has_picture;
        walk_entry(w, entry, FALSE);
    }
}

gboolean
walk_run(Walk *walk, const char *const *paths, GCancellable *cancellable)
{
    Walker w = {.walk = walk, .cancellable = cancellable};

    walk->files = g_ptr_array_new_with_free_func(found_file_free);
    walk->troubles = g_ptr_array_new_with_free_func(g_free);
    w.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (gsize i = 0; paths[i] != NULL; i++) {
        w.beside_picture = FALSE;
        walk_entry(&w, paths[i], TRUE);
    }
    g_hash_table_unref(w.seen);
    return !g_cancellable_is_cancelled(cancellable);
}

void
walk_clear(Walk *walk)
{
    g_clear_pointer(&walk->files, g_ptr_array_unref);
    g_clear_pointer(&walk->troubles, g_ptr_array_unref);
}
