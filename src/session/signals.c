/* What the signals weigh. The directions are those that people choose themselves: music of about
 * the arousal that body and situation have. Faster music and a faster heart go together (Bernardi,
 * Porta, Sleight, Heart 92, 2006); on the way people want lively music and at work less of it
 * (North, Hargreaves, Hargreaves, Music Perception 22, 2004); with warm, bright weather goes
 * energetic music, with dull weather calm (Pettijohn, Williams, Carter, Current Psychology 29,
 * 2010). How far each goes is ours. */
#include "signals.h"

#include <libintl.h>
#include <math.h>

#include "lilt/recommend.h"

#define N_(text) text
#define _(text)  dgettext("lilt", text)

static const float BODY_AROUSAL = 0.3f;               /* for a level of 1 */
static const float ACTIVE_S = 60.0f, IDLE_S = 300.0f; /* between them nothing is said */
static const float LEAST_LEVEL = 0.2f;                /* of a body that has something to say */

typedef struct {
    LiltPoint shift;
    const char *words;
} Said;

static const Said nothing = {{0.0f, 0.0f}, NULL};

static const Said active = {{0.0f, 0.08f}, N_("You are at the keyboard: a little livelier")},
                  idle = {{0.0f, -0.15f}, N_("Nobody is at the keyboard: a little calmer")};

static const Said places[LILT_N_PLACES] = {
    [LILT_PLACE_HOME] = {{0.05f, -0.08f}, N_("At home: a little calmer")},
    [LILT_PLACE_WORK] = {{0.0f, -0.15f}, N_("At work: a little calmer")},
    [LILT_PLACE_WAY] = {{0.05f, 0.20f}, N_("On the way: a little livelier")},
    [LILT_PLACE_OUTDOORS] = {{0.10f, 0.15f}, N_("Outdoors: a little livelier")},
};

static const Said weathers[LILT_N_WEATHERS] = {
    [LILT_WEATHER_SUNNY] = {{0.15f, 0.10f}, N_("The sun shines: a little brighter")},
    [LILT_WEATHER_CLOUDY] = {{-0.05f, -0.08f}, N_("It is cloudy: a little calmer")},
    [LILT_WEATHER_RAIN] = {{-0.08f, -0.15f}, N_("It rains: a little calmer")},
    [LILT_WEATHER_SNOW] = {{0.05f, -0.12f}, N_("It snows: a little calmer")},
};

/* [skin][low][calms] */
static const char *const body_words[2][2][2] = {
    {{N_("Your pulse is high: a little livelier"), N_("Your pulse is high: a little calmer")},
     {N_("Your pulse is low: a little calmer"), N_("Your pulse is low: a little livelier")}},
    {{N_("You are stirred: a little livelier"), N_("You are stirred: a little calmer")},
     {N_("You are at ease: a little calmer"), N_("You are at ease: a little livelier")}},
};

static Said
said_by_body(const LiltSignals *signals)
{
    const float level = fmaxf(-1.0f, fminf(1.0f, signals->body));

    if (!signals->body_known || isnan(signals->body) || fabsf(level) < LEAST_LEVEL)
        return nothing;
    return (Said){{0.0f, (signals->calms ? -BODY_AROUSAL : BODY_AROUSAL) * level},
                  body_words[signals->skin][level < 0.0f][signals->calms]};
}

static Said
said_by(const LiltSignals *signals, LiltSignal which)
{
    switch (which) {
    case LILT_SIGNAL_BODY:
        return said_by_body(signals);
    case LILT_SIGNAL_ACTIVITY:
        if (!signals->activity_known || !(signals->idle_s >= 0.0f))
            return nothing;
        return signals->idle_s < ACTIVE_S ? active : signals->idle_s < IDLE_S ? nothing : idle;
    case LILT_SIGNAL_PLACE:
        return places[signals->place];
    case LILT_SIGNAL_WEATHER:
        return weathers[signals->weather];
    case LILT_SIGNAL_HOUR:
    default:
        return nothing;
    }
}

LiltShift
lilt_signals_shift(const LiltSignals *signals)
{
    LiltPoint sum = {0.0f, 0.0f};
    LiltShift result = {{0.0f, 0.0f}, NULL};
    float most = 0.0f;

    for (int which = 0; which < LILT_N_SIGNALS; which++) {
        const Said said = said_by(signals, (LiltSignal)which);

        sum.valence += signals->weight[which] * said.shift.valence;
        sum.arousal += signals->weight[which] * said.shift.arousal;
    }
    const float length = hypotf(sum.valence, sum.arousal);

    if (!(length > 1e-4f) || !isfinite(length))
        return result;
    /* the words: whoever pushed farthest the way that it goes */
    for (int which = 0; which < LILT_N_SIGNALS; which++) {
        const Said said = said_by(signals, (LiltSignal)which);
        const float push = signals->weight[which] *
                           (said.shift.valence * sum.valence + said.shift.arousal * sum.arousal);

        if (push > most) {
            most = push;
            result.words = _(said.words);
        }
    }
    const float part = fminf(1.0f, LILT_MOST_SHIFT / length);

    result.shift = (LiltPoint){part * sum.valence, part * sum.arousal};
    return result;
}
