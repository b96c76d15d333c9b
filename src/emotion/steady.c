/* Steadying alone, for readings that were recorded. */
#include <stdlib.h>
#include <string.h>

#include "lilt/emotion.h"
#include "smooth.h"

struct LiltSteady {
    Smoother smoother;
};

LiltSteady *
lilt_steady_new(const LiltSteadying *steadying)
{
    LiltSteady *steady = malloc(sizeof *steady);

    if (steady == NULL)
        return NULL;
    smooth_reset(&steady->smoother);
    if (steadying != NULL)
        smooth_set_numbers(&steady->smoother, steadying);
    return steady;
}

void
lilt_steady_look(LiltSteady *steady, LiltReading *reading)
{
    smooth_reading(&steady->smoother, reading);
}

void
lilt_steady_free(LiltSteady *steady)
{
    free(steady);
}
