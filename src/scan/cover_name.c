/* What a picture in the folder of an album is called. */
#include <string.h>
#include <strings.h>

#include "lilt/scan.h"

size_t
lilt_scan_rank_cover(const char *name, const char **ret_suffix)
{
    static const char *const stems[LILT_SCAN_NO_COVER] = {"cover", "folder", "front", "album"};
    static const char *const suffixes[][2] = {
        {".jpg", ".jpg"}, {".jpeg", ".jpg"}, {".png", ".png"}};
    const char *dot = strrchr(name, '.');

    *ret_suffix = NULL;
    for (size_t i = 0; dot != NULL && i < sizeof suffixes / sizeof *suffixes; i++)
        if (strcasecmp(dot, suffixes[i][0]) == 0)
            *ret_suffix = suffixes[i][1];
    for (size_t i = 0; *ret_suffix != NULL && i < LILT_SCAN_NO_COVER; i++)
        if (strlen(stems[i]) == (size_t)(dot - name) &&
            strncasecmp(name, stems[i], (size_t)(dot - name)) == 0)
            return i;
    return LILT_SCAN_NO_COVER;
}
