/* The orders a list of tracks can have, and their names. */
#include "lilt/base.h"

#include <string.h>

static const char *const labels[LILT_N_SORTS] = {
    [LILT_SORT_ARTIST] = "artist", [LILT_SORT_TITLE] = "title", [LILT_SORT_ALBUM] = "album",
    [LILT_SORT_ADDED] = "added",   [LILT_SORT_PLAYS] = "plays", [LILT_SORT_LENGTH] = "length",
};

const char *
lilt_sort_label(LiltSort sort)
{
    return labels[sort];
}

bool
lilt_sort_from_label(const char *label, LiltSort *ret_sort)
{
    for (int i = 0; i < LILT_N_SORTS; i++)
        if (strcmp(label, labels[i]) == 0) {
            *ret_sort = (LiltSort)i;
            return true;
        }
    return false;
}
