/* v4l2shim.h - what a test can ask of the webcam that is linked into it. */
#pragma once

#include <stddef.h>

typedef struct {
    unsigned long request; /* VIDIOC_... */
    unsigned n_calls;
} V4l2ShimCalls;

/* The requests that came since the device was opened last, in the order of their first call; gives
 * how many kinds were written, at most `max`. Once the opener's thread is done with the device. */
size_t v4l2shim_calls(V4l2ShimCalls *calls, size_t max);

/* How many of them were answered with the fault of LILT_SHIM_IOCTL. */
unsigned v4l2shim_n_refused(void);

/* How often the device was asked for since the program began. Any thread. */
unsigned v4l2shim_n_openings(void);

/* The longest time that one poll() on the device was given since it was opened last, in
 * milliseconds; INT_MAX: for ever. */
int v4l2shim_longest_wait_ms(void);
