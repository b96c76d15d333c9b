/* measure.h - how long a piece of work takes, on a machine that others use too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One call of what is measured, on `batch` images. */
typedef struct {
    void (*call)(void *user, size_t batch);
    void *user;
    bool wall; /* time on the wall instead of the process's CPU time: for more than one thread */
} LabWork;

/* Milliseconds a call: the mean over some 20 ms of calls; or `cold`, that of one call after 192 MB
 * of other memory were touched, as between two pictures of a camera. */
double lab_measure_ms(const LabWork *work, size_t batch, bool cold);

/* The middle one of n > 0 values, which are put in order. */
double lab_median(double *values, size_t n);

#ifdef __cplusplus
}
#endif
