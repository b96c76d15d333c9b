/* A camera with one fault after the other while music plays: what reaches the sound device is, byte
 * for byte, what reaches it without a camera. 20 faults in 6 s; in ./dev test --long, 200 within a
 * minute. The player, its sound server, the watching and its threads are the real ones; the webcam
 * is the shim's. */
#include "ask.h"
#include "check.h"

#include <errno.h>
#include <gst/gst.h>
#include <linux/videodev2.h>

#include "lilt/player.h"
#include "watching.h"

GstElement *__real_lilt_player_sink_new(const char *output, GstElement **ret_keeper);
GstElement *__wrap_lilt_player_sink_new(const char *output, GstElement **ret_keeper);

/* ---- what reaches the sound device ----------------------------------------------------------- */

static GByteArray *heard; /* written by the streaming thread, read when the music has ended */

static GstPadProbeReturn
on_buffer(GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
    GstMapInfo map;

    (void)pad, (void)data;
    if (gst_buffer_map(GST_PAD_PROBE_INFO_BUFFER(info), &map, GST_MAP_READ)) {
        g_byte_array_append(heard, map.data, (guint)map.size);
        gst_buffer_unmap(GST_PAD_PROBE_INFO_BUFFER(info), &map);
    }
    return GST_PAD_PROBE_OK;
}

/* The player's sound device, with somebody listening before it. */
GstElement *
__wrap_lilt_player_sink_new(const char *output, GstElement **ret_keeper)
{
    GstElement *sink = __real_lilt_player_sink_new(output, ret_keeper);

    if (sink != NULL) {
        g_autoptr(GstPad) pad = gst_element_get_static_pad(sink, "sink");

        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, NULL, NULL);
    }
    return sink;
}

/* ---- the camera's faults --------------------------------------------------------------------- */

typedef struct {
    const char *fault;     /* LILT_SHIM_FAULT, or NULL: */
    unsigned long request; /* this one is refused */
    int error;
} Trouble;

static const Trouble troubles[] = {
    {"unplug@1", 0, 0},
    {"stall@1", 0, 0},
    {"eio@1", 0, 0},
    {"foreign@1", 0, 0},
    {"cut", 0, 0},
    {"corrupt", 0, 0},
    {"error", 0, 0},
    {"empty", 0, 0},
    {"huge", 0, 0},
    {"busy", 0, 0},
    {"denied", 0, 0},
    {"meta", 0, 0},
    {NULL, VIDIOC_QUERYCAP, EIO},
    {NULL, VIDIOC_ENUM_FMT, ENODEV},
    {NULL, VIDIOC_S_FMT, EINVAL},
    {NULL, VIDIOC_REQBUFS, ENOMEM},
    {NULL, VIDIOC_QUERYBUF, EINTR},
    {NULL, VIDIOC_QBUF, ENODEV},
    {NULL, VIDIOC_STREAMON, ENOSPC},
    {NULL, VIDIOC_DQBUF, EAGAIN},
};

typedef struct {
    LiltWatching *watching;
    LiltMoodView view;
    int n_faults; /* shown so far */
    int n_told;   /* of them, those that the watching had a word about */
} Camera;

static void
on_state(gpointer data)
{
    Camera *camera = data;

    if (camera->watching != NULL)
        lilt_watching_get_state(camera->watching, &camera->view);
}

static void
on_reading(const LiltReading *reading, gpointer data)
{
    (void)reading, (void)data;
}

static void
on_preview(GBytes *rgb, int width_px, int height_px, gpointer data)
{
    (void)rgb, (void)width_px, (void)height_px, (void)data;
}

/* The environment changes only while no thread can read it. */
static gboolean
show_next_fault(gpointer data)
{
    Camera *camera = data;
    const Trouble *trouble = &troubles[(gsize)camera->n_faults % G_N_ELEMENTS(troubles)];
    const LiltCameraState state = camera->view.camera;

    camera->n_told += camera->n_faults > 0 && state >= LILT_CAMERA_BUSY;
    lilt_watching_set_off(camera->watching, TRUE);
    CHECK(!camera->view.device_open, "off, and a device is open");
    if (trouble->fault != NULL) {
        g_setenv("LILT_SHIM_FAULT", trouble->fault, TRUE);
        g_unsetenv("LILT_SHIM_IOCTL");
    } else {
        g_autofree char *refusal = g_strdup_printf("%lu %d 1 1000000", trouble->request,
                                                   trouble->error);

        g_unsetenv("LILT_SHIM_FAULT");
        g_setenv("LILT_SHIM_IOCTL", refusal, TRUE);
    }
    lilt_watching_set_off(camera->watching, FALSE);
    camera->n_faults++;
    return G_SOURCE_CONTINUE;
}

static void
begin_watching(Camera *camera)
{
    const LiltWatchingEvents events = {on_state, on_reading, on_preview};

    *camera = (Camera){.n_faults = 0};
    camera->watching = lilt_watching_new("/dev/video0", &events, camera);
    lilt_watching_set_rhythm(camera->watching, LILT_RHYTHM_ALWAYS);
    lilt_watching_set_shown(camera->watching, TRUE);
    lilt_watching_set_consent(camera->watching, LILT_CONSENT_YES);
    lilt_watching_start(camera->watching);
    if (camera->view.camera == LILT_CAMERA_NO_MODEL)
        SKIP("%s", camera->view.camera_words);
}

/* ---- the music ------------------------------------------------------------------------------- */

/* A part of a song. The caller frees the path. */
static char *
cut_song(const char *name, int from_s, int seconds)
{
    char *path = g_build_filename(check_temp_dir(), name, NULL);
    g_autofree char *command = g_strdup_printf(
        "ffmpeg -v error -y -ss %d -t %d -i '%s' '%s'", from_s, seconds,
        check_asset("music/wizznic-data/Sean Hawk - Imperia.ogg"), path);

    DO(command);
    return path;
}

static void
on_drained(LiltPlayer *player, gpointer data)
{
    (void)player;
    *(gboolean *)data = TRUE;
}

static gboolean
is_true(gpointer data)
{
    return *(gboolean *)data;
}

/* Play both songs, one after the other; what reached the sound device. */
static GByteArray *
play(const char *first, const char *second, guint seconds)
{
    const LiltPlayerTrack tracks[] = {{.path = first, .ticket = 1}, {.path = second, .ticket = 2}};
    LiltPlayer *player = lilt_player_new();
    gboolean drained = FALSE;

    heard = g_byte_array_new();
    g_signal_connect(player, "drained", G_CALLBACK(on_drained), &drained);
    CHECK(lilt_player_open(player, &tracks[0], 0, TRUE, NULL), "open");
    CHECK(lilt_player_set_next(player, &tracks[1], NULL), "next");
    CHECK(run_until(is_true, &drained, 5 * seconds), "the music does not end");
    lilt_player_close(player);
    g_object_unref(player);
    return g_steal_pointer(&heard);
}

TEST(a_camera_that_fails_and_fails_changes_no_sample)
{
    const gboolean is_long = check_rounds(1) > 1;
    const int seconds = is_long ? 60 : 6, n_faults = is_long ? 200 : 20;
    g_autofree char *first = cut_song("one.ogg", 10, seconds / 2);
    g_autofree char *second = cut_song("two.ogg", 30, seconds / 2);
    Camera camera;

    g_setenv("LILT_SHIM_FRAMES", check_asset("photos/grace_hopper.jpg"), TRUE);
    g_setenv("LILT_SHIM_FPS", "60", TRUE);
    begin_watching(&camera);

    const guint timer = g_timeout_add((guint)(900 * seconds / n_faults), show_next_fault, &camera);
    g_autoptr(GByteArray) with = play(first, second, (guint)seconds);

    g_source_remove(timer);
    lilt_watching_free(g_steal_pointer(&camera.watching));
    g_autoptr(GByteArray) without = play(first, second, (guint)seconds);

    CHECK(camera.n_faults >= n_faults, "%d faults", camera.n_faults);
    CHECK(3 * camera.n_told > camera.n_faults, "of %d faults, %d were told", camera.n_faults,
          camera.n_told);
    CHECK(without->len > 44100u * 4u * (guint)(seconds - 1), "%u bytes of music", without->len);
    CHECK(with->len == without->len && memcmp(with->data, without->data, with->len) == 0,
          "%u bytes with a camera, %u without", with->len, without->len);
    printf("%d faults, %d told; %u bytes of music are the same\n", camera.n_faults, camera.n_told,
           with->len);
}

TEST_MAIN()
