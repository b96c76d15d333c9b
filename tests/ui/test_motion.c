/* Little motion, and none when the desktop says so: what the dial shows right after a new mood. */
#include "window_test.h"

#include "dial.h"

/* True when the dial, told of another mood, shows at once what it shows in the end. */
static gboolean
jumps(gboolean animations)
{
    const LiltMood sad = {LILT_SAD, lilt_emotion_place(LILT_SAD), 1.0f};
    const LiltMood happy = {LILT_HAPPY, lilt_emotion_place(LILT_HAPPY), 1.0f};
    GtkWidget *window = gtk_window_new(), *dial = g_object_new(LILT_TYPE_DIAL, NULL);
    g_autoptr(GBytes) at_once = NULL, in_the_end = NULL;
    gboolean same;

    g_object_set(gtk_settings_get_default(), "gtk-enable-animations", animations, NULL);
    gtk_window_set_child(GTK_WINDOW(window), dial);
    gtk_window_set_default_size(GTK_WINDOW(window), 240, 240);
    gtk_window_present(GTK_WINDOW(window));
    lilt_dial_set_mood(LILT_DIAL(dial), &sad, "sad");
    run_for(1000);
    lilt_dial_set_mood(LILT_DIAL(dial), &happy, "happy");
    run_for(60);
    at_once = picture_of(dial);
    run_for(2000);
    in_the_end = picture_of(dial);
    same = g_bytes_equal(at_once, in_the_end);
    gtk_window_destroy(GTK_WINDOW(window));
    return same;
}

TEST(the_dial_glides)
{
    CHECK(!jumps(TRUE), "with animations it is on its way after 60 ms");
}

TEST(nothing_moves_when_the_desktop_says_so)
{
    CHECK(jumps(FALSE), "without animations it is there at once");
}

WINDOW_TEST_MAIN()
