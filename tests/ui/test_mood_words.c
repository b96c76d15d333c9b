/* The table of states as the mood button says them: what, how sure, from where, what next. */
#include <math.h>
#include <pango/pango.h>

#include "check.h"
#include "mood_words.h"
#include "moods.h"

static const gint64 now_us = (gint64)3600 * G_USEC_PER_SEC;

/* A camera that works, nothing known, four minutes ago. */
static LiltMoodView
quiet_view(void)
{
    return (LiltMoodView){.mood = {.label = LILT_EMOTION_UNKNOWN},
                          .camera = LILT_CAMERA_CLOSED,
                          .since_us = now_us - (gint64)240 * G_USEC_PER_SEC};
}

static LiltMoodView
seen_view(LiltEmotion emotion, float confidence)
{
    LiltMoodView view = quiet_view();

    view.mood = (LiltMood){emotion, lilt_emotion_place(emotion), confidence};
    view.source = LILT_FROM_CAMERA;
    view.n_faces = 1;
    return view;
}

static void
check_words(const LiltMoodView *view, gboolean scanning, const char *word, const char *from,
            const char *sentence)
{
    LiltMoodWords words;

    lilt_mood_words_make(view, scanning, now_us, &words);
    CHECK_TEXT(word, words.word);
    CHECK_TEXT(from, words.from);
    CHECK_TEXT(sentence, words.sentence);
    lilt_mood_words_clear(&words);
}

TEST(sureness_has_four_words)
{
    LiltMoodView view = seen_view(LILT_HAPPY, 0.75f);

    check_words(&view, FALSE, "Looks happy", "Quite sure · camera",
                "Glances before each song ends.");
    view.mood.confidence = 0.55f;
    check_words(&view, FALSE, "Looks happy", "Fairly sure · camera",
                "Glances before each song ends.");
    view.mood.confidence = 0.40f;
    check_words(&view, FALSE, "Looks happy", "Not very sure · camera",
                "Glances before each song ends.");
    view.mood.confidence = 0.39f;
    check_words(&view, FALSE, "Can’t tell", "Not sure enough",
                "Lilt does not guess. The music stays as it is.");
}

TEST(bars_follow_sureness)
{
    const struct {
        float confidence;
        guint n_bars;
    } table[] = {{0.9f, 4}, {0.6f, 3}, {0.45f, 2}, {0.1f, 0}};

    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        const LiltMoodView view = seen_view(LILT_SAD, table[i].confidence);
        LiltMoodWords words;

        lilt_mood_words_make(&view, FALSE, now_us, &words);
        CHECK(words.n_bars == table[i].n_bars, "confidence %.2f: %u bars",
              (double)table[i].confidence, words.n_bars);
        lilt_mood_words_clear(&words);
    }
}

TEST(what_the_camera_cannot_do_is_said)
{
    LiltMoodView view = quiet_view();

    check_words(&view, FALSE, "Can’t tell", "No face for a while",
                "Lilt does not guess. The music stays as it is.");
    view.looking = TRUE;
    check_words(&view, FALSE, "Looking…", "A first look",
                "The camera is open and closes by itself.");
    view = seen_view(LILT_HAPPY, 0.5f);
    view.looking = TRUE;
    check_words(&view, FALSE, "Looking…", "Three seconds",
                "The camera is open and closes by itself.");
    view.looking = FALSE;
    view.n_faces = 2;
    check_words(&view, FALSE, "Looks happy", "Not very sure · two faces",
                "The nearest face counts.");
    view.hints = LILT_HINT_DARK;
    check_words(&view, FALSE, "Too dark", "Last: looks happy",
                "More light on your face would help. A dark picture is not a sad one.");
}

TEST(trouble_with_the_camera_is_said)
{
    const struct {
        LiltCameraState state;
        const char *word, *from, *sentence;
    } table[] = {
        {LILT_CAMERA_GONE, "Camera gone", "Unplugged · music goes on",
         "Plug it in again and Lilt goes on by itself."},
        {LILT_CAMERA_COVERED, "Lens covered", "Uncover it to go on",
         "Lilt has closed the camera and waits."},
        {LILT_CAMERA_FROZEN, "Picture frozen", "Music goes on",
         "The camera sends no new pictures. Lilt tries again by itself."},
        {LILT_CAMERA_BUSY, "Camera busy", "Another program has it", "Lilt tries again by itself."},
        {LILT_CAMERA_DENIED, "Camera closed", "This account may not open it",
         "Ask whoever looks after this computer to let your account use the camera."},
        {LILT_CAMERA_OFF, "Pick a mood", "Camera off", "Everything else works."},
        {LILT_CAMERA_NONE, "Pick a mood", "No camera found", "Everything else works."},
        {LILT_CAMERA_NOT_ALLOWED, "Pick a mood", "Camera not allowed", "Everything else works."},
        {LILT_CAMERA_NO_MODEL, "Pick a mood", "Cannot read faces",
         "Model file damaged: Lilt cannot read faces. Pick a mood by hand."},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        LiltMoodView view = quiet_view();

        view.camera = table[i].state;
        check_words(&view, FALSE, table[i].word, table[i].from, table[i].sentence);
    }
}

TEST(the_sessions_own_sentence_comes_first)
{
    LiltMoodView view = quiet_view();

    view.camera = LILT_CAMERA_BUSY;
    g_strlcpy(view.camera_words, "Cheese has the camera.", sizeof view.camera_words);
    check_words(&view, FALSE, "Camera busy", "Another program has it", "Cheese has the camera.");
}

TEST(without_a_camera_reading_music_is_said)
{
    LiltMoodView view = quiet_view();

    view.camera = LILT_CAMERA_NONE;
    check_words(&view, TRUE, "Pick a mood", "Still reading your music",
                "Playlists grow while songs are read.");
}

TEST(a_hand_beats_camera_and_trouble)
{
    LiltMoodView view = seen_view(LILT_SAD, 1);

    view.source = LILT_FROM_HAND;
    for (int state = LILT_CAMERA_OFF; state <= LILT_CAMERA_NO_MODEL; state++) {
        view.camera = (LiltCameraState)state;
        view.hints = LILT_HINT_DARK;
        check_words(&view, FALSE, "Sad", "You chose · until changed",
                    "Your choice wins. Back to Automatic (Ctrl+0).");
    }
    view.source = LILT_FROM_HELD;
    check_words(&view, FALSE, "Held", "Keeps this playlist", "Whatever your face does.");
}

TEST(a_choice_says_how_long_it_lasts)
{
    const gint64 minute_us = 60 * G_USEC_PER_SEC;
    const char *sentence = "Your choice wins. Back to Automatic (Ctrl+0).";
    LiltMoodView view = seen_view(LILT_SAD, 1);

    view.source = LILT_FROM_HAND;
    view.until_us = now_us + 25 * minute_us;
    check_words(&view, FALSE, "Sad", "You chose · 25 min left", sentence);
    view.until_us = now_us + 24 * minute_us + 1;
    check_words(&view, FALSE, "Sad", "You chose · 25 min left", sentence);
    view.until_us = now_us + 1;
    check_words(&view, FALSE, "Sad", "You chose · 1 min left", sentence);
    view.until_us = 0;
    view.for_a_song = TRUE;
    check_words(&view, FALSE, "Sad", "You chose · for one song", sentence);
    view.for_a_song = FALSE;
    view.blend = lilt_blend_from_label("calm");
    check_words(&view, FALSE, "Calm", "You chose · until changed", sentence);
}

TEST(a_scene_list_says_which_step_plays_and_how_long)
{
    LiltMoodView view = seen_view(LILT_SAD, 1);

    view.source = LILT_FROM_HAND;
    view.scene_step = 1;
    view.n_scene_steps = 2;
    view.scene_left_s = 20 * 60;
    check_words(&view, FALSE, "Sad", "Step 1 of 2 · 20 min left",
                "Your choice wins. Back to Automatic (Ctrl+0).");
    view.scene_left_s = 1;
    check_words(&view, FALSE, "Sad", "Step 1 of 2 · 1 min left",
                "Your choice wins. Back to Automatic (Ctrl+0).");
}

static void
check_plan(const LiltMoodView *view, const char *want)
{
    g_autofree char *plan = lilt_plan_markup(view);

    CHECK_TEXT(want, plan);
    CHECK(pango_parse_markup(plan, -1, 0, NULL, NULL, NULL, NULL), "\"%s\" is no markup", plan);
}

TEST(what_the_music_is_doing_is_one_line)
{
    LiltMoodView view = seen_view(LILT_SAD, 0.8f);

    check_plan(&view, "Songs that go with the mood.");
    view.policy = LILT_POLICY_LIFT;
    check_plan(&view, "<b>Lifting</b>: a little brighter with each song");
    view.policy = LILT_POLICY_PATH;
    view.goal_label = "calm";
    view.path_left = 5;
    check_plan(&view, "<b>Path to calm</b>: 5 more songs");
    view.path_left = 1;
    check_plan(&view, "<b>Path to calm</b>: 1 more song");
    view.path_left = 0;
    view.goal_label = "happy";
    check_plan(&view, "<b>Path to happy</b>: there");
}

TEST(every_blend_has_a_name_and_no_two_lie_together)
{
    for (int i = 0; i < LILT_N_BLENDS; i++) {
        CHECK(!g_str_equal(lilt_blend_name(&lilt_blends[i]), lilt_blends[i].label), "%s",
              lilt_blends[i].label);
        CHECK(lilt_blend_from_label(lilt_blends[i].label) == &lilt_blends[i], "found by its label");
        for (int j = 0; j < i; j++)
            CHECK(hypot((double)(lilt_blends[i].point.valence - lilt_blends[j].point.valence),
                        (double)(lilt_blends[i].point.arousal - lilt_blends[j].point.arousal)) >
                      0.25,
                  "%s and %s", lilt_blends[i].label, lilt_blends[j].label);
    }
    for (int i = 0; i < LILT_N_PRESETS; i++) {
        CHECK(!g_str_equal(lilt_blend_name(&lilt_presets[i]), lilt_presets[i].label), "%s",
              lilt_presets[i].label);
        CHECK(lilt_blend_from_label(lilt_presets[i].label) == &lilt_presets[i], "found too");
    }
    CHECK(lilt_blend_from_label("happy") == NULL, "one of the seven is no blend");
}

TEST(the_age_of_a_mood_is_told_from_a_minute_on)
{
    LiltMoodView view = seen_view(LILT_HAPPY, 0.6f);
    LiltMoodWords words;

    lilt_mood_words_make(&view, FALSE, now_us, &words);
    CHECK_TEXT("Fairly sure · from the camera · 4 min", words.detail);
    CHECK_TEXT("Mood: Looks happy, Fairly sure · from the camera · 4 min", words.spoken);
    lilt_mood_words_clear(&words);
    view.since_us = now_us - (gint64)59 * G_USEC_PER_SEC;
    lilt_mood_words_make(&view, FALSE, now_us, &words);
    CHECK_TEXT("Fairly sure · from the camera", words.detail);
    lilt_mood_words_clear(&words);
}

TEST(a_camera_that_is_off_speaks_of_no_mood)
{
    LiltMoodView view = seen_view(LILT_HAPPY, 0.9f);
    LiltMoodWords words;

    lilt_mood_words_make(&view, FALSE, now_us, &words);
    CHECK(words.mood == LILT_HAPPY, "seen");
    lilt_mood_words_clear(&words);
    view.looking = TRUE;
    lilt_mood_words_make(&view, FALSE, now_us, &words);
    CHECK(words.mood == LILT_HAPPY && !words.has_colour, "known while it looks again");
    lilt_mood_words_clear(&words);
    view.camera = LILT_CAMERA_OFF;
    lilt_mood_words_make(&view, FALSE, now_us, &words);
    CHECK(words.mood == LILT_EMOTION_UNKNOWN, "off");
    lilt_mood_words_clear(&words);
}

TEST(a_camera_never_says_what_somebody_is)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltMoodView view = seen_view((LiltEmotion)i, 0.9f);
        LiltMoodWords words;

        lilt_mood_words_make(&view, FALSE, now_us, &words);
        CHECK(g_str_has_prefix(words.word, "Looks "), "class %d says \"%s\"", i, words.word);
        lilt_mood_words_clear(&words);
    }
}

TEST_MAIN()
