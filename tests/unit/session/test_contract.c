/* The contract of the policy, whatever happens in whatever order: events by chance go through the
 * real policy and the real queue, and after each a model that knows only what was done by hand says
 * what must have stayed. What fails is printed with its seed, as the fewest events that still fail.
 */
#include "check.h"

#include <stdarg.h>

#include "house.h"

enum { N_EVENTS = 1000, N_EPISODES = 100, MAX_TICKETS = 40 };

/* ---- what is known without the policy -------------------------------------------------------- */

/* A choice in force, by what the hand did and what the clock says. */
typedef struct {
    bool chosen, blend, for_a_song, leads, scene;
    bool once_chosen; /* a mood outlasts its release, though nothing was made for one that waits */
    LiltEmotion label;
    LiltPoint point;
    int64_t until_us; /* 0: not by the clock, or not yet */
    LiltPolicy policy;
    bool holds; /* policy hold, and a mood was there to be held */
    LiltMood held;
    bool list;  /* started by hand, nothing was chosen since */
    bool quiet; /* stopped by hand */
} Model;

/* What can be seen of the house. */
typedef struct {
    guint64 current, yours[MAX_TICKETS], lilts[MAX_TICKETS];
    unsigned n_yours, n_lilts, n_refilled;
    bool playing, current_is_yours;
    guint64 taken;
    LiltMood mood;
    LiltRequest aim;
    bool from_playlist, scene;
} Seen;

static Seen
look(House *house)
{
    Seen seen = {.playing = house->playing,
                 .taken = house->taken,
                 .n_refilled = house->n_refilled,
                 .scene = house->policy.scene,
                 .mood = lilt_policy_mood(&house->policy)};

    seen.from_playlist = lilt_policy_aim(&house->policy, &seen.aim);
    if (house->current != NULL) {
        seen.current = lilt_queue_item_get_ticket(house->current);
        seen.current_is_yours = lilt_queue_item_get_yours(house->current);
    }
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(house->queue)); i++) {
        LiltQueueItem *item = lilt_queue_get(house->queue, i);
        const guint64 ticket = lilt_queue_item_get_ticket(item);

        if (lilt_queue_item_get_yours(item))
            seen.yours[seen.n_yours++] = ticket;
        else if (!lilt_queue_is_taken(house->queue, i))
            seen.lilts[seen.n_lilts++] = ticket;
    }
    return seen;
}

static bool
same_point(LiltPoint a, LiltPoint b)
{
    return fabsf(a.valence - b.valence) < 1e-6f && fabsf(a.arousal - b.arousal) < 1e-6f;
}

static bool
same_mood(LiltMood a, LiltMood b)
{
    return a.label == b.label && same_point(a.point, b.point);
}

static bool
same_aim(const Seen *a, const Seen *b)
{
    return a->from_playlist == b->from_playlist && a->aim.mood == b->aim.mood &&
           a->aim.policy == b->aim.policy && a->aim.asked == b->aim.asked &&
           same_point(a->aim.from, b->aim.from) && same_point(a->aim.goal, b->aim.goal);
}

static bool
same_tickets(const guint64 *a, unsigned n_a, const guint64 *b, unsigned n_b)
{
    return n_a == n_b && memcmp(a, b, n_a * sizeof *a) == 0;
}

/* ---- the model's own step -------------------------------------------------------------------- */

static void
end_choice(Model *model)
{
    model->chosen = model->blend = model->for_a_song = model->leads = model->scene = false;
    model->until_us = 0;
}

static void
begin_choice(Model *model, const Happening *event, int64_t now_us)
{
    model->chosen = model->once_chosen = true;
    model->blend = event->blend;
    model->for_a_song = event->for_a_song;
    model->leads = event->leads;
    model->scene = event->scene;
    model->point = event->blend ? house_blend : lilt_emotion_place(event->label);
    model->label = event->blend ? lilt_emotion_nearest(house_blend) : event->label;
    model->until_us = event->for_a_song || event->lasts_us == 0 ? 0 : now_us + event->lasts_us;
    model->held = (LiltMood){model->label, model->point, 1.0f};
    model->list = false;
}

static void
follow(Model *model, const Happening *event, const Seen *before, const Seen *after, int64_t now_us)
{
    switch (event->what) {
    case HAPPENS_CHOSEN:
        begin_choice(model, event, now_us);
        model->quiet = event->waits;
        break;
    case HAPPENS_RELEASED:
        end_choice(model);
        break;
    case HAPPENS_TIME:
        if (model->until_us != 0 && now_us >= model->until_us)
            end_choice(model);
        break;
    case HAPPENS_POLICY:
        if (event->policy == LILT_POLICY_HOLD && model->policy != LILT_POLICY_HOLD)
            model->held = after->mood;
        model->policy = event->policy;
        break;
    case HAPPENS_LIST:
        model->list = true;
        break;
    case HAPPENS_PAUSED:
        model->quiet = true;
        break;
    default:
        break;
    }
    model->holds = model->policy == LILT_POLICY_HOLD &&
                   (model->chosen || model->held.label != LILT_EMOTION_UNKNOWN);
    if (after->n_lilts == 0 || (before->n_lilts <= 1 && after->n_refilled != before->n_refilled))
        model->list = model->list && event->what == HAPPENS_LIST;
    if (after->playing)
        model->quiet = false;
    if (after->current != before->current && !after->current_is_yours && model->for_a_song &&
        model->until_us == 0)
        model->until_us = now_us + HOUSE_SONG_US;
}

/* ---- what must be true after each event ------------------------------------------------------ */

static char fault[200];

static bool fails(const char *format, ...) __attribute__((format(printf, 1, 2)));

static bool
fails(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(fault, sizeof fault, format, args);
    va_end(args);
    return false;
}

/* What a hand chooses, or releases, ends the scene list; nothing else does. */
static bool
scene_rules(const Model *model, const Seen *after)
{
    return after->scene == (model->chosen && model->scene) ||
           fails("the scene list %s", after->scene ? "goes on" : "has ended");
}

/* A chosen mood is in force, and Lilt's part is made for it. */
static bool
choice_rules(const Model *model, const Seen *after)
{
    if (!model->chosen)
        return !after->aim.asked || fails("no choice is left, yet one is asked for");
    if (after->mood.label != model->label || !same_point(after->mood.point, model->point))
        return fails("chosen %d, in force %d", model->label, after->mood.label);
    if (!after->aim.asked)
        return fails("the choice is not what is asked for");
    if (model->leads &&
        (!same_point(after->aim.goal, model->point) ||
         (after->aim.policy != LILT_POLICY_PATH && !same_point(after->aim.from, model->point))))
        return fails("chosen %d, led elsewhere", model->label);
    if (!model->leads && (model->policy != LILT_POLICY_PATH || model->scene) &&
        !same_point(after->aim.from, model->point))
        return fails("chosen %d, made for something else", model->label);
    if (model->scene && !model->leads && after->aim.policy != LILT_POLICY_MATCH)
        return fails("a policy bends a step of the scene list");
    return true;
}

static bool
hold_rules(const Model *model, const Happening *event, const Seen *before, const Seen *after)
{
    if (!model->holds || model->chosen)
        return true;
    if (!same_mood(after->mood, model->held))
        return fails("held %d, in force %d", model->held.label, after->mood.label);
    if (event->what != HAPPENS_POLICY && event->what != HAPPENS_CHOSEN &&
        event->what != HAPPENS_RELEASED && event->what != HAPPENS_TIME && !same_aim(before, after))
        return fails("held, yet another aim");
    return true;
}

static bool
track_stays(const Model *model, const Happening *event, const Seen *before, const Seen *after)
{
    const bool by_hand = event->what == HAPPENS_SKIPPED || event->what == HAPPENS_LIST;
    const bool starts = by_hand || event->what == HAPPENS_PLAYED ||
                        (event->what == HAPPENS_CHOSEN && !event->waits);

    if (before->playing && !by_hand && event->what != HAPPENS_OVER &&
        (after->current != before->current || after->taken != before->taken) &&
        event->what != HAPPENS_TAKEN && event->what != HAPPENS_RETURNED)
        return fails("another track in the middle of one");
    if (before->playing && event->what != HAPPENS_PAUSED && !after->playing)
        return fails("silence in the middle of a track");
    if (model->quiet && !starts && after->playing)
        return fails("music after a hand stopped it");
    return true;
}

/* Those of yours that are gone were taken out by hand, or play. */
static bool
yours_stay(const Happening *event, const Seen *before, const Seen *after)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < before->n_yours; i++) {
        const guint64 ticket = before->yours[i];
        unsigned at = kept;

        while (at < after->n_yours && after->yours[at] != ticket)
            at++;
        if (at < after->n_yours)
            kept = at + 1;
        else if (event->what != HAPPENS_DEQUEUED && after->current != ticket)
            return fails("one of yours is gone, or stands elsewhere");
    }
    return after->n_yours + 1 >= before->n_yours || fails("several of yours are gone at once");
}

static bool
unknown_is_nothing(const Happening *event, const Seen *before, const Seen *after)
{
    if (event->what != HAPPENS_UNSEEN)
        return true;
    if (!same_aim(before, after))
        return fails("unknown changes the aim");
    if (after->current != before->current || after->playing != before->playing ||
        !same_tickets(before->lilts, before->n_lilts, after->lilts, after->n_lilts))
        return fails("unknown changes the music");
    return true;
}

static bool
list_plays_on(const Model *model, const Happening *event, const Seen *before, const Seen *after)
{
    return !model->list || after->n_refilled == before->n_refilled || before->n_lilts <= 1 ||
           event->what == HAPPENS_CHOSEN || event->what == HAPPENS_LIST ||
           fails("a list started by hand is broken off");
}

/* What is held, and what nothing is known for, is not chosen anew because of other signals. */
static bool
signals_are_calm(const Model *model, const Happening *event, const Seen *before, const Seen *after)
{
    const bool nothing_rules = before->mood.label == LILT_EMOTION_UNKNOWN && !model->once_chosen &&
                               before->n_refilled == 0 && model->policy != LILT_POLICY_PATH;

    return event->what != HAPPENS_SHIFTED || after->n_refilled == before->n_refilled ||
           (model->policy != LILT_POLICY_HOLD && !nothing_rules) ||
           fails("other signals refill what is held");
}

/* A reading makes Lilt's part anew only when something else is wanted than before. The first one
 * begins a path, though it may begin where nothing known had it. */
static bool
readings_are_calm(const Model *model, const Happening *event, const Seen *before, const Seen *after)
{
    const bool begins_path = model->policy == LILT_POLICY_PATH &&
                             before->mood.label == LILT_EMOTION_UNKNOWN;

    return event->what != HAPPENS_SEEN || after->n_refilled == before->n_refilled || begins_path ||
           !same_aim(before, after) || fails("a reading refills for the same aim");
}

/* `model` is as it was before the event. */
static bool
judge(Model *model, const Happening *event, const Seen *before, const Seen *after, int64_t now_us)
{
    const Model then = *model;

    follow(model, event, before, after, now_us);
    return choice_rules(model, after) && scene_rules(model, after) &&
           hold_rules(model, event, before, after) && track_stays(&then, event, before, after) &&
           yours_stay(event, before, after) && unknown_is_nothing(event, before, after) &&
           list_plays_on(&then, event, before, after) &&
           readings_are_calm(&then, event, before, after) &&
           signals_are_calm(&then, event, before, after);
}

/* ---- sequences ------------------------------------------------------------------------------- */

static void
invent(LiltRng *rng, Happening *events, int n)
{
    for (int i = 0; i < n; i++)
        events[i] = (Happening){
            .what = (Happens)lilt_rng_below(rng, N_HAPPENINGS),
            .label = (LiltEmotion)lilt_rng_below(rng, LILT_N_EMOTIONS),
            .confidence = lilt_rng_unit(rng),
            .policy = (LiltPolicy)lilt_rng_below(rng, LILT_POLICY_HOLD + 1),
            .blend = lilt_rng_below(rng, 3) == 0,
            .for_a_song = lilt_rng_below(rng, 3) == 0,
            .leads = lilt_rng_below(rng, 4) == 0,
            .scene = lilt_rng_below(rng, 4) == 0,
            .waits = lilt_rng_below(rng, 8) == 0,
            .place = lilt_rng_below(rng, 8),
            .after_us = lilt_rng_below(rng, 40),
            .lasts_us = lilt_rng_below(rng, 3) == 0 ? 0 : 1 + lilt_rng_below(rng, 200),
        };
}

static uint64_t
mix(uint64_t digest, uint64_t value)
{
    return (digest ^ value) * 0x100000001b3u; /* FNV-1a */
}

/* All that the policy decided, without what differs between two runs of the same: tickets and the
 * clock's zero. */
static uint64_t
digest_of(uint64_t digest, const House *house, const Seen *seen)
{
    const float floats[] = {seen->mood.point.valence, seen->mood.point.arousal,
                            seen->mood.confidence,    seen->aim.from.valence,
                            seen->aim.from.arousal,   seen->aim.goal.valence,
                            seen->aim.goal.arousal};

    digest = mix(mix(mix(digest, house->todo), seen->n_refilled), seen->playing);
    digest = mix(mix(mix(digest, (uint64_t)seen->mood.label), seen->n_yours), seen->n_lilts);
    digest = mix(mix(digest, (uint64_t)seen->aim.mood), (uint64_t)seen->aim.policy);
    for (size_t i = 0; i < G_N_ELEMENTS(floats); i++) {
        uint32_t bits;

        memcpy(&bits, &floats[i], sizeof bits);
        digest = mix(digest, bits);
    }
    return digest;
}

/* Let it all happen; gives the place of the event after which something is wrong (`fault` says
 * what), or -1. */
static int
run(const Happening *events, int n, int64_t begin_us, uint64_t *ret_digest)
{
    const Happening time_passes = {.what = HAPPENS_TIME};
    Model model = {.policy = LILT_POLICY_MATCH, .held = {.label = LILT_EMOTION_UNKNOWN}};
    House house;
    int i;

    house_begin(&house, begin_us);
    *ret_digest = 0xcbf29ce484222325u;
    for (i = 0; i < n; i++) {
        const Seen before = look(&house);

        house_wait(&house, events[i].after_us);
        const Seen waited = look(&house);

        if (!judge(&model, &time_passes, &before, &waited, house.now_us))
            break;
        *ret_digest = digest_of(*ret_digest, &house, &waited);
        house_happens(&house, &events[i]);
        const Seen after = look(&house);

        if (!judge(&model, &events[i], &waited, &after, house.now_us))
            break;
        *ret_digest = digest_of(*ret_digest, &house, &after);
    }
    house_end(&house);
    return i < n ? i : -1;
}

/* Take out what is not needed to fail: halves, quarters, .. single events. Gives how many are left.
 */
static int
shrink(Happening *events, int n)
{
    Happening *fewer = g_new(Happening, (gsize)n);
    uint64_t digest;

    for (int part = n / 2; part >= 1; part /= 2) {
        for (int from = 0; from + part <= n;) {
            memcpy(fewer, events, (size_t)from * sizeof *events);
            memcpy(fewer + from, events + from + part, (size_t)(n - from - part) * sizeof *events);
            const int failed_at = run(fewer, n - part, 1, &digest);

            if (failed_at < 0) {
                from += part;
                continue;
            }
            n = failed_at + 1;
            memcpy(events, fewer, (size_t)n * sizeof *events);
        }
    }
    g_free(fewer);
    return n;
}

static void
tell(const Happening *events, int n)
{
    static const char *const names[N_HAPPENINGS] = {
        "time",     "seen",   "unseen",   "chosen", "released", "policy",   "goal",
        "enqueued", "next",   "dequeued", "list",   "taken",    "returned", "over",
        "skipped",  "paused", "played",   "songs",  "shifted"};

    for (int i = 0; i < n; i++)
        printf("  +%d us %s: label %d, policy %d, blend %d, for a song %d, leads %d, scene %d, "
               "waits %d, place %u, lasts %d us\n",
               (int)events[i].after_us, names[events[i].what], events[i].label, events[i].policy,
               events[i].blend, events[i].for_a_song, events[i].leads, events[i].scene,
               events[i].waits, events[i].place, (int)events[i].lasts_us);
}

TEST(the_contract_holds_whatever_happens)
{
    LiltRng rng = lilt_rng_new(check_seed(), 5);
    g_autofree Happening *events = g_new(Happening, N_EVENTS);
    uint64_t digest, again;

    for (int episode = 0; episode < check_rounds(N_EPISODES); episode++) {
        invent(&rng, events, N_EVENTS);
        const int failed_at = run(events, N_EVENTS, 1, &digest);

        if (failed_at >= 0) {
            const int n = shrink(events, failed_at + 1);

            run(events, n, 1, &digest); /* `fault` is that of the fewest */
            tell(events, n);
            CHECK(false, "episode %d, event %d: %s", episode, failed_at, fault);
            return;
        }
        run(events, N_EVENTS, 1000000007, &again); /* on another day */
        REQUIRE(digest == again, "episode %d: the same events, other actions", episode);
    }
}

TEST_MAIN()
