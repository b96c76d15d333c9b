/* Consent, the rhythm and a camera's troubles, on the shim's webcam with a photo of a face in it.
 */
#include "ask.h"
#include "check.h"

#include <glib/gstdio.h>

#include "devices.h"
#include "v4l2shim.h"
#include "watching.h"

typedef struct {
    LiltWatching *watching;
    LiltMoodView view;
    int n_readings, n_previews;
    gboolean good_preview;
    LiltEmotion mood;
} Watch;

static void
on_state(gpointer data)
{
    Watch *watch = data;

    if (watch->watching != NULL)
        lilt_watching_get_state(watch->watching, &watch->view);
}

static void
on_reading(const LiltReading *reading, gpointer data)
{
    Watch *watch = data;

    watch->n_readings++;
    watch->mood = reading->mood.label;
}

static void
on_preview(GBytes *rgb, int width_px, int height_px, gpointer data)
{
    Watch *watch = data;

    watch->n_previews++;
    watch->good_preview = width_px > 0 &&
                          g_bytes_get_size(rgb) == (gsize)width_px * (gsize)height_px * 3;
}

static void
plug_in(const char *fault)
{
    if (fault != NULL)
        g_setenv("LILT_SHIM_FAULT", fault, TRUE);
    else
        g_unsetenv("LILT_SHIM_FAULT");
}

/* The smile as a webcam would send it. */
static const char *
smile(void)
{
    static char path[256];
    const char *argv[] = {
        "convert", check_asset("photos/astronaut.png"), "-resize", "640x480", path, NULL};
    int status = -1;

    if (path[0] != '\0')
        return path;
    g_snprintf(path, sizeof path, "%s/smile.jpg", check_temp_dir());
    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                      &status, NULL) ||
        status != 0)
        path[0] = '\0';
    return path[0] != '\0' ? path : NULL;
}

static void
begin(Watch *watch, LiltConsent consent, const char *fault)
{
    const LiltWatchingEvents events = {on_state, on_reading, on_preview};

    if (smile() == NULL)
        SKIP("convert (package imagemagick) is not there");
    g_setenv("LILT_SHIM_FRAMES", smile(), TRUE);
    plug_in(fault);
    *watch = (Watch){.mood = LILT_EMOTION_UNKNOWN};
    watch->watching = lilt_watching_new("/dev/video0", &events, watch);
    lilt_watching_set_consent(watch->watching, consent);
    lilt_watching_start(watch->watching);
    if (watch->view.camera == LILT_CAMERA_NO_MODEL)
        SKIP("%s", watch->view.camera_words);
}

static void
end(Watch *watch)
{
    lilt_watching_free(g_steal_pointer(&watch->watching));
}

static gboolean
is_open(gpointer data)
{
    return ((Watch *)data)->view.device_open;
}

static gboolean
is_closed(gpointer data)
{
    const LiltMoodView *view = &((Watch *)data)->view;

    return view->camera == LILT_CAMERA_CLOSED && !view->device_open;
}

static gboolean
has_preview(gpointer data)
{
    return ((Watch *)data)->n_previews > 0;
}

static gboolean
has_looked(gpointer data)
{
    return !((Watch *)data)->view.looking;
}

static gboolean
is_gone(gpointer data)
{
    return ((Watch *)data)->view.camera == LILT_CAMERA_GONE;
}

static gboolean
is_busy(gpointer data)
{
    return ((Watch *)data)->view.camera == LILT_CAMERA_BUSY;
}

static gboolean
is_covered(gpointer data)
{
    const LiltMoodView *view = &((Watch *)data)->view;

    return view->camera == LILT_CAMERA_COVERED && !view->device_open;
}

static gboolean
is_frozen(gpointer data)
{
    const LiltMoodView *view = &((Watch *)data)->view;

    return view->camera == LILT_CAMERA_FROZEN && !view->device_open;
}

static gboolean
sees(gpointer data)
{
    const Watch *watch = data;

    return watch->view.camera == LILT_CAMERA_OPEN && watch->mood != LILT_EMOTION_UNKNOWN;
}

static gboolean
is_denied(gpointer data)
{
    return ((Watch *)data)->view.camera == LILT_CAMERA_DENIED;
}

/* ---- the tests ------------------------------------------------------------------------------ */

TEST(no_consent_no_device)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_ASK, NULL);
    lilt_watching_set_shown(watch.watching, TRUE);
    lilt_watching_glance(watch.watching);
    run_for(500);
    CHECK(watch.view.camera == LILT_CAMERA_NOT_ASKED && !watch.view.device_open, "not asked");
    lilt_watching_set_consent(watch.watching, LILT_CONSENT_NO);
    run_for(300);
    CHECK(watch.view.camera == LILT_CAMERA_NOT_ALLOWED && !watch.view.device_open, "refused");
    CHECK(watch.n_readings == 0 && watch.n_previews == 0, "pictures all the same");
    CHECK(watch.view.camera_share <= 0.0, "never open, yet %f of the time",
          watch.view.camera_share);
    end(&watch);
}

TEST(first_look_opens_and_closes_by_itself)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, NULL);
    REQUIRE(run_until(is_open, &watch, 10), "state %d: %s", watch.view.camera,
            watch.view.camera_words);
    CHECK(watch.view.looking && watch.view.camera == LILT_CAMERA_OPEN, "looking");
    CHECK(run_until(is_closed, &watch, 20), "still open");
    CHECK(watch.mood != LILT_EMOTION_UNKNOWN, "closed without a mood");
    CHECK(!watch.view.looking, "looking at nothing");
    const double share = watch.view.camera_share;

    CHECK(share > 0.0 && share < 1.0, "%f of the time", share);
    run_for(500);
    lilt_watching_get_state(watch.watching, &watch.view);
    CHECK(watch.view.camera_share < share, "closed, it becomes less: %f", watch.view.camera_share);
    lilt_watching_glance(watch.watching);
    CHECK(run_until(is_open, &watch, 10), "a glance");
    lilt_watching_set_off(watch.watching, TRUE);
    CHECK(!watch.view.device_open && watch.view.camera == LILT_CAMERA_OFF, "off means now");
    lilt_watching_set_off(watch.watching, FALSE);
    CHECK(run_until(is_open, &watch, 10), "on again");
    lilt_watching_set_consent(watch.watching, LILT_CONSENT_NO);
    CHECK(!watch.view.device_open, "consent withdrawn means now");
    end(&watch);
}

TEST(the_card_keeps_it_open_and_shows_it)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, NULL);
    lilt_watching_set_shown(watch.watching, TRUE);
    CHECK(run_until(has_preview, &watch, 10), "no preview");
    CHECK(watch.good_preview, "three bytes a pixel");
    CHECK(run_until(has_looked, &watch, 20), "the first look does not end");
    run_for(300);
    CHECK(watch.view.device_open, "open for the card");
    lilt_watching_set_shown(watch.watching, FALSE);
    CHECK(!watch.view.device_open, "folded");
    const int n = watch.n_previews;

    run_for(300);
    CHECK(watch.n_previews == n, "previews after folding");
    end(&watch);
}

TEST(a_camera_that_is_pulled_out_is_tried_again)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, "unplug@5");
    lilt_watching_set_shown(watch.watching, TRUE);
    REQUIRE(run_until(is_gone, &watch, 10), "state %d", watch.view.camera);
    CHECK(!watch.view.device_open, "held open");
    CHECK_TEXT("The camera was unplugged. Plug it in again and Lilt goes on by itself.",
               watch.view.camera_words);
    plug_in("away");
    run_for(3000); /* it was looked for again */
    lilt_watching_get_state(watch.watching, &watch.view);
    CHECK(is_gone(&watch), "and then forgotten: state %d", watch.view.camera);
    plug_in(NULL);
    CHECK(run_until(is_open, &watch, 15), "plugged in again: state %d", watch.view.camera);
    end(&watch);
}

/* The shim's webcam as /sys tells of it, plugged in or not. */
static void
tell_system(gboolean plugged_in)
{
    static char class_dir[300];
    g_autofree char *node = g_strdup_printf("%s/class/video0", check_temp_dir());
    g_autofree char *name = g_build_filename(node, "name", NULL);
    g_autofree char *index = g_build_filename(node, "index", NULL);

    g_snprintf(class_dir, sizeof class_dir, "%s/class", check_temp_dir());
    g_mkdir_with_parents(node, 0700);
    if (plugged_in)
        CHECK(g_file_set_contents(name, "Acme C9\n", -1, NULL) &&
                  g_file_set_contents(index, "0\n", -1, NULL),
              "%s", node);
    else
        CHECK(g_unlink(name) == 0 && g_unlink(index) == 0 && g_rmdir(node) == 0, "%s", node);
    devices_look_in(class_dir, class_dir);
}

typedef struct {
    Watch *watch;
    gint64 until_us;
    gboolean said_else;
} Steady;

/* Watch what is said for a time. */
static gboolean
time_is_over(gpointer data)
{
    Steady *steady = data;

    steady->said_else |= steady->watch->view.camera != LILT_CAMERA_GONE;
    return g_get_monotonic_time() >= steady->until_us;
}

/* Pulled out for longer than two tries take: /sys knows of no camera then. */
TEST(an_unplugged_camera_is_told_by_name_until_it_is_back)
{
    static const char *const sources[] = {"auto", "camera:Acme C9", "/dev/video0"};

    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        Watch watch;

        tell_system(TRUE);
        begin(&watch, LILT_CONSENT_YES, "unplug@5");
        lilt_watching_set_source(watch.watching, sources[i]);
        lilt_watching_set_shown(watch.watching, TRUE);
        REQUIRE(run_until(is_gone, &watch, 10), "%s: state %d", sources[i], watch.view.camera);
        tell_system(FALSE);
        plug_in("away");

        Steady steady = {.watch = &watch, .until_us = g_get_monotonic_time() + 5 * G_USEC_PER_SEC};

        CHECK(run_until(time_is_over, &steady, 30), "the time");
        CHECK(!steady.said_else, "%s: something else is said", sources[i]);
        CHECK_TEXT("“Acme C9” was unplugged. Plug it in again and Lilt goes on by itself.",
                   watch.view.camera_words);
        plug_in(NULL);
        tell_system(TRUE);
        CHECK(run_until(sees, &watch, 30), "%s: back: state %d", sources[i], watch.view.camera);
        end(&watch);
    }
    devices_look_in("/sys/class/video4linux", "/run/udev/data");
}

/* Black, with what a sensor makes of it. */
static const char *
cap_on_the_lens(void)
{
    static char path[256];
    const char *argv[] = {"convert", "-size",  "640x480",  "xc:gray(8)", "-attenuate",
                          "0.05",    "+noise", "Gaussian", path,         NULL};
    int status = -1;

    g_snprintf(path, sizeof path, "%s/cap.jpg", check_temp_dir());
    CHECK(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                       &status, NULL) &&
              status == 0,
          "no picture of a covered lens");
    return path;
}

TEST(a_covered_lens_is_no_mood_and_the_camera_waits_closed)
{
    const char *cap = cap_on_the_lens(); /* before the camera opens: making it may take seconds */
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, NULL);
    g_setenv("LILT_SHIM_FRAMES", cap, TRUE);
    lilt_watching_set_shown(watch.watching, TRUE);
    CHECK(run_until(is_covered, &watch, 20), "state %d", watch.view.camera);
    CHECK(watch.mood == LILT_EMOTION_UNKNOWN, "a mood out of the dark");
    g_setenv("LILT_SHIM_FRAMES", smile(), TRUE);
    CHECK(run_until(sees, &watch, 30), "uncovered: state %d", watch.view.camera);
    end(&watch);
}

TEST(a_picture_that_freezes_is_told_and_tried_again)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, "stall@5");
    lilt_watching_set_shown(watch.watching, TRUE);
    CHECK(run_until(is_frozen, &watch, 20), "state %d", watch.view.camera);
    plug_in(NULL);
    CHECK(run_until(sees, &watch, 30), "state %d", watch.view.camera);
    end(&watch);
}

TEST(busy_and_denied_are_told)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, "busy");
    CHECK(run_until(is_busy, &watch, 10), "state %d", watch.view.camera);
    CHECK_TEXT("Another program has the camera. Lilt tries again by itself.",
               watch.view.camera_words);
    plug_in(NULL);
    CHECK(run_until(is_open, &watch, 15), "free again: state %d", watch.view.camera);
    end(&watch);
    begin(&watch, LILT_CONSENT_YES, "denied");
    CHECK(run_until(is_denied, &watch, 10), "state %d", watch.view.camera);
    CHECK(!watch.view.device_open && watch.view.camera_words[0] != '\0', "words");
    end(&watch);
}

static gboolean
is_let_go(gpointer data)
{
    return !((Watch *)data)->view.device_open;
}

/* What counts is the device, not what it was told. */
TEST(the_sign_stays_until_the_driver_lets_go)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, "hang");
    lilt_watching_set_shown(watch.watching, TRUE);
    REQUIRE(run_until(sees, &watch, 30), "state %d", watch.view.camera);
    lilt_watching_set_off(watch.watching, TRUE);
    CHECK(lilt_camera_n_open_devices() == 1 && watch.view.device_open, "it is still open");
    CHECK(run_until(is_let_go, &watch, 40), "and then it is not");
    CHECK(lilt_camera_n_open_devices() == 0, "but it is");
    end(&watch);
}

TEST(the_sign_comes_before_a_slow_driver_has_opened)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, "late");

    const gint64 start_us = g_get_monotonic_time();

    REQUIRE(run_until(is_open, &watch, 10), "state %d", watch.view.camera);
    CHECK(g_get_monotonic_time() - start_us < 2 * G_USEC_PER_SEC, "only once it was open");
    CHECK(run_until(is_closed, &watch, 40), "state %d", watch.view.camera);
    end(&watch);
}

/* After 2 s, after 4 s more, after 8 s more. */
TEST(a_busy_camera_is_tried_later_each_time)
{
    Watch watch;
    const unsigned before = v4l2shim_n_openings();

    begin(&watch, LILT_CONSENT_YES, "busy");
    lilt_watching_set_shown(watch.watching, TRUE);
    run_for(10000);
    const unsigned n = v4l2shim_n_openings() - before;

    CHECK(n >= 2 && n <= 3, "tried %u times in 10 s", n);
    lilt_watching_glance(watch.watching);
    CHECK(v4l2shim_n_openings() - before <= n + 1 && run_until(is_busy, &watch, 10),
          "asked for, it is tried at once");
    end(&watch);
}

/* Whoever comes back is looked at as after a start. */
TEST(nobody_at_the_screen_is_nobody_to_watch)
{
    Watch watch;

    begin(&watch, LILT_CONSENT_YES, NULL);
    lilt_watching_set_shown(watch.watching, TRUE);
    REQUIRE(run_until(is_open, &watch, 10), "state %d", watch.view.camera);
    lilt_watching_set_away(watch.watching, TRUE);
    CHECK(!watch.view.device_open, "away means now");
    lilt_watching_glance(watch.watching);
    run_for(300);
    CHECK(!watch.view.device_open && !watch.view.looking, "a glance at nobody");
    lilt_watching_set_shown(watch.watching, FALSE);
    lilt_watching_set_away(watch.watching, FALSE);
    CHECK(run_until(is_open, &watch, 10), "back: state %d", watch.view.camera);
    CHECK(watch.view.looking, "a first look");
    end(&watch);
}

TEST_MAIN()
