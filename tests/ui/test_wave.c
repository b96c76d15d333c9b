/* The wave behind the seek bar: nothing without a shape, and as far as the song was heard. */
#include "window_test.h"

#include "wave.h"

/* True once the widget draws something else: at its next frame. Until then it may draw nothing. */
static gboolean
comes_to_differ(GtkWidget *widget, GBytes *from)
{
    for (int i = 0; i < 200; i++) {
        g_autoptr(GBytes) now = picture_of(widget);

        if (g_bytes_get_size(now) > 0 && !g_bytes_equal(now, from))
            return TRUE;
        run_for(50);
    }
    return FALSE;
}

TEST(a_wave_is_drawn_as_far_as_the_song_was_heard)
{
    static const guint8 loudness[] = {255, 128, 64, 0};
    GtkWidget *window = gtk_window_new(), *wave = g_object_new(LILT_TYPE_WAVE, NULL);
    g_autoptr(GBytes) shape = g_bytes_new_static(loudness, sizeof loudness);
    g_autoptr(GBytes) nothing = NULL, begin = NULL;

    gtk_window_set_child(GTK_WINDOW(window), wave);
    gtk_window_set_default_size(GTK_WINDOW(window), 400, 60);
    gtk_window_present(GTK_WINDOW(window));
    run_for(500);
    nothing = picture_of(wave);
    CHECK(g_bytes_get_size(nothing) == 0, "without a shape nothing is drawn");
    lilt_wave_set_shape(LILT_WAVE(wave), shape);
    CHECK(comes_to_differ(wave, nothing), "a shape is drawn");
    begin = picture_of(wave);
    lilt_wave_set_share(LILT_WAVE(wave), 0.5);
    CHECK(comes_to_differ(wave, begin), "what was heard differs");
    gtk_window_destroy(GTK_WINDOW(window));
}

WINDOW_TEST_MAIN()
