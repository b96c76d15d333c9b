/* Pictures of albums, embedded or beside the music, kept small. */
#include "program.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static_assert((int)LILT_MEDIA_COVER_BYTES == (int)LILT_SCAN_COVER_BYTES,
              "library knows what is none");

/* ---- keeping --------------------------------------------------------------------------------- */

/* Is it kept already? An older Lilt kept pictures as they were; such a large one is none. */
static bool
is_kept(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && info.st_size <= LILT_MEDIA_COVER_BYTES;
}

/* Written whole before it has its name. */
static bool
write_file(const char *draft, const char *path, const uint8_t *bytes, size_t n)
{
    FILE *file = fopen(draft, "wb");
    bool well = file != NULL && fwrite(bytes, 1, n, file) == n;

    if (file != NULL)
        well = fclose(file) == 0 && well;
    if (well && rename(draft, path) == 0)
        return true;
    unlink(draft);
    return false;
}

/* Keep the picture under a name made of its bytes, so that tracks of an album share one file; the
 * name keeps the suffix, though the file is always a JPEG. False: it is broken or too large, or
 * cannot be written. */
static bool
keep_cover(const char *covers, const uint8_t *bytes, size_t n, const char *suffix, char *ret_name,
           size_t name_bytes)
{
    char path[PATH_MAX], draft[PATH_MAX], name[64];
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^
                    n; /* FNV-1a; the length tells apart what it may not */
    uint8_t *jpeg = NULL;
    size_t n_jpeg;

    if (n > LILT_MEDIA_PICTURE_BYTES)
        return false;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    snprintf(name, sizeof name, "%016" PRIx64 "%s", hash, suffix);
    if ((size_t)snprintf(path, sizeof path, "%s/%s", covers, name) >= sizeof path ||
        (size_t)snprintf(draft, sizeof draft, "%s/.%ld", covers, (long)getpid()) >= sizeof draft)
        return false;
    if (!is_kept(path)) {
        const bool well = lilt_media_fit_cover(bytes, n, &jpeg, &n_jpeg) == LILT_OK &&
                          write_file(draft, path, jpeg != NULL ? jpeg : bytes, n_jpeg);

        free(jpeg);
        if (!well)
            return false;
    }
    snprintf(ret_name, name_bytes, "%s", name);
    return true;
}

/* ---- pictures in the folder ------------------------------------------------------------------ */

/* The picture that stands for the folder; of equally good ones the first by name. */
static bool
find_picture(const char *folder, char *ret_path, size_t bytes, const char **ret_suffix)
{
    DIR *entries = opendir(folder);
    char best[NAME_MAX + 1] = "";
    size_t best_rank = LILT_SCAN_NO_COVER;

    if (entries == NULL)
        return false;
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        const char *suffix;
        const size_t rank = lilt_scan_rank_cover(entry->d_name, &suffix);

        if (rank < best_rank ||
            (rank < LILT_SCAN_NO_COVER && rank == best_rank && strcmp(entry->d_name, best) < 0)) {
            snprintf(best, sizeof best, "%s", entry->d_name);
            best_rank = rank;
            *ret_suffix = suffix;
        }
    }
    closedir(entries);
    return best_rank < LILT_SCAN_NO_COVER &&
           (size_t)snprintf(ret_path, bytes, "%s/%s", folder, best) < bytes;
}

static void
keep_file(const char *covers, const char *path, const char *suffix, char *ret_name,
          size_t name_bytes)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;
    uint8_t *bytes = NULL;

    if (fd < 0)
        return;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= LILT_MEDIA_PICTURE_BYTES)
        bytes = malloc((size_t)info.st_size + 1);
    if (bytes != NULL && read(fd, bytes, (size_t)info.st_size) == (ssize_t)info.st_size)
        keep_cover(covers, bytes, (size_t)info.st_size, suffix, ret_name, name_bytes);
    free(bytes);
    close(fd);
}

/* The same for the picture in the folder of the file at `path` ("cover.jpg", "Folder.png", ...);
 * the name is "" when there is none. */
static void
keep_folder_cover(const char *covers, const char *path, char *ret_name, size_t name_bytes)
{
    static char last_folder[PATH_MAX], last_name[64]; /* an album's files follow one another */
    char folder[PATH_MAX], picture[PATH_MAX];
    const char *slash = strrchr(path, '/'), *suffix = NULL;

    if (slash == NULL || (size_t)(slash - path) >= sizeof folder)
        return;
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    if (strcmp(folder, last_folder) != 0) {
        strcpy(last_folder, folder);
        last_name[0] = '\0';
        if (find_picture(slash == path ? "/" : folder, picture, sizeof picture, &suffix))
            keep_file(covers, picture, suffix, last_name, sizeof last_name);
    }
    snprintf(ret_name, name_bytes, "%s", last_name);
}

void
lilt_scan_keep_cover(const char *covers, const char *path, const LiltMedia *media, char *ret_name,
                     size_t name_bytes)
{
    const uint8_t *picture;
    const char *suffix;
    size_t n;

    if (!lilt_media_get_cover(media, &picture, &n, &suffix) ||
        !keep_cover(covers, picture, n, suffix, ret_name, name_bytes))
        keep_folder_cover(covers, path, ret_name, name_bytes);
}
