/* The record of looks at `private`, a row each. */
#include "judge.h"

#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char heading[] = "date,verb,sha256\n";

bool
lab_reads_private(LiltSplit split)
{
    return split != LILT_SPLIT_TRAIN && split != LILT_SPLIT_VALID && split != LILT_SPLIT_PUBLIC;
}

static char *
record_path(const char *model)
{
    return g_strconcat(model, ".private-reads.csv", NULL);
}

/* Release with g_free(); NULL when the file cannot be read. */
static char *
file_digest(const char *path)
{
    char *bytes, *digest;
    gsize n;

    if (!g_file_get_contents(path, &bytes, &n, NULL))
        return NULL;
    digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, n);
    g_free(bytes);
    return digest;
}

void
lab_note_private_read(const char *model, const char *verb)
{
    g_autofree char *path = record_path(model), *digest = file_digest(model);
    const time_t now = (time_t)lilt_clock_wall_s();
    struct tm day;
    FILE *file = fopen(path, "a");
    bool good = file != NULL && gmtime_r(&now, &day) != NULL;

    if (good && ftell(file) == 0)
        good = fputs(heading, file) != EOF;
    if (good)
        good = fprintf(file, "%04d-%02d-%02d,%s,%s\n", day.tm_year + 1900, day.tm_mon + 1,
                       day.tm_mday, verb, digest != NULL ? digest : "") > 0;
    if (file != NULL)
        good &= fclose(file) == 0;
    if (!good)
        fprintf(stderr, "lilt-lab %s: this look at `private` could not be noted in %s: %s\n", verb,
                path, strerror(errno));
}

void
lab_count_private_reads(const char *model, size_t *ret_this, size_t *ret_all)
{
    g_autofree char *path = record_path(model), *digest = file_digest(model), *text = NULL;

    *ret_this = *ret_all = 0;
    if (digest == NULL || !g_file_get_contents(path, &text, NULL, NULL))
        return;
    for (const char *row = strchr(text, '\n'); row != NULL && row[1] != '\0';
         row = strchr(row + 1, '\n')) {
        const char *end = strchr(row + 1, '\n');
        const char *found = strstr(row + 1, digest);

        ++*ret_all;
        *ret_this += found != NULL && (end == NULL || found < end);
    }
}
