/* Nothing flickers: a jittery camera over half an hour, by a clock of our own. */
#include "calm.h"
#include "check.h"
#include "mood_words.h"

enum { STEP_US = 250 * 1000, MINUTES = 30 };

/* A teller as the window has it, without a window: what it shows, since when, what waits. */
typedef struct {
    char *word, *from;
    gboolean reading;
    gint64 since_us;
} Shown;

static LiltSaid
said(const Shown *shown)
{
    return (LiltSaid){shown->word, shown->from, shown->reading};
}

/* Show the words for the view if they may be shown now; TRUE: the words are others now. */
static gboolean
offer(Shown *shown, const LiltMoodView *view, gint64 now_us)
{
    LiltMoodWords words;
    const LiltSaid before = said(shown);

    lilt_mood_words_make(view, FALSE, now_us, &words);
    const LiltSaid next = {words.word, words.from, words.reading};
    const gboolean other = g_strcmp0(before.word, next.word) != 0 ||
                           g_strcmp0(before.from, next.from) != 0;
    const gboolean may = lilt_calm_wait_us(&before, shown->since_us, &next, now_us) == 0;

    if (other && may) {
        g_free(shown->word);
        g_free(shown->from);
        *shown = (Shown){g_strdup(words.word), g_strdup(words.from), words.reading, now_us};
    }
    lilt_mood_words_clear(&words);
    return other && may;
}

static LiltMoodView
jitter(LiltRng *rng)
{
    const LiltEmotion emotion = (LiltEmotion)lilt_rng_below(rng, LILT_N_EMOTIONS);

    return (LiltMoodView){
        .mood = {emotion, lilt_emotion_place(emotion), lilt_rng_unit(rng)},
        .source = LILT_FROM_CAMERA,
        .camera = LILT_CAMERA_OPEN,
        .n_faces = lilt_rng_below(rng, 3),
        .hints = lilt_rng_below(rng, 4) == 0 ? LILT_HINT_DARK : 0,
    };
}

TEST(a_jittery_camera_changes_the_words_at_most_once_in_8_s)
{
    LiltRng rng = lilt_rng_new(check_seed(), 1);
    Shown shown = {0};
    gint64 last_us = G_MININT64 / 2;
    int n_changes = 0;

    for (gint64 now_us = 0; now_us < (gint64)MINUTES * 60 * G_USEC_PER_SEC; now_us += STEP_US) {
        const LiltMoodView view = jitter(&rng);

        if (!offer(&shown, &view, now_us))
            continue;
        REQUIRE(now_us - last_us >= 8 * G_USEC_PER_SEC, "after %.2f s",
                (double)(now_us - last_us) / G_USEC_PER_SEC);
        last_us = now_us;
        n_changes++;
    }
    CHECK(n_changes > MINUTES * 60 / 9, "only %d changes: the words are stuck", n_changes);
    g_free(shown.word);
    g_free(shown.from);
}

TEST(a_hand_and_a_device_are_heard_at_once)
{
    const LiltSaid reading = {"Looks happy", "Quite sure · camera", TRUE};
    const LiltSaid hand = {"Sad", "You chose · until changed", FALSE};

    CHECK(lilt_calm_wait_us(&reading, 1000, &hand, 1001) == 0, "a hand");
    CHECK(lilt_calm_wait_us(&hand, 1000, &reading, 1001) == 0, "back to automatic");
    CHECK(lilt_calm_wait_us(&reading, 1000, &reading, 1001) == 0, "the same again");
}

TEST(the_wait_is_what_is_left_of_8_s)
{
    const LiltSaid happy = {"Looks happy", "Quite sure · camera", TRUE};
    const LiltSaid sad = {"Looks sad", "Quite sure · camera", TRUE};

    CHECK(lilt_calm_wait_us(&happy, 0, &sad, 3 * G_USEC_PER_SEC) == 5 * G_USEC_PER_SEC, "early");
    CHECK(lilt_calm_wait_us(&happy, 0, &sad, 8 * G_USEC_PER_SEC) == 0, "in time");
    CHECK(lilt_calm_wait_us(&happy, 0, &sad, 80 * G_USEC_PER_SEC) == 0, "late");
}

TEST_MAIN()
