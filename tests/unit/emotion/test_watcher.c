/* Capture and emotion threads together, as the session drives them: the webcam is the shim's and
 * shows a real portrait. */
#include "check.h"
#include "lilt/emotion.h"

#include "word.h"

enum { WORD_S = 5 };

static void
plug(const char *fault)
{
    setenv("LILT_SHIM_FORMAT", "MJPG", 1);
    setenv("LILT_SHIM_FPS", "30", 1);
    setenv("LILT_SHIM_FRAMES", check_asset("photos/grace_hopper.jpg"), 1);
    if (fault != NULL)
        setenv("LILT_SHIM_FAULT", fault, 1);
    else
        unsetenv("LILT_SHIM_FAULT");
}

static LiltWatcher *
watcher(float looks_per_s)
{
    const LiltWatcherOptions options = {.looks_per_s = looks_per_s, .wake = word_post};
    LiltWatcher *w = NULL;
    LiltDiag diag = {""};
    char path[4096];

    if (lilt_place_find("models", "mcnn.safetensors", &diag, path, sizeof path) != LILT_OK)
        SKIP("%s", diag.text);
    word_begin();
    if (!CHECK(lilt_watcher_new(&options, &diag, &w) == LILT_OK, "%s", diag.text))
        exit(1);
    return w;
}

TEST(readings_come_at_the_rate_asked_for)
{
    LiltWatcher *w = watcher(10);
    LiltReading reading;
    bool open = true;
    int n = 0;
    int64_t start_us, last_us = 0;

    plug(NULL);
    CHECK(lilt_watcher_status(w, NULL, &open) == LILT_OK && !open, "closed at first");
    CHECK(!lilt_watcher_take(w, &reading), "no reading yet");
    start_us = lilt_clock_us();
    REQUIRE(lilt_watcher_open(w, "/dev/video0") == LILT_OK, "open");
    while (n < 25 && word_wait(WORD_S)) {
        if (!lilt_watcher_take(w, &reading))
            continue;
        CHECK(reading.has_face && reading.face.width > 150, "the portrait's face");
        CHECK(reading.time_us > last_us, "always a newer one");
        last_us = reading.time_us;
        n++;
    }
    CHECK(n == 25 && lilt_clock_us() - start_us > 2200000, "25 readings take more than 2.2 s");
    CHECK(reading.mood.label != LILT_EMOTION_UNKNOWN || reading.expression == LILT_EMOTION_UNKNOWN,
          "a standing expression made a mood");
    CHECK(lilt_watcher_status(w, NULL, &open) == LILT_OK && open, "the device is open");
    CHECK(lilt_watcher_close(w) == LILT_OK, "close");
    CHECK(lilt_watcher_status(w, NULL, &open) == LILT_OK && !open, "and closed again");
    CHECK(!lilt_watcher_take(w, &reading), "nothing old is left");
    lilt_watcher_free(w);
}

TEST(a_preview_is_there_only_when_wanted)
{
    LiltWatcher *w = watcher(0);
    uint8_t *rgb = NULL;
    int width_px = 0, height_px = 0;

    plug(NULL);
    REQUIRE(lilt_watcher_open(w, "/dev/video0") == LILT_OK, "open");
    for (LiltReading reading; !lilt_watcher_take(w, &reading);)
        REQUIRE(word_wait(WORD_S), "a reading");
    CHECK(!lilt_watcher_take_preview(w, &rgb, &width_px, &height_px), "not asked for");
    lilt_watcher_set_preview(w, true);
    while (!lilt_watcher_take_preview(w, &rgb, &width_px, &height_px))
        REQUIRE(word_wait(WORD_S), "a preview");
    CHECK(width_px == 512 && height_px == 512, "%d x %d", width_px, height_px);
    CHECK(rgb[3 * (256 * 512 + 256)] > 60, "the face is lit");
    lilt_preview_free(rgb);
    lilt_watcher_set_preview(w, false);
    CHECK(!lilt_watcher_take_preview(w, &rgb, &width_px, &height_px), "gone at once");
    lilt_preview_free(NULL);
    lilt_watcher_free(w);
}

TEST(what_happens_to_the_camera_is_told)
{
    LiltWatcher *w = watcher(0);
    LiltDiag diag = {""};
    bool open = true;

    plug("unplug@20");
    REQUIRE(lilt_watcher_open(w, "/dev/video0") == LILT_OK, "open");
    while (lilt_watcher_status(w, &diag, &open) == LILT_OK)
        REQUIRE(word_wait(WORD_S), "a word about the unplugging");
    CHECK(lilt_watcher_status(w, &diag, NULL) == LILT_E_GONE, "%s", diag.text);
    while (lilt_watcher_status(w, NULL, &open) != LILT_OK && open)
        REQUIRE(word_wait(WORD_S), "and it closes");
    plug(NULL);
    REQUIRE(lilt_watcher_open(w, "/dev/video0") == LILT_OK, "plugged in again");
    for (LiltReading reading; !lilt_watcher_take(w, &reading);)
        REQUIRE(word_wait(WORD_S), "and all goes on");
    REQUIRE(lilt_watcher_open(w, "/nowhere") == LILT_OK, "another source");
    while (lilt_watcher_status(w, &diag, &open) == LILT_OK)
        REQUIRE(word_wait(WORD_S), "a word about it");
    CHECK(lilt_watcher_status(w, &diag, &open) == LILT_E_ABSENT && !open, "%s", diag.text);
    lilt_watcher_free(w);
    lilt_watcher_free(NULL);
}

TEST_MAIN()
