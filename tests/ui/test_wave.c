/* The wave behind the seek bar: nothing without a shape, and as far as the song was heard. */
#include "window_test.h"

#include "wave.h"

static GtkWidget *wave;

static GBytes *
picture_at(double share)
{
    lilt_wave_set_share(LILT_WAVE(wave), share);
    return picture_of(wave);
}

TEST(a_wave_is_drawn_as_far_as_the_song_was_heard)
{
    static const guint8 loudness[] = {255, 128, 64, 0};
    GtkWidget *window = gtk_window_new();
    g_autoptr(GBytes) shape = g_bytes_new_static(loudness, sizeof loudness);
    g_autoptr(GBytes) nothing = NULL, begin = NULL, middle = NULL, just_after = NULL;

    wave = g_object_new(LILT_TYPE_WAVE, NULL);
    gtk_window_set_child(GTK_WINDOW(window), wave);
    gtk_window_set_default_size(GTK_WINDOW(window), 400, 60);
    gtk_window_present(GTK_WINDOW(window));
    run_for(200);
    nothing = picture_at(0);
    lilt_wave_set_shape(LILT_WAVE(wave), shape);
    begin = picture_at(0);
    middle = picture_at(0.5);
    just_after = picture_at(0.5001);
    CHECK(!g_bytes_equal(nothing, begin), "a shape is drawn");
    CHECK(!g_bytes_equal(begin, middle), "what was heard differs");
    CHECK(g_bytes_equal(middle, just_after), "bar by bar");
    lilt_wave_set_shape(LILT_WAVE(wave), NULL);
    g_autoptr(GBytes) gone = picture_at(0);

    CHECK(g_bytes_equal(nothing, gone), "no song, no wave");
    gtk_window_destroy(GTK_WINDOW(window));
}

WINDOW_TEST_MAIN()
