/* The scene list and the presets over a real session and real sound: steps that follow each other,
 * what ends them, and a restart. */
#include "ask.h"
#include "check.h"
#include "home.h"
#include "settings.h"

static const LiltMoodView *
view(void)
{
    return lilt_session_get_mood(session);
}

/* The step that a start would go on with. */
static guint
kept_step(void)
{
    g_autoptr(GSettings) settings = lilt_settings_in(NULL);

    return g_settings_get_uint(settings, "scene-step");
}

static void
play_scenes(gboolean play)
{
    set_state("scenes", g_variant_new_boolean(play));
}

static gboolean
can_play_scenes(void)
{
    return g_action_group_get_action_enabled(lilt_session_get_actions(session), "scenes");
}

static GVariant *
list_of(const char *first, guint first_min, const char *second, guint second_min)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("a(su)"));
    g_variant_builder_add(&builder, "(su)", first, first_min);
    g_variant_builder_add(&builder, "(su)", second, second_min);
    return g_variant_builder_end(&builder);
}

static gboolean
is_step(gpointer step)
{
    return view()->scene_step == GPOINTER_TO_UINT(step);
}

/* ---- the scene list -------------------------------------------------------------------------- */

TEST(only_a_list_that_can_be_played_is_kept)
{
    begin();
    have_songs();
    CHECK(!can_play_scenes(), "an empty list");
    act("set-scenes", list_of("calm", 20, "no such mood", 5));
    CHECK(!can_play_scenes(), "a mood that is none");
    act("set-scenes", list_of("calm", 0, "happy", 5));
    CHECK(!can_play_scenes(), "no minutes");
    act("set-scenes", list_of("calm", 20, "happy", 100000));
    CHECK(!can_play_scenes(), "minutes without end");
    act("set-scenes", list_of("calm", 20, "happy", 30));
    CHECK(can_play_scenes(), "a good one");
    end();
}

TEST(it_plays_from_its_first_step_until_a_hand_chooses)
{
    begin();
    play_scenes(TRUE);
    REQUIRE(run_until(sounds, NULL, 30), "music");
    CHECK(view()->scene_step == 1 && view()->n_scene_steps == 2 && view()->scene_left_s > 19 * 60 &&
              view()->scene_left_s <= 20 * 60,
          "step %u of %u, %u s left", view()->scene_step, view()->n_scene_steps,
          view()->scene_left_s);
    CHECK_TEXT("calm", view()->blend->label);
    g_autoptr(LiltSong) song = g_object_ref(lilt_session_get_song(session));

    act("mood", g_variant_new_string("sad"));
    CHECK(view()->scene_step == 0 && view()->mood.label == LILT_SAD, "a hand ends it");
    CHECK(lilt_session_get_song(session) == song && lilt_session_get_playing(session),
          "the song that plays goes on");
    play_scenes(TRUE);
    CHECK(view()->scene_step == 1, "again");
    play_scenes(FALSE);
    CHECK(view()->scene_step == 0 && view()->source != LILT_FROM_HAND, "switched off");
    CHECK(kept_step() == 0, "and nothing to go on with");
    end();
}

TEST(a_restart_finds_it_where_it_was_paused_and_it_plays_to_its_end)
{
    begin();
    play_scenes(TRUE);
    REQUIRE(run_until(sounds, NULL, 30), "music");
    run_for(1500);
    end();
    begin();
    CHECK(view()->scene_step == 1 && view()->scene_left_s < 20 * 60, "where it was: %u s left",
          view()->scene_left_s);
    CHECK(!lilt_session_get_playing(session), "paused");
    CHECK(lilt_session_get_song(session) != NULL, "on its song");
    const guint left_s = view()->scene_left_s;

    run_for(2500);
    CHECK(!lilt_session_get_playing(session), "still paused");
    end();
    CHECK(left_s > 0, "time");
    begin();
    CHECK(view()->scene_left_s + 1 >= left_s, "no time passed without music");
    end();

    /* as a run leaves it that ends shortly before the step does */
    begin();
    end();
    g_autoptr(GSettings) kept = lilt_settings_in(NULL);

    g_settings_set_uint(kept, "scene-left-seconds", 2);
    begin();
    CHECK(view()->scene_step == 1 && view()->scene_left_s <= 2, "almost over");
    act("play-pause", NULL);
    REQUIRE(run_until(sounds, NULL, 30), "music");
    CHECK(run_until(is_step, GUINT_TO_POINTER(2), 20), "the next step");
    CHECK(view()->mood.label == LILT_HAPPY && view()->scene_left_s > 29 * 60, "is the next one");
    CHECK(lilt_session_get_playing(session), "the music plays on");
    end();
    g_settings_set_uint(kept, "scene-left-seconds", 2);
    begin();
    CHECK(view()->scene_step == 2, "the last step");
    act("play-pause", NULL);
    CHECK(run_until(is_step, GUINT_TO_POINTER(0), 30), "the end");
    CHECK(view()->source != LILT_FROM_HAND && lilt_session_get_playing(session), "released");
    CHECK(kept_step() == 0, "done");
    end();
}

TEST(another_list_ends_the_one_that_plays)
{
    begin();
    play_scenes(TRUE);
    CHECK(view()->scene_step == 1, "plays");
    act("set-scenes", list_of("calm", 20, "happy", 30));
    CHECK(view()->scene_step == 1, "the very same list");
    act("set-scenes", list_of("sad", 10, "workout", 30));
    CHECK(view()->scene_step == 0, "another one");
    act("set-scenes", g_variant_new_array(G_VARIANT_TYPE("(su)"), NULL, 0));
    CHECK(!can_play_scenes(), "none");
    end();
}

/* ---- presets --------------------------------------------------------------------------------- */

/* The mean of Lilt's part: of arousal, and of a part of the score. */
static double
mean_of_next(LiltPart part, gboolean arousal)
{
    GListModel *queue = lilt_session_get_next_up(session);
    const guint n = MIN(g_list_model_get_n_items(queue), 4);
    double sum = 0.0;

    for (guint i = 0; i < n; i++) {
        g_autoptr(LiltQueueItem) item = g_list_model_get_item(queue, i);
        const LiltWhy *why = lilt_queue_item_get_why(item);
        const LiltPoint point = lilt_song_get_point(lilt_queue_item_get_song(item));

        sum += arousal ? (double)point.arousal : why != NULL ? (double)why->parts[part] : 0.0;
    }
    return n > 0 ? sum / n : 0.0;
}

TEST(a_workout_is_lively_and_keeps_a_pace)
{
    begin();
    act("mood", g_variant_new_string("calm"));
    REQUIRE(run_until(sounds, NULL, 30), "music");
    const double calm = mean_of_next(LILT_PART_MOOD, TRUE);

    CHECK(mean_of_next(LILT_PART_PACE, FALSE) == 0.0, "calm keeps none");
    act("mood", g_variant_new_string("workout"));
    CHECK_TEXT("workout", view()->blend->label);
    CHECK(mean_of_next(LILT_PART_MOOD, TRUE) > calm + 0.2, "livelier than %f: %f", calm,
          mean_of_next(LILT_PART_MOOD, TRUE));
    CHECK(mean_of_next(LILT_PART_PACE, FALSE) > 0.05, "a pace: %f",
          mean_of_next(LILT_PART_PACE, FALSE));
    act("goal", g_variant_new_string("workout"));
    CHECK(!g_str_equal(view()->goal_label, "workout"), "no path leads to a workout");
    end();
}

TEST(unwinding_shows_its_steps_and_leaves_the_policy_alone)
{
    begin();
    act("mood", g_variant_new_string("angry"));
    REQUIRE(run_until(sounds, NULL, 30), "music");
    act("mood", g_variant_new_string("unwind"));
    CHECK(view()->policy == LILT_POLICY_PATH && view()->path_left > 0, "steps to be seen");
    CHECK_TEXT("calm", view()->goal_label);
    const guint left = view()->path_left;

    act("next", NULL);
    REQUIRE(run_until(sounds, NULL, 30), "music");
    CHECK(view()->path_left == left - 1, "%u, then %u", left, view()->path_left);
    act("mood", g_variant_new_string("automatic"));
    CHECK(view()->policy == LILT_POLICY_MATCH, "the policy is what it was");
    end();
}

/* However often what comes next is made anew on the way. */
TEST(no_song_comes_twice_on_a_path)
{
    gint64 played[16];
    guint n = 0;

    begin();
    act("mood", g_variant_new_string("angry"));
    REQUIRE(run_until(sounds, NULL, 30), "music");
    act("mood", g_variant_new_string("unwind"));
    while (view()->path_left > 0 && n < G_N_ELEMENTS(played)) {
        const char *place = n % 2 == 0 ? "way" : "work"; /* far enough apart */
        const guint left = view()->path_left;

        g_action_group_change_action_state(lilt_session_get_actions(session), "place",
                                           g_variant_new_string(place));
        GListModel *queue = lilt_session_get_next_up(session);
        const gint64 now = lilt_song_get_id(lilt_session_get_song(session));

        CHECK(g_list_model_get_n_items(queue) >= left, "%u songs for %u steps",
              g_list_model_get_n_items(queue), left);
        for (guint i = 0; i < left; i++) {
            g_autoptr(LiltQueueItem) item = g_list_model_get_item(queue, i);
            const gint64 id = item != NULL ? lilt_song_get_id(lilt_queue_item_get_song(item)) : 0;

            CHECK(id != now, "step %u: what plays comes again", n);
            for (guint j = 1; j < n; j++) /* the first one played before the path began */
                CHECK(id != played[j], "step %u: song %u comes again", n, j);
        }
        played[n++] = now;
        act("next", NULL);
        REQUIRE(run_until(sounds, NULL, 30), "music");
        CHECK(view()->path_left == left - 1, "%u left", view()->path_left);
    }
    CHECK(n == 6, "a path of %u songs", n);
    g_action_group_change_action_state(lilt_session_get_actions(session), "place",
                                       g_variant_new_string("unsaid"));
    end();
}

TEST_MAIN()
