/* No picture is left in memory that is given back: every block that Lilt's own code frees while and
 * after it watches is looked at. The linker leads the calls here (--wrap). What OpenCV and libjpeg
 * keep for themselves is theirs and is not seen. */
#include "check.h"
#include "lilt/emotion.h"

#include <malloc.h>
#include <stdatomic.h>

#include "word.h"

static atomic_int n_freed, n_unwiped;

enum {
    RUN = 60, /* bytes that rise evenly: by chance they never do */
    WORD_S = 10
};

/* The shim's raw picture is a ramp, from pixel to pixel one more; so it is in colour, three bytes a
 * pixel, and when it was shrunk, some steps at once. */
static bool
shows_ramp(const uint8_t *bytes, size_t n, size_t apart, int rise)
{
    int run = 0;

    for (size_t i = apart; i < n && run < RUN; i++)
        run = bytes[i] == bytes[i - apart] + rise ? run + 1 : 0;
    return run == RUN;
}

static void
look_at(const void *block)
{
    const size_t n = block != NULL ? malloc_usable_size((void *)block) : 0;

    if (n < 4096)
        return;
    atomic_fetch_add(&n_freed, 1);
    if (shows_ramp(block, n, 1, 1) || shows_ramp(block, n, 3, 1) || shows_ramp(block, n, 1, 2) ||
        shows_ramp(block, n, 1, 3))
        atomic_fetch_add(&n_unwiped, 1);
}

void __real_free(void *block);
void __wrap_free(void *block);
void *__real_realloc(void *block, size_t n);
void *__wrap_realloc(void *block, size_t n);

void
__wrap_free(void *block)
{
    look_at(block);
    __real_free(block);
}

void *
__wrap_realloc(void *block, size_t n)
{
    look_at(block); /* it may move */
    return __real_realloc(block, n);
}

TEST(a_picture_that_is_freed_as_it_is_would_be_seen)
{
    uint8_t *picture = malloc(640 * 480);

    for (int i = 0; i < 640 * 480; i++)
        picture[i] = (uint8_t)((i % 640 + i / 640) % 200 + 20);
    __wrap_free(picture);
    CHECK(atomic_exchange(&n_unwiped, 0) == 1, "it is not seen: this test proves nothing");
}

/* Watch the shim's camera with the preview, close it, watch again without, free all. */
static void
watch(const char *format)
{
    const LiltWatcherOptions options = {.looks_per_s = 30, .wake = word_post};
    LiltWatcher *watcher = NULL;
    LiltReading reading;
    LiltDiag diag = {""};
    uint8_t *rgb = NULL;
    int width_px, height_px;

    setenv("LILT_SHIM_FORMAT", format, 1);
    REQUIRE(lilt_watcher_new(&options, &diag, &watcher) == LILT_OK, "%s", diag.text);
    lilt_watcher_set_preview(watcher, true);
    REQUIRE(lilt_watcher_open(watcher, "/dev/video0") == LILT_OK, "open");
    for (int n = 0; n < 10; n += lilt_watcher_take(watcher, &reading))
        REQUIRE(word_wait(WORD_S), "%s: a reading", format);
    while (!lilt_watcher_take_preview(watcher, &rgb, &width_px, &height_px))
        REQUIRE(word_wait(WORD_S), "%s: a preview", format);
    CHECK(shows_ramp(rgb, 3 * (size_t)width_px * (size_t)height_px, 3, 1), "%s: the ramp", format);
    lilt_preview_free(rgb);
    lilt_watcher_set_preview(watcher, false);
    REQUIRE(lilt_watcher_open(watcher, "/dev/video0") == LILT_OK, "open again");
    for (int n = 0; n < 5; n += lilt_watcher_take(watcher, &reading))
        REQUIRE(word_wait(WORD_S), "%s: a reading without preview", format);
    lilt_watcher_free(watcher);
}

TEST(every_picture_is_wiped_before_it_is_freed)
{
    char path[4096];
    LiltDiag diag = {""};

    if (lilt_place_find("models", "mcnn.safetensors", &diag, path, sizeof path) != LILT_OK)
        SKIP("%s", diag.text);
    word_begin();
    setenv("LILT_SHIM_FPS", "30", 1);
    unsetenv("LILT_SHIM_FAULT");
    atomic_store(&n_freed, 0);
    watch("GREY");
    CHECK(atomic_load(&n_freed) > 5, "only %d blocks were freed", atomic_load(&n_freed));
    CHECK(atomic_load(&n_unwiped) == 0, "%d with a picture in them", atomic_load(&n_unwiped));
}

TEST_MAIN()
