#include "fresh.h"

#include <stdio.h>

const char *
fresh_path(void)
{
    static char path[256];
    static int n;

    snprintf(path, sizeof path, "%s/library-%d.db", check_temp_dir(), n++);
    return path;
}

LiltStore *
open_store(const char *path)
{
    LiltStore *store = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_store_open(path, LILT_STORE_WRITE, &diag, &store) == LILT_OK, "%s", diag.text);
    return store;
}
