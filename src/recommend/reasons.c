/* Reasons: what the parts of a score say in a few plain words. Only what is true of the track is
 * said, and nothing of parts that speak against it. */
#include "lilt/recommend.h"

#include <libintl.h>
#include <math.h>
#include <stdio.h>

#include "moods.h"
#include "policy.h"

/* Whole sentences, so that a translation may turn them round. Without a catalogue of the
 * listener's language they stay as they are. */
#define N_(text) text
#define _(text)  dgettext("lilt", text)

/* From this on it is likely that the listener finishes it; and a part is worth a word. */
static const float LIKELY = 0.3f, WORTH_SAYING = 0.03f;

static const char *const part_labels[LILT_N_PARTS] = {
    [LILT_PART_MOOD] = "mood",       [LILT_PART_MAP] = "map",           [LILT_PART_WORDS] = "words",
    [LILT_PART_TASTE] = "taste",     [LILT_PART_TOGETHER] = "together", [LILT_PART_HOUR] = "hour",
    [LILT_PART_SIGNALS] = "signals", [LILT_PART_PACE] = "pace",         [LILT_PART_REST] = "rest",
    [LILT_PART_VARIETY] = "variety", [LILT_PART_CHANCE] = "chance",
};

/* Why a track goes with a look, and with a wish. */
static const struct {
    const char *look, *wish;
} words[LILT_N_EMOTIONS] = {
    [LILT_ANGRY] = {N_("Fits an angry look"), N_("Angry, as you asked")},
    [LILT_DISGUST] = {N_("Fits a disgusted look"), N_("Disgusted, as you asked")},
    [LILT_FEAR] = {N_("Fits a frightened look"), N_("Afraid, as you asked")},
    [LILT_HAPPY] = {N_("Fits a happy look"), N_("Happy, as you asked")},
    [LILT_SAD] = {N_("Fits a sad look"), N_("Sad, as you asked")},
    [LILT_SURPRISE] = {N_("Fits a surprised look"), N_("Surprised, as you asked")},
    [LILT_NEUTRAL] = {N_("Fits a neutral look"), N_("Neutral, as you asked")},
};

const char *
lilt_part_label(LiltPart part)
{
    return part_labels[part];
}

/* Which way the track lies from the listener, when the list is to lead somewhere. */
static bool
say_step(const LiltRequest *request, size_t row, char *text, size_t bytes)
{
    const float dv = request->catalogue->valence[row] - request->from.valence;
    const float da = request->catalogue->arousal[row] - request->from.arousal;
    const char *way;

    if (fmaxf(fabsf(dv), fabsf(da)) < 0.1f)
        return false;
    if (fabsf(dv) >= fabsf(da))
        way = dv > 0.0f ? _("A step brighter") : _("A step darker");
    else
        way = da > 0.0f ? _("A step livelier") : _("A step calmer");
    snprintf(text, bytes, "%s", way);
    return true;
}

static bool
say_mood(const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    const LiltCatalogue *c = request->catalogue;
    const float distance = hypotf(c->valence[pick->row] - pick->aim.valence,
                                  c->arousal[pick->row] - pick->aim.arousal);

    if (request->policy == LILT_POLICY_PATH || lilt_request_lifts(request))
        return say_step(request, pick->row, text, bytes);
    if (distance > 0.5f)
        return false;
    if (request->mood == LILT_EMOTION_UNKNOWN)
        snprintf(text, bytes, "%s", _("Near the mood you are in"));
    else if (request->asked)
        snprintf(text, bytes, "%s", _(words[request->mood].wish));
    else
        snprintf(text, bytes, "%s", _(words[request->mood].look));
    return true;
}

static bool
say_map(const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    const LiltCatalogue *c = request->catalogue;
    const LiltEmotion mood = lilt_request_class(request, pick->aim);
    const LiltGenre genre = (LiltGenre)c->genre[pick->row];

    if (mood == LILT_EMOTION_UNKNOWN)
        return false;
    if (lilt_mood_genre_fit(request->map, mood, genre) >= 0.5f) {
        snprintf(text, bytes, _("Its genre suits: %s"), _(lilt_genre_label(genre)));
        return true;
    }
    if (lilt_mood_tempo_fit(request->map, mood, c->tempo_bpm[pick->row]) >= 0.6f) {
        snprintf(text, bytes, _("A fitting pace, %.0f beats a minute"),
                 (double)c->tempo_bpm[pick->row]);
        return true;
    }
    if (lilt_mood_tonality_fit(request->map, mood, c->mode[pick->row]) >= 0.5f) {
        snprintf(text, bytes, "%s",
                 c->mode[pick->row] > 0.0f ? _("In major, which suits")
                                           : _("In minor, which suits"));
        return true;
    }
    return false;
}

/* Only where they count, and then what they are. */
static bool
say_words(const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    if (pick->parts[LILT_PART_WORDS] < WORTH_SAYING)
        return false;
    snprintf(text, bytes, "%s",
             request->catalogue->words[pick->row] > 0.0f ? _("Its words are bright ones")
                                                         : _("Its words are heavy ones"));
    return true;
}

static const char *
finished_words(LiltDayPart part, unsigned long n)
{
    switch (part) {
    case LILT_MORNING:
        return dngettext("lilt", "You finished it %u time in the morning",
                         "You finished it %u times in the morning", n);
    case LILT_AFTERNOON:
        return dngettext("lilt", "You finished it %u time in the afternoon",
                         "You finished it %u times in the afternoon", n);
    case LILT_EVENING:
        return dngettext("lilt", "You finished it %u time in the evening",
                         "You finished it %u times in the evening", n);
    case LILT_NIGHT:
    case LILT_N_DAY_PARTS:
    default:
        return dngettext("lilt", "You finished it %u time at night",
                         "You finished it %u times at night", n);
    }
}

static bool
say_taste(const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    const LiltListener *listener = &request->listener;
    const uint32_t n_plays = request->catalogue->n_plays[pick->row];
    const unsigned n_finished = listener->finished != NULL ? listener->finished[pick->row] : 0;

    if (request->catalogue->love[pick->row] > 0)
        snprintf(text, bytes, "%s", _("You love this one"));
    else if (n_finished >= 2)
        snprintf(text, bytes, finished_words(listener->day_part, n_finished), n_finished);
    else if (n_plays >= 2)
        snprintf(text, bytes,
                 dngettext("lilt", "You played it %u time", "You played it %u times", n_plays),
                 (unsigned)n_plays);
    else if (listener->personal != NULL && listener->personal[pick->row] >= LIKELY)
        snprintf(text, bytes, "%s", _("You often finish music like this"));
    else
        return false;
    return true;
}

static bool
say_together(const LiltPick *pick, char *text, size_t bytes)
{
    if (pick->parts[LILT_PART_TOGETHER] < WORTH_SAYING)
        return false;
    snprintf(text, bytes, "%s", _("Goes with what you played lately"));
    return true;
}

static bool
say_hour(const LiltPick *pick, char *text, size_t bytes)
{
    if (pick->parts[LILT_PART_HOUR] < WORTH_SAYING)
        return false;
    snprintf(text, bytes, "%s", _("Usual for this time of day"));
    return true;
}

static bool
say_signals(const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    if (request->shift_words == NULL || pick->parts[LILT_PART_SIGNALS] < WORTH_SAYING)
        return false;
    snprintf(text, bytes, "%s", request->shift_words);
    return true;
}

static bool
say_pace(const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    if (pick->parts[LILT_PART_PACE] < 0.2f) /* half of what the very tempo is worth */
        return false;
    snprintf(text, bytes, _("A steady pace, %.0f beats a minute"),
             (double)request->catalogue->tempo_bpm[pick->row]);
    return true;
}

static bool
say_rest(const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    const int64_t last_s = request->catalogue->last_play_s[pick->row];
    const int64_t rested_s = request->now_s > last_s ? request->now_s - last_s : 0;
    const unsigned long days = (unsigned long)(rested_s / 86400);

    if (last_s == 0)
        snprintf(text, bytes, "%s", _("New to you"));
    else if (days >= 60)
        snprintf(text, bytes, dngettext("lilt", "Rested %lu month", "Rested %lu months", days / 30),
                 days / 30);
    else if (days >= 14)
        snprintf(text, bytes, dngettext("lilt", "Rested %lu week", "Rested %lu weeks", days / 7),
                 days / 7);
    else if (days >= 3)
        snprintf(text, bytes, dngettext("lilt", "Rested %lu day", "Rested %lu days", days), days);
    else
        return false;
    return true;
}

static bool
say(LiltPart part, const LiltRequest *request, const LiltPick *pick, char *text, size_t bytes)
{
    switch (part) {
    case LILT_PART_MOOD:
        return say_mood(request, pick, text, bytes);
    case LILT_PART_MAP:
        return say_map(request, pick, text, bytes);
    case LILT_PART_WORDS:
        return say_words(request, pick, text, bytes);
    case LILT_PART_TASTE:
        return say_taste(request, pick, text, bytes);
    case LILT_PART_TOGETHER:
        return say_together(pick, text, bytes);
    case LILT_PART_HOUR:
        return say_hour(pick, text, bytes);
    case LILT_PART_SIGNALS:
        return say_signals(request, pick, text, bytes);
    case LILT_PART_PACE:
        return say_pace(request, pick, text, bytes);
    case LILT_PART_REST:
        return say_rest(request, pick, text, bytes);
    case LILT_PART_VARIETY:
    case LILT_PART_CHANCE:
    default:
        return false; /* nothing a listener would care to read */
    }
}

size_t
lilt_recommend_reasons(const LiltRequest *request, const LiltPick *pick, LiltReason *reasons,
                       size_t max)
{
    bool used[LILT_N_PARTS] = {false};
    size_t n = 0;

    while (n < max) {
        int best = -1;

        for (int part = 0; part < LILT_N_PARTS; part++)
            if (!used[part] && pick->parts[part] > 0.0f &&
                (best < 0 || pick->parts[part] > pick->parts[best]))
                best = part;
        if (best < 0)
            break;
        used[best] = true;
        reasons[n].part = (LiltPart)best;
        reasons[n].value = pick->parts[best];
        n += say((LiltPart)best, request, pick, reasons[n].text, sizeof reasons[n].text);
    }
    return n;
}
