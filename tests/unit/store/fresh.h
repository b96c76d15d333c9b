/* fresh.h - new databases for the tests of the store. */
#pragma once

#include "check.h"
#include "lilt/store.h"

/* A new path in the test's folder; lent until the next call. */
const char *fresh_path(void);

/* Open for writing; a failure is a failed check. */
LiltStore *open_store(const char *path);
