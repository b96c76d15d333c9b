/* Next Up: its two parts, what the player has taken, and that a list view can follow every change.
 */
#include "check.h"

#include "queue.h"

/* What a view would show: kept up to date by the model's signal alone. */
static void
follow(GListModel *model, guint place, guint n_removed, guint n_added, gpointer data)
{
    GPtrArray *shown = data;

    REQUIRE(place + n_removed <= shown->len, "removes what was never shown");
    if (n_removed > 0)
        g_ptr_array_remove_range(shown, place, n_removed);
    for (guint i = 0; i < n_added; i++)
        g_ptr_array_insert(shown, (int)(place + i), g_list_model_get_item(model, place + i));
}

static GPtrArray *
shown_new(LiltQueue *queue)
{
    GPtrArray *shown = g_ptr_array_new_with_free_func(g_object_unref);

    g_signal_connect(queue, "items-changed", G_CALLBACK(follow), shown);
    return shown;
}

/* Add an item; gives its ticket. */
static guint64
add(LiltQueue *queue, gboolean yours, gboolean first)
{
    g_autoptr(LiltSong) song = g_object_new(LILT_TYPE_SONG, NULL);
    g_autoptr(LiltQueueItem) item = lilt_queue_item_new(song, yours, NULL);

    if (first)
        lilt_queue_prepend(queue, item);
    else
        lilt_queue_append(queue, item);
    return lilt_queue_item_get_ticket(item);
}

static void
refill(LiltQueue *queue, guint n)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(LiltSong) song = g_object_new(LILT_TYPE_SONG, NULL);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add(items, lilt_queue_item_new(song, FALSE, NULL));
    lilt_queue_refill(queue, items);
}

static guint64
ticket_at(LiltQueue *queue, guint place)
{
    LiltQueueItem *item = lilt_queue_get(queue, place);

    return item != NULL ? lilt_queue_item_get_ticket(item) : 0;
}

TEST(yours_stand_before_lilts)
{
    g_autoptr(LiltQueue) queue = lilt_queue_new();
    const guint64 lilts = add(queue, FALSE, FALSE), yours = add(queue, TRUE, FALSE);
    const guint64 first = add(queue, TRUE, TRUE), lilts_first = add(queue, FALSE, TRUE);
    const guint64 want[] = {first, yours, lilts_first, lilts};

    for (guint i = 0; i < 4; i++)
        CHECK(ticket_at(queue, i) == want[i], "place %u", i);
    CHECK(lilt_queue_get_n_lilts(queue) == 2, "parts");
    refill(queue, 5);
    CHECK(ticket_at(queue, 1) == yours && lilt_queue_get_n_lilts(queue) == 5, "refilled");
}

TEST(what_is_taken_stays_in_front_until_it_is_given_back)
{
    g_autoptr(LiltQueue) queue = lilt_queue_new();
    const guint64 taken = add(queue, FALSE, FALSE);

    add(queue, FALSE, FALSE);
    lilt_queue_set_taken(queue, taken);
    const guint64 yours = add(queue, TRUE, TRUE);

    refill(queue, 3);
    CHECK(ticket_at(queue, 0) == taken && lilt_queue_is_taken(queue, 0), "in front");
    CHECK(lilt_queue_item_get_ticket(lilt_queue_get_undecided(queue)) == yours, "undecided");
    lilt_queue_clear(queue);
    CHECK(ticket_at(queue, 0) == taken && ticket_at(queue, 1) == 0, "cleared around it");
    const guint64 more = add(queue, TRUE, FALSE);

    lilt_queue_set_taken(queue, 0);
    CHECK(ticket_at(queue, 0) == more && ticket_at(queue, 1) == taken, "given back to its part");
    lilt_queue_set_taken(queue, taken);
    CHECK(!lilt_queue_is_taken(queue, 0), "only the first can be taken");
}

TEST(a_view_can_follow_any_change)
{
    g_autoptr(LiltQueue) queue = lilt_queue_new();
    g_autoptr(GPtrArray) shown = shown_new(queue);
    LiltRng rng = lilt_rng_new(check_seed(), 1);

    for (int step = 0; step < 20000; step++) {
        const guint n = g_list_model_get_n_items(G_LIST_MODEL(queue));
        const guint place = lilt_rng_below(&rng, n + 1);

        switch (lilt_rng_below(&rng, 8)) {
        case 0:
        case 1:
        case 2:
            add(queue, lilt_rng_below(&rng, 2) == 0, lilt_rng_below(&rng, 2) == 0);
            break;
        case 3:
            g_clear_object(&(LiltQueueItem *){lilt_queue_steal(queue, ticket_at(queue, place))});
            break;
        case 4:
            refill(queue, lilt_rng_below(&rng, 5));
            break;
        case 5:
            lilt_queue_set_taken(queue, ticket_at(queue, 0));
            break;
        case 6:
            lilt_queue_set_taken(queue, 0);
            break;
        default:
            if (lilt_rng_below(&rng, 20) == 0)
                lilt_queue_clear(queue);
        }
        const guint now = g_list_model_get_n_items(G_LIST_MODEL(queue));
        const guint n_taken = lilt_queue_is_taken(queue, 0) ? 1 : 0;
        const guint n_yours = now - n_taken - lilt_queue_get_n_lilts(queue);

        REQUIRE(shown->len == now, "step %d: %u shown of %u", step, shown->len, now);
        for (guint i = 0; i < now; i++) {
            REQUIRE(shown->pdata[i] == lilt_queue_get(queue, i), "step %d: place %u", step, i);
            REQUIRE(i < n_taken ||
                        lilt_queue_item_get_yours(shown->pdata[i]) == (i < n_taken + n_yours),
                    "step %d: place %u is in the wrong part", step, i);
        }
    }
    g_signal_handlers_disconnect_by_data(queue, shown);
}

TEST(a_hand_puts_items_where_it_likes_within_the_rules)
{
    g_autoptr(LiltQueue) queue = lilt_queue_new();
    g_autoptr(GPtrArray) shown = shown_new(queue);
    const guint64 one = add(queue, TRUE, FALSE), two = add(queue, TRUE, FALSE);
    const guint64 three = add(queue, FALSE, FALSE), four = add(queue, FALSE, FALSE);

    CHECK(lilt_queue_move(queue, 0, 1) == 1, "within your part");
    CHECK(ticket_at(queue, 0) == two && ticket_at(queue, 1) == one, "order");
    CHECK(lilt_queue_move(queue, 3, 2) == 2 && ticket_at(queue, 2) == four, "within Lilt's part");
    CHECK(lilt_queue_move(queue, 3, 0) == 0, "one of Lilt's goes to the front");
    CHECK(lilt_queue_item_get_yours(lilt_queue_get(queue, 0)) && ticket_at(queue, 0) != three,
          "and is yours now, under another ticket");
    CHECK(lilt_queue_get_n_lilts(queue) == 1, "the rest is Lilt's");
    CHECK(lilt_queue_move(queue, 9, 0) == 9 && lilt_queue_move(queue, 1, 1) == 1, "nothing to do");
    for (guint i = 0; i < 4; i++)
        CHECK(shown->pdata[i] == lilt_queue_get(queue, i), "a view shows another item at %u", i);
}

TEST(what_yours_is_put_behind_is_yours_as_well)
{
    g_autoptr(LiltQueue) queue = lilt_queue_new();
    g_autoptr(GPtrArray) shown = shown_new(queue);
    const guint64 taken = add(queue, FALSE, FALSE);

    lilt_queue_set_taken(queue, taken);
    const guint64 yours = add(queue, TRUE, FALSE), other = add(queue, FALSE, FALSE);
    const guint64 last = add(queue, FALSE, FALSE);

    CHECK(lilt_queue_move(queue, 1, 2) == 2 && ticket_at(queue, 2) == yours, "yours goes down");
    CHECK(lilt_queue_item_get_yours(lilt_queue_get(queue, 1)) && ticket_at(queue, 1) != other,
          "what it passed stands fast, under another ticket");
    CHECK(lilt_queue_get_n_lilts(queue) == 1 && ticket_at(queue, 3) == last, "the rest is Lilt's");
    CHECK(lilt_queue_move(queue, 2, 0) == 1, "not before what is taken");
    for (guint i = 0; i < 4; i++)
        CHECK(shown->pdata[i] == lilt_queue_get(queue, i), "a view shows another item at %u", i);
    refill(queue, 2);
    CHECK(ticket_at(queue, 1) == yours && lilt_queue_get_n_lilts(queue) == 2, "refilled");
}

TEST(chance_changes_the_order_of_lilts_part_only)
{
    g_autoptr(LiltQueue) queue = lilt_queue_new();
    LiltRng rng = lilt_rng_new(check_seed(), 1);
    const guint64 yours = add(queue, TRUE, FALSE);
    guint64 sum_before = 0, sum = 0;
    guint n_moved = 0;

    refill(queue, 40);
    g_autofree guint64 *before = g_new(guint64, 41);

    for (guint i = 0; i < 41; i++)
        sum_before += before[i] = ticket_at(queue, i);
    lilt_queue_shuffle(queue, &rng);
    for (guint i = 0; i < 41; i++) {
        sum += ticket_at(queue, i);
        n_moved += ticket_at(queue, i) != before[i];
    }
    CHECK(ticket_at(queue, 0) == yours, "yours");
    CHECK(sum == sum_before && n_moved > 20, "%u moved", n_moved);
}

TEST_MAIN()
