/* What the body says: lines become numbers, numbers become a level beside the listener's own usual
 * one. */
#include <math.h>
#include <string.h>

#include "signals.h"

static const float REST_BPM = 70.0f, HEART_SPREAD_BPM = 20.0f; /* of people who sit */
static const float SKIN_SPREAD = 0.4f;                         /* of what is usual */
static const float NOW_S = 10.0f, USUAL_S = 600.0f;            /* averages forget within these */
static const float LEAST_STEP_S = 1.0f, MOST_STEP_S = 60.0f;

enum { LEAST_VALUES = 5, STALE_S = 60 };

static const char *
skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t' || *at == '\r')
        at++;
    return at;
}

bool
lilt_body_is_remark(const char *line)
{
    const char *at = skip_blanks(line);

    return *at == '\0' || *at == '#';
}

/* Digits, and more of them after a point or a comma, whatever the locale. NULL: no number. */
static const char *
parse_number(const char *at, double *ret_value)
{
    double value = 0.0, unit = 1.0;
    const char *begin = at;

    for (; *at >= '0' && *at <= '9'; at++)
        value = 10.0 * value + (*at - '0');
    if (at == begin)
        return NULL;
    if ((*at == '.' || *at == ',') && at[1] >= '0' && at[1] <= '9')
        for (at++; *at >= '0' && *at <= '9'; at++)
            value += (unit /= 10.0) * (*at - '0');
    *ret_value = value;
    return at;
}

/* At the end of the line, that alone. */
static bool
is_word(const char *at, const char *word)
{
    const size_t n = strlen(word);

    return strncmp(at, word, n) == 0 && *skip_blanks(at + n) == '\0';
}

bool
lilt_body_parse(const char *line, float *ret_value, bool *ret_skin)
{
    double value = 0.0;
    const char *unit = parse_number(skip_blanks(line), &value);

    if (unit == NULL)
        return false;
    unit = skip_blanks(unit);
    const bool skin = is_word(unit, "uS") || is_word(unit, "\xc2\xb5S") ||
                      is_word(unit, "\xce\xbcS"); /* both signs that look so */

    if (!skin && *unit != '\0' && !is_word(unit, "bpm"))
        return false;
    if (skin ? !(value >= 0.01 && value <= 100.0) : !(value >= 25.0 && value <= 250.0))
        return false;
    *ret_value = (float)value;
    *ret_skin = skin;
    return true;
}

void
lilt_body_hear(LiltBodyTrack *track, float value, bool skin, int64_t now_us)
{
    if (track->n == 0 || track->skin != skin)
        *track = (LiltBodyTrack){
            .skin = skin, .now = value, .usual = skin ? value : REST_BPM, .last_us = now_us};
    const float since_s = (float)(now_us - track->last_us) / 1e6f;
    const float step_s = fminf(fmaxf(since_s, LEAST_STEP_S), MOST_STEP_S);

    track->now += (1.0f - expf(-step_s / NOW_S)) * (value - track->now);
    track->usual += (1.0f - expf(-step_s / USUAL_S)) * (value - track->usual);
    track->last_us = now_us;
    track->n++;
}

bool
lilt_body_level(const LiltBodyTrack *track, int64_t now_us, float *ret_level)
{
    const float spread = track->skin ? SKIN_SPREAD * track->usual : HEART_SPREAD_BPM;

    if (track->n < LEAST_VALUES || now_us - track->last_us > STALE_S * INT64_C(1000000))
        return false;
    *ret_level = tanhf((track->now - track->usual) / spread);
    return true;
}
