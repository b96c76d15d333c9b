/* requests.h - asking a V4L2 driver, and the sentence when it refuses. */
#pragma once

#include "lilt/base.h"

/* ioctl() that goes on after a signal, though not for ever. */
int device_request(int fd, unsigned long code, void *arg);

/* The sentence about the system call that failed just now (errno); `what` it was to do. `path` is
 * named. Error: LILT_E_ABSENT, _DENIED, _BUSY (names the holder where it can be told), _GONE, or
 * what errno comes to. */
LiltStatus device_fail(const char *path, const char *what, LiltDiag *diag);
