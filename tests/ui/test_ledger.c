/* The ledger shows what a score is made of, and its buttons say it of that song. */
#include "ledger.h"
#include "window_test.h"

static LiltWhy
make_why(void)
{
    LiltWhy why = {.n_reasons = 1, .place = 3, .n_songs = 1284};

    why.parts[LILT_PART_MOOD] = 0.80f;
    why.parts[LILT_PART_TASTE] = 0.30f;
    why.parts[LILT_PART_VARIETY] = -0.12f;
    why.score = 0.98f;
    why.reasons[0] = (LiltReason){LILT_PART_MOOD, 0.80f, "Fits a happy look"};
    return why;
}

static int
count(GtkWidget *root, GType type)
{
    int n = G_TYPE_CHECK_INSTANCE_TYPE(root, type) ? 1 : 0;

    for (GtkWidget *child = gtk_widget_get_first_child(root); child != NULL;
         child = gtk_widget_get_next_sibling(child))
        n += count(child, type);
    return n;
}

static GtkWidget *
label(GtkWidget *root, const char *text)
{
    return find_widget(root, GTK_TYPE_LABEL, text);
}

TEST(the_parts_are_bars_that_add_up)
{
    GtkWidget *ledger = g_object_ref_sink(g_object_new(LILT_TYPE_LEDGER, NULL));
    g_autoptr(LiltSong) song = g_object_new(LILT_TYPE_SONG, NULL);
    const LiltWhy why = make_why();

    lilt_ledger_set_song(LILT_LEDGER(ledger), song, &why);
    CHECK(count(ledger, GTK_TYPE_PROGRESS_BAR) == 3, "a bar for each part that counts");
    CHECK(label(ledger, "Fits a happy look") != NULL, "the reason that was given");
    CHECK(label(ledger, "Your taste") != NULL, "a part without a reason has a name");
    CHECK(label(ledger, "+0.80") != NULL && label(ledger, "-0.12") != NULL, "numbers with a sign");
    CHECK(label(ledger, "The bars add up to 0.98: place 3, chosen from 1284 songs.") != NULL,
          "the sum");
    lilt_ledger_set_song(LILT_LEDGER(ledger), song, NULL);
    CHECK(count(ledger, GTK_TYPE_PROGRESS_BAR) == 0, "the bars of another song are gone");
    CHECK(label(ledger, "You put this song into the queue.") != NULL, "by hand");
    g_object_unref(ledger);
}

TEST(wrong_mood_asks_for_the_right_one)
{
    GtkWidget *ledger = g_object_ref_sink(g_object_new(LILT_TYPE_LEDGER, NULL));
    g_autoptr(LiltSong) song = g_object_new(LILT_TYPE_SONG, NULL);
    GtkWidget *stack = find_widget(ledger, GTK_TYPE_STACK, NULL);

    lilt_ledger_set_song(LILT_LEDGER(ledger), song, NULL);
    CHECK_TEXT("why", gtk_stack_get_visible_child_name(GTK_STACK(stack)));
    CHECK(gtk_widget_activate_action(ledger, "ledger.wrong-mood", NULL), "the action");
    CHECK_TEXT("mood", gtk_stack_get_visible_child_name(GTK_STACK(stack)));
    CHECK(label(ledger, "Disgusted") != NULL, "the seven");
    lilt_ledger_set_song(LILT_LEDGER(ledger), song, NULL);
    CHECK_TEXT("why", gtk_stack_get_visible_child_name(GTK_STACK(stack)));
    g_object_unref(ledger);
}

WINDOW_TEST_MAIN()
