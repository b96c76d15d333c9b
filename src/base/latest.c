/* A three-slot mailbox: the writer owns one slot, the reader another, the third waits in the
 * middle. Publishing and taking are one atomic exchange of the middle slot each; nobody ever waits.
 */
#include "lilt/base.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { FRESH = 4 }; /* the middle slot's number carries this bit until the reader has taken it */

struct LiltLatest {
    size_t stride; /* bytes from slot to slot, a multiple of 64 */
    unsigned char *slots;
    atomic_uint middle;
    unsigned writing; /* the writer's alone */
    unsigned reading; /* the reader's alone */
};

LiltLatest *
lilt_latest_new(size_t slot_bytes)
{
    LiltLatest *latest = calloc(1, sizeof *latest);

    if (latest == NULL)
        return NULL;
    latest->stride = (slot_bytes + 63) / 64 * 64;
    latest->slots = calloc(3, latest->stride > 0 ? latest->stride : 64);
    if (latest->slots == NULL) {
        free(latest);
        return NULL;
    }
    latest->writing = 0;
    atomic_init(&latest->middle, 1);
    latest->reading = 2;
    return latest;
}

void *
lilt_latest_slot(LiltLatest *latest, int index)
{
    return latest->slots + (size_t)index * latest->stride;
}

void *
lilt_latest_write_slot(LiltLatest *latest)
{
    return latest->slots + latest->writing * latest->stride;
}

void
lilt_latest_publish(LiltLatest *latest)
{
    const unsigned was = atomic_exchange_explicit(&latest->middle, latest->writing | FRESH,
                                                  memory_order_acq_rel);

    latest->writing = was & 3u;
}

void *
lilt_latest_take(LiltLatest *latest)
{
    if (!(atomic_load_explicit(&latest->middle, memory_order_relaxed) & FRESH))
        return NULL;
    latest->reading = atomic_exchange_explicit(&latest->middle, latest->reading,
                                               memory_order_acq_rel) &
                      3u;
    return latest->slots + latest->reading * latest->stride;
}

void
lilt_latest_free(LiltLatest *latest)
{
    if (latest == NULL)
        return;
    free(latest->slots);
    free(latest);
}
