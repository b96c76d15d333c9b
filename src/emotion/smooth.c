/* Steadying. The expression is the class that leads a quality-weighted average over the last
 * seconds, with hysteresis; the mood takes a new class only after it has held for a while. */
#include "smooth.h"

#include <math.h>
#include <string.h>

enum {
    LOOKS = 5,      /* of that many looks in a row, */
    LEAST_SEEN = 3, /* so many must see a face, or nothing new is said */
};

LiltSteadying
lilt_steadying_usual(void)
{
    return (LiltSteadying){
        .average_s = 3.0f,
        .first_s = 1.5f,
        .gone_s = 2.0f,
        .enter_at = 0.55f,
        .leave_at = 0.40f,
        .dwell_s = 8.0f,
        .place_s = 8.0f,
        .forget_s = 30.0f,
        .least_quality = 0.05f,
    };
}

static double
seconds_between(int64_t from_us, int64_t to_us)
{
    return to_us > from_us ? (double)(to_us - from_us) * 1e-6 : 0.0;
}

static LiltEmotion
largest(const float *values)
{
    LiltEmotion best = LILT_ANGRY;

    for (int i = 1; i < LILT_N_EMOTIONS; i++)
        if (values[i] > values[best])
            best = (LiltEmotion)i;
    return best;
}

/* The stay is over: what was steady is no longer, the mood lives on for a while. */
static void
end_stay(Smoother *s)
{
    memset(s->sum, 0, sizeof s->sum);
    memset(s->steady, 0, sizeof s->steady);
    s->weight = 0;
    s->here = false;
    s->looks = 0;
    s->expression = LILT_EMOTION_UNKNOWN;
    s->candidate = LILT_EMOTION_UNKNOWN;
}

void
smooth_reset(Smoother *s)
{
    *s = (Smoother){.numbers = lilt_steadying_usual(), .mood.label = LILT_EMOTION_UNKNOWN};
    end_stay(s);
}

void
smooth_set_numbers(Smoother *s, const LiltSteadying *numbers)
{
    s->numbers = *numbers;
}

/* The probabilities as this listener's leaning has it; they sum to 1. */
static void
lean(const Smoother *s, const float *probs, float leant[LILT_N_EMOTIONS])
{
    float sum = 0;

    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        leant[i] = probs[i] * expf(s->numbers.leaning[i]);
        sum += leant[i];
    }
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        leant[i] /= sum;
}

static void
average(Smoother *s, double dt_s, const float *probs, float quality)
{
    /* What it holds is half as old as that in the mean, as looks of that long a time would be. */
    const double keep = exp(-dt_s / (0.5 * (double)s->numbers.average_s));
    float leant[LILT_N_EMOTIONS];

    lean(s, probs, leant);
    s->weight = s->weight * keep + (double)quality;
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        s->sum[i] = s->sum[i] * keep + (double)(quality * leant[i]);
        s->steady[i] = (float)(s->sum[i] / s->weight);
    }
}

/* Hysteresis: a class holds until it falls below leave_at or another one enters. */
static void
follow_expression(Smoother *s)
{
    const LiltEmotion lead = largest(s->steady);

    if (s->steady[lead] >= s->numbers.enter_at)
        s->expression = lead;
    else if (s->expression != LILT_EMOTION_UNKNOWN &&
             s->steady[s->expression] < s->numbers.leave_at)
        s->expression = LILT_EMOTION_UNKNOWN;
}

/* The mean place of the steady probabilities. */
static void
place_of(const float *steady, double *ret_valence, double *ret_arousal)
{
    double valence = 0, arousal = 0;

    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltPoint place = lilt_emotion_place((LiltEmotion)i);

        valence += (double)(steady[i] * place.valence);
        arousal += (double)(steady[i] * place.arousal);
    }
    *ret_valence = valence;
    *ret_arousal = arousal;
}

/* A standing expression makes the first mood at once; any other class must hold for dwell_s, be it
 * a standing expression or, on a face that is hard to read, just the likeliest class. */
static bool
mood_changes(Smoother *s, int64_t time_us)
{
    const bool stands = s->expression != LILT_EMOTION_UNKNOWN;
    const LiltEmotion now = stands ? s->expression : largest(s->steady);

    if (now != s->candidate) {
        s->candidate = now;
        s->candidate_since_us = time_us;
    }
    if (s->mood.label == now)
        return false;
    return (s->mood.label == LILT_EMOTION_UNKNOWN && stands) ||
           seconds_between(s->candidate_since_us, time_us) >= (double)s->numbers.dwell_s;
}

static void
follow_mood(Smoother *s, int64_t time_us, double dt_s, float quality)
{
    const bool changes = mood_changes(s, time_us);
    const double part = changes ? 1.0 : 1.0 - exp(-dt_s / (double)s->numbers.place_s);
    double valence, arousal;

    if (changes)
        s->mood.label = s->candidate;
    if (s->mood.label == LILT_EMOTION_UNKNOWN)
        return;
    place_of(s->steady, &valence, &arousal);
    s->valence += part * (valence - s->valence);
    s->arousal += part * (arousal - s->arousal);
    s->strength += part * ((double)(quality * s->steady[s->mood.label]) - s->strength);
}

/* In how many of the last looks was a face? A pattern that is taken for one seldom lasts. */
static int
n_seen(const Smoother *s)
{
    int n = 0;

    for (unsigned looks = s->looks; looks != 0; looks >>= 1)
        n += (int)(looks & 1);
    return n;
}

static void
look_at_face(Smoother *s, int64_t time_us, const float *probs, float quality)
{
    const double dt_s = seconds_between(s->last_face_us, time_us);

    if (!s->here)
        s->first_face_us = time_us;
    s->here = true;
    s->seen = true;
    s->last_face_us = time_us;
    average(s, dt_s, probs, quality);
    if (n_seen(s) < LEAST_SEEN ||
        seconds_between(s->first_face_us, time_us) < (double)s->numbers.first_s)
        return;
    follow_expression(s);
    follow_mood(s, time_us, dt_s, quality);
}

void
smooth_look(Smoother *s, int64_t time_us, const float *probs, float quality)
{
    const double forget_s = (double)s->numbers.forget_s;
    const bool is_seen = probs != NULL && quality >= s->numbers.least_quality;
    double away_s = s->seen ? seconds_between(s->last_face_us, time_us) : 0.0;

    if (away_s > (double)s->numbers.gone_s)
        end_stay(s);
    if (away_s > forget_s)
        s->mood.label = LILT_EMOTION_UNKNOWN;
    s->looks = (s->looks << 1 | (is_seen ? 1u : 0u)) & ((1u << LOOKS) - 1);
    if (is_seen) {
        look_at_face(s, time_us, probs, quality);
        away_s = 0.0;
    }
    if (s->mood.label == LILT_EMOTION_UNKNOWN)
        s->mood = (LiltMood){.label = LILT_EMOTION_UNKNOWN};
    else
        s->mood = (LiltMood){s->mood.label,
                             {(float)s->valence, (float)s->arousal},
                             (float)(s->strength * (1.0 - away_s / forget_s))};
}

void
smooth_reading(Smoother *s, LiltReading *reading)
{
    smooth_look(s, reading->time_us, reading->has_face ? reading->probs : NULL, reading->quality);
    memcpy(reading->steady, s->steady, sizeof reading->steady);
    reading->expression = s->expression;
    reading->mood = s->mood;
}
