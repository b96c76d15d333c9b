/* The numbers of looking and of moods, from the settings. The schema has their ranges. */
#include "numbers.h"

#include <math.h>
#include <string.h>

#include "session_private.h"

typedef struct {
    const char *key;
    size_t offset;
    gboolean is_float; /* else a double */
} Number;

#define STEADYING(key, field)                                                                      \
    {                                                                                              \
        key, offsetof(LiltWatchingNumbers, steadying.field), TRUE                                  \
    }
#define TIME(key, field)                                                                           \
    {                                                                                              \
        key, offsetof(LiltWatchingNumbers, times.field), FALSE                                     \
    }

static const Number numbers[] = {
    {"looks-per-second", offsetof(LiltWatchingNumbers, looks_per_s), TRUE},
    TIME("look-first-seconds", first_s),
    TIME("look-glance-seconds", glance_s),
    TIME("look-short-seconds", short_s),
    TIME("look-ends-seconds", ends_s),
    STEADYING("mood-average-seconds", average_s),
    STEADYING("mood-first-seconds", first_s),
    STEADYING("mood-gone-seconds", gone_s),
    STEADYING("mood-enter", enter_at),
    STEADYING("mood-leave", leave_at),
    STEADYING("mood-dwell-seconds", dwell_s),
    STEADYING("mood-place-seconds", place_s),
    STEADYING("mood-forget-seconds", forget_s),
    STEADYING("mood-least-quality", least_quality),
};

void
lilt_numbers_read(GSettings *settings, const LiltPersonal *personal,
                  LiltWatchingNumbers *ret_numbers)
{
    LiltWatchingNumbers read = {0};

    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        char *at = (char *)&read + numbers[i].offset;
        const double value = g_settings_get_double(settings, numbers[i].key);
        const float narrow = (float)value;

        memcpy(at, numbers[i].is_float ? (const void *)&narrow : (const void *)&value,
               numbers[i].is_float ? sizeof narrow : sizeof value);
    }
    read.steadying.leave_at = fminf(read.steadying.leave_at, read.steadying.enter_at);
    lilt_leaning_of(personal, read.steadying.leaning);
    *ret_numbers = read;
}

void
lilt_session_apply_numbers(LiltSession *self)
{
    LiltWatchingNumbers read;

    if (self->watching == NULL)
        return;
    lilt_numbers_read(self->settings, &self->personal, &read);
    lilt_watching_set_numbers(self->watching, &read);
}

void
lilt_session_begin_numbers(LiltSession *self)
{
    lilt_library_read_personal(self->library, &self->personal);
    lilt_session_apply_numbers(self);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autofree char *changed = g_strconcat("changed::", numbers[i].key, NULL);

        g_signal_connect_object(self->settings, changed, G_CALLBACK(lilt_session_apply_numbers),
                                self, G_CONNECT_SWAPPED);
    }
}
