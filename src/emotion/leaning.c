/* How one listener's face is read otherwise than others' are: from a few seconds of it at rest, and
 * from what the listener said of readings. Both only shift the logarithms of the probabilities. */
#include <math.h>
#include <string.h>

#include "lilt/emotion.h"

/* What the network says of faces that people call neutral: the mean of its logarithms, as
 * probabilities. Measured on faces of FER-2013's `public` part; what it brings, on others of it, is
 * in models/README.md. */
static const float usual_rest[LILT_N_EMOTIONS] = {0.01f, 0.005f, 0.01f, 0.005f, 0.04f, 0.0f, 0.93f};

static const float rest_counts =
    0.7f; /* of the difference from it; a few seconds tell it roughly */
static const float least_rest = 0.03f; /* of a probability below that nothing is learnt */
static const float most_by_rest = 1.6f;

static const float a_correction = 0.2f; /* what one shifts; the newest counts in full,... */
static const float older = 0.93f;       /* ...each before it so much less */
static const float most_by_corrections = 0.8f;

enum { LEAST_LOOKS = 8 }; /* for a baseline: two seconds of the usual five */

static float
within(float value, float most)
{
    return fmaxf(-most, fminf(value, most));
}

static float
learnt_from_rest(const float *baseline, int i)
{
    return within(rest_counts *
                      logf(fmaxf(usual_rest[i], least_rest) / fmaxf(baseline[i], least_rest)),
                  most_by_rest);
}

static void
learn_from_corrections(const LiltPersonal *personal, float shifts[LILT_N_EMOTIONS])
{
    float step = a_correction;

    for (size_t i = 0; i < personal->n_corrections; i++, step *= older) {
        const LiltCorrection *correction = &personal->corrections[i];

        if (correction->seen == LILT_EMOTION_UNKNOWN || correction->seen == correction->said)
            continue;
        shifts[correction->said] += step;
        shifts[correction->seen] -= step;
    }
}

void
lilt_leaning_of(const LiltPersonal *personal, float leaning[LILT_N_EMOTIONS])
{
    float shifts[LILT_N_EMOTIONS] = {0};

    learn_from_corrections(personal, shifts);
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        leaning[i] = within(shifts[i], most_by_corrections);
        if (personal->has_baseline)
            leaning[i] += learnt_from_rest(personal->baseline, i);
    }
}

/* ---- a face at rest -------------------------------------------------------------------------- */

void
lilt_rest_look(LiltRest *rest, const LiltReading *reading)
{
    if (!reading->has_face || reading->quality < lilt_steadying_usual().least_quality)
        return;
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        rest->sum[i] += (double)(reading->quality * logf(fmaxf(reading->probs[i], 1e-4f)));
    rest->weight += (double)reading->quality;
    rest->n_looks++;
}

bool
lilt_rest_baseline(const LiltRest *rest, float baseline[LILT_N_EMOTIONS])
{
    double sum = 0;

    if (rest->n_looks < LEAST_LOOKS)
        return false;
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        sum += exp(rest->sum[i] / rest->weight);
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        baseline[i] = (float)(exp(rest->sum[i] / rest->weight) / sum);
    return true;
}
