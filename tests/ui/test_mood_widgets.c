/* The mood button, its calm, and the camera card, as widgets. */
#include "window_test.h"

#include "lilt_camera_card.h"
#include "lilt_mood_button.h"
#include "preview.h"
#include "probability.h"

static LiltMoodView
seen(LiltEmotion emotion, float confidence)
{
    return (LiltMoodView){.mood = {emotion, lilt_emotion_place(emotion), confidence},
                          .source = LILT_FROM_CAMERA,
                          .camera = LILT_CAMERA_CLOSED,
                          .n_faces = 1};
}

static gboolean
shows(GtkWidget *root, const char *text)
{
    GtkWidget *label = find_widget(root, GTK_TYPE_LABEL, text);

    return label != NULL && gtk_widget_get_visible(label);
}

/* The same, with nothing hidden above it up to `root`. */
static gboolean
in_sight(GtkWidget *root, const char *text)
{
    GtkWidget *widget = find_widget(root, GTK_TYPE_LABEL, text);

    while (widget != NULL && widget != root && gtk_widget_get_visible(widget))
        widget = gtk_widget_get_parent(widget);
    return widget == root;
}

TEST(the_button_says_the_words_and_keeps_its_width)
{
    g_autoptr(LiltMoodTeller) teller = lilt_mood_teller_new();
    LiltMoodButton *button = g_object_ref_sink(g_object_new(LILT_TYPE_MOOD_BUTTON, NULL));
    LiltMoodView view = seen(LILT_HAPPY, 0.8f);
    int happy_px, surprised_px, hand_px;

    lilt_mood_button_set_teller(button, teller);
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK(shows(GTK_WIDGET(button), "Looks happy"), "word");
    CHECK(shows(GTK_WIDGET(button), "Quite sure · camera"), "second line");
    gtk_widget_measure(GTK_WIDGET(button), GTK_ORIENTATION_HORIZONTAL, -1, &happy_px, NULL, NULL,
                       NULL);
    view.source = LILT_FROM_HAND;
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK(shows(GTK_WIDGET(button), "Happy"), "chosen by hand");
    gtk_widget_measure(GTK_WIDGET(button), GTK_ORIENTATION_HORIZONTAL, -1, &hand_px, NULL, NULL,
                       NULL);
    view.source = LILT_FROM_NOTHING;
    view.camera = LILT_CAMERA_DENIED;
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK(shows(GTK_WIDGET(button), "This account may not open it"), "trouble");
    gtk_widget_measure(GTK_WIDGET(button), GTK_ORIENTATION_HORIZONTAL, -1, &surprised_px, NULL,
                       NULL, NULL);
    CHECK(happy_px == hand_px && happy_px == surprised_px, "%d, %d and %d pixels", happy_px,
          hand_px, surprised_px);
    g_object_unref(button);
}

TEST(readings_do_not_flicker_but_a_hand_is_heard_at_once)
{
    g_autoptr(LiltMoodTeller) teller = lilt_mood_teller_new();
    LiltMoodView view = seen(LILT_HAPPY, 0.8f);
    const gint64 begin_us = g_get_monotonic_time();

    lilt_mood_teller_tell(teller, &view, FALSE);
    view = seen(LILT_SAD, 0.8f);
    lilt_mood_teller_tell(teller, &view, FALSE);
    run_for(1500);
    CHECK_TEXT("Looks happy", lilt_mood_teller_get_words(teller)->word);
    view.source = LILT_FROM_HAND;
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK_TEXT("Sad", lilt_mood_teller_get_words(teller)->word);
    view = seen(LILT_HAPPY, 0.8f); /* back to automatic, by hand as well */
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK_TEXT("Looks happy", lilt_mood_teller_get_words(teller)->word);
    view = seen(LILT_SAD, 0.8f);
    lilt_mood_teller_tell(teller, &view, FALSE);
    while (!g_str_equal("Looks sad", lilt_mood_teller_get_words(teller)->word) &&
           g_get_monotonic_time() - begin_us < 30 * G_USEC_PER_SEC)
        run_for(50);
    CHECK_TEXT("Looks sad", lilt_mood_teller_get_words(teller)->word);
    CHECK(g_get_monotonic_time() - begin_us >= 9 * G_USEC_PER_SEC, "told after %.1f s",
          (double)(g_get_monotonic_time() - begin_us) / G_USEC_PER_SEC);
}

TEST(the_menu_offers_what_the_camera_can_do)
{
    g_autoptr(LiltMoodTeller) teller = lilt_mood_teller_new();
    LiltMoodMenu *menu = g_object_ref_sink(g_object_new(LILT_TYPE_MOOD_MENU, NULL));
    LiltMoodView view = seen(LILT_HAPPY, 0.8f);

    lilt_mood_menu_set_teller(menu, teller);
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK(shows(GTK_WIDGET(menu), "Camera Off"), "a camera that may be used");
    view.camera = LILT_CAMERA_OFF;
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK(shows(GTK_WIDGET(menu), "Turn On the Camera"), "off");
    view.camera = LILT_CAMERA_NOT_ALLOWED;
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK(shows(GTK_WIDGET(menu), "Allow the Camera…"), "not allowed");
    view.camera = LILT_CAMERA_NONE;
    lilt_mood_teller_tell(teller, &view, FALSE);
    CHECK(shows(GTK_WIDGET(menu), "Look Again"), "none found");
    g_object_unref(menu);
}

TEST(the_tiles_turn_into_blends_goals_and_corrections)
{
    GtkWidget *menu = g_object_ref_sink(g_object_new(LILT_TYPE_MOOD_MENU, NULL));

    CHECK(shows(menu, "Or choose a mood yourself") && shows(menu, "Sad"), "the seven");
    gtk_widget_activate_action(menu, "menu.tiles", "s", "blends");
    CHECK(shows(menu, "Nostalgic") && !shows(menu, "Sad") && shows(menu, "Back"), "blends");
    gtk_widget_activate_action(menu, "menu.tiles", "s", "goals");
    CHECK(shows(menu, "Where to?") && shows(menu, "Sad"), "goals");
    gtk_widget_activate_action(menu, "menu.tiles", "s", "goal-blends");
    CHECK(shows(menu, "Where to?") && shows(menu, "Calm"), "goals between the seven");
    gtk_widget_activate_action(menu, "menu.tiles", "s", "correct");
    CHECK(shows(menu, "What would you say?") && shows(menu, "Disgusted"), "a correction");
    g_object_unref(menu);
}

TEST(the_camera_card_shows_a_reading_and_forgets_it)
{
    LiltCameraCard *card = g_object_ref_sink(g_object_new(LILT_TYPE_CAMERA_CARD, NULL));
    GtkWidget *preview = find_widget(GTK_WIDGET(card), LILT_TYPE_PREVIEW, NULL);
    guint8 pixels[4 * 3 * 3] = {0};
    g_autoptr(GBytes) rgb = g_bytes_new(pixels, sizeof pixels);
    LiltReading reading = {.width_px = 4,
                           .height_px = 3,
                           .n_faces = 2,
                           .has_face = true,
                           .face = {1, 1, 2, 2},
                           .expression = LILT_HAPPY,
                           .hints = LILT_HINT_DARK | LILT_HINT_TWO_FACES};
    GtkWidget *bar;

    reading.probs[LILT_HAPPY] = 0.71f;
    reading.steady[LILT_HAPPY] = 0.66f;
    CHECK(!in_sight(GTK_WIDGET(card), "Open · nothing is kept"), "not open yet");
    lilt_camera_card_set_open(card, TRUE);
    lilt_camera_card_set_picture(card, rgb, 4, 3);
    lilt_camera_card_set_reading(card, &reading);
    CHECK(in_sight(GTK_WIDGET(card), "Open · nothing is kept"), "open is said");
    bar = find_widget(GTK_WIDGET(card), LILT_TYPE_PROBABILITY, NULL); /* the first is happy */
    REQUIRE(bar != NULL && preview != NULL, "bars and preview");
    CHECK_TEXT("71 percent now, 66 percent steady", gtk_widget_get_tooltip_text(bar));
    CHECK(shows(GTK_WIDGET(card), "Looks happy"), "the word");
    CHECK(shows(GTK_WIDGET(card), "A bit dark. More light on your face would help."),
          "the hint that helps most");
    CHECK(!shows(GTK_WIDGET(card), "Two faces. The nearest one counts."), "one hint at most");
    reading.has_face = false;
    lilt_camera_card_set_reading(card, &reading);
    CHECK(shows(GTK_WIDGET(card), "No face"), "no face");
    lilt_camera_card_set_open(card, FALSE);
    CHECK(!in_sight(GTK_WIDGET(card), "Open · nothing is kept"), "closed again");
    CHECK_TEXT("0 percent now, 0 percent steady", gtk_widget_get_tooltip_text(bar));
    g_object_unref(card);
}

WINDOW_TEST_MAIN()
