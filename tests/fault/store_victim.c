/* Changes a library until it is killed, and says what is committed. usage: store_victim DB
 * Each line on standard output is the number of a queue that was written by then. */
#include <stdio.h>
#include <stdlib.h>

#include "lilt/store.h"

static LiltStore *
open_library(const char *path)
{
    LiltStoreRescue rescue;
    LiltStore *store = NULL;
    LiltDiag diag = {""};

    if (lilt_store_open_kept(path, lilt_clock_wall_s(), &diag, &rescue, &store) != LILT_OK ||
        rescue.set_aside[0] != '\0') {
        fprintf(stderr, "store_victim: %s%s\n", diag.text, rescue.set_aside);
        exit(1);
    }
    return store;
}

/* Queue number n: all tracks, turned by n, paused at second n. */
static void
write_queue(LiltStore *store, int64_t n)
{
    enum { N_TRACKS = 20 };
    int64_t ids[N_TRACKS];
    LiltDiag diag = {""};

    for (int64_t i = 0; i < N_TRACKS; i++)
        ids[i] = (i + n) % N_TRACKS + 1;
    const LiltStoreQueue queue = {.ids = ids,
                                  .n_ids = N_TRACKS,
                                  .n_yours = (size_t)(n % N_TRACKS),
                                  .current_id = ids[0],
                                  .position_us = n * 1000000};

    if (lilt_store_begin(store, &diag) != LILT_OK ||
        lilt_store_set_queue(store, &queue, &diag) != LILT_OK ||
        lilt_store_commit(store, &diag) != LILT_OK) {
        fprintf(stderr, "store_victim: %s\n", diag.text);
        exit(1);
    }
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    LiltStore *store = open_library(argv[1]);
    LiltStoreQueue last = {0};

    if (lilt_store_get_queue(store, NULL, &last) != LILT_OK)
        return 1;
    free(last.ids);
    for (int64_t n = last.position_us / 1000000 + 1;; n++) {
        write_queue(store, n);
        printf("%lld\n", (long long)n);
        fflush(stdout);
    }
}
