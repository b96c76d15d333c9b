/* The tags that can be edited, by name. */
#include "lilt/base.h"

#include <string.h>

static const char *const labels[LILT_N_TAGS] = {
    [LILT_TAG_TITLE] = "title", [LILT_TAG_ARTIST] = "artist",
    [LILT_TAG_ALBUM] = "album", [LILT_TAG_ALBUM_ARTIST] = "album-artist",
    [LILT_TAG_GENRE] = "genre", [LILT_TAG_TRACK] = "track",
    [LILT_TAG_DISC] = "disc",   [LILT_TAG_YEAR] = "year",
};

const char *
lilt_tag_label(LiltTag tag)
{
    return labels[tag];
}

bool
lilt_tag_from_label(const char *label, LiltTag *ret_tag)
{
    for (int tag = 0; tag < LILT_N_TAGS; tag++)
        if (strcmp(label, labels[tag]) == 0) {
            *ret_tag = (LiltTag)tag;
            return true;
        }
    return false;
}
