/* Readings change the words at most once in 8 s; what a hand or a device does is said at once. */
#include "calm.h"

gint64
lilt_calm_wait_us(const LiltSaid *shown, gint64 since_us, const LiltSaid *next, gint64 now_us)
{
    const gboolean same = g_strcmp0(shown->word, next->word) == 0 &&
                          g_strcmp0(shown->from, next->from) == 0;

    if (same || !shown->reading || !next->reading)
        return 0;
    return MAX(since_us + LILT_WORDS_STAND_US - now_us, 0);
}
