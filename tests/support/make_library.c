/* make_library PATH N: a library.db of N invented tracks, written by the store's own code. */
#include <stdio.h>
#include <stdlib.h>

#include "invent.h"

int
main(int argc, char **argv)
{
    const int64_t n = argc == 3 ? atoll(argv[2]) : 0;
    LiltStore *store = NULL;
    LiltDiag diag = {""};
    LiltStatus status;

    if (n <= 0) {
        fprintf(stderr, "usage: make_library PATH N\n");
        return 2;
    }
    status = lilt_store_open(argv[1], LILT_STORE_WRITE, &diag, &store);
    if (status == LILT_OK)
        status = lab_invent_tracks(store, n, &diag);
    lilt_store_close(store);
    if (status != LILT_OK)
        fprintf(stderr, "make_library: %s\n", diag.text);
    return status == LILT_OK ? 0 : 1;
}
