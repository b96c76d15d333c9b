/* What is done for one file that somebody waits for: its lyrics, its shape, its cover, or other
 * tags. */
#include "program.h"

#include <stdlib.h>
#include <string.h>

static int
fail(const LiltDiag *diag)
{
    fprintf(stderr, "%s\n", diag->text);
    return 1;
}

int
lilt_scan_tell_lyrics(const char *path)
{
    LiltDiag diag = {""};
    char *text;

    lilt_scan_guard_process();
    lilt_scan_guard_file();
    if (lilt_media_dup_lyrics(path, &diag, &text) != LILT_OK)
        return fail(&diag);
    const bool told = fputs(text, stdout) >= 0 && fflush(stdout) == 0;

    free(text);
    return told ? 0 : 1;
}

int
lilt_scan_tell_shape(const char *path)
{
    uint8_t shape[LILT_SCAN_SHAPE];
    LiltDiag diag = {""};

    lilt_scan_guard_process();
    lilt_scan_guard_file();
    if (lilt_scan_shape(path, &diag, shape) != LILT_OK)
        return fail(&diag);
    for (size_t i = 0; i < LILT_SCAN_SHAPE; i++)
        printf("%02x", shape[i]);
    return putchar('\n') != EOF && fflush(stdout) == 0 ? 0 : 1;
}

int
lilt_scan_tell_cover(const char *covers, const char *path)
{
    LiltMedia *media;
    LiltDiag diag = {""};
    char name[64] = "";

    lilt_scan_guard_process();
    lilt_scan_guard_file();
    if (lilt_media_open(path, &diag, &media) != LILT_OK)
        return fail(&diag);
    lilt_scan_keep_cover(covers, path, media, name, sizeof name);
    lilt_media_close(media);
    return puts(name) != EOF && fflush(stdout) == 0 ? 0 : 1;
}

/* "title=Morning" into the change; the text is lent by the argument. */
static bool
read_change(char *argument, LiltMediaTexts *change)
{
    char *text = strchr(argument, '=');
    LiltTag tag;

    if (text == NULL)
        return false;
    *text++ = '\0';
    if (!lilt_tag_from_label(argument, &tag))
        return false;
    change->text[tag] = text;
    return true;
}

int
lilt_scan_retag(int argc, char **argv)
{
    LiltMediaTexts change = {{NULL}}, before;
    LiltDiag diag = {""};

    for (int i = 2; i < argc; i++)
        if (!read_change(argv[i], &change)) {
            fprintf(stderr, "lilt-scan: no such tag: %s\n", argv[i]);
            return 2;
        }
    lilt_scan_guard_process();
    lilt_scan_guard_file();
    if (lilt_media_retag(argv[1], &change, argv[0], &diag, &before) != LILT_OK)
        return fail(&diag);
    for (int tag = 0; tag < LILT_N_TAGS; tag++)
        if (before.text[tag] != NULL)
            lilt_scan_write_tag(stdout, (LiltTag)tag, before.text[tag]);
    lilt_media_texts_clear(&before);
    return fflush(stdout) == 0 ? 0 : 1;
}
