/* What src/session/playing.c and filling.c do at each event, in as few words as show the contract.
 */
#include "house.h"

enum { N_REFILLED = 4, MAX_ITEMS = 16 };

const LiltPoint house_blend = {0.5f, -0.6f};

static LiltQueueItem *
item_new(gboolean yours)
{
    g_autoptr(LiltSong) song = g_object_new(LILT_TYPE_SONG, NULL);

    return lilt_queue_item_new(song, yours, NULL);
}

static void
refill(House *house)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_object_unref);

    for (int i = 0; i < N_REFILLED; i++)
        g_ptr_array_add(items, item_new(FALSE));
    lilt_queue_refill(house->queue, items);
    house->n_refilled++;
}

static void step(House *house, LiltEvent event);

static void
set_playing(House *house, bool playing)
{
    if (house->playing == playing)
        return;
    house->playing = playing;
    step(house, (LiltEvent){.kind = playing ? LILT_EVENT_PLAYS : LILT_EVENT_ENDED});
}

static void
top_up(House *house)
{
    if (lilt_queue_get_n_lilts(house->queue) > 0)
        return;
    if (house->policy.list_holds)
        step(house, (LiltEvent){.kind = LILT_EVENT_LIST_ENDED});
    else
        refill(house);
}

static void
play_item(House *house, LiltQueueItem *item)
{
    lilt_queue_set_taken(house->queue, 0);
    house->taken = 0;
    g_set_object(&house->current, item);
    set_playing(house, true);
    if (!lilt_queue_item_get_yours(item))
        step(house,
             (LiltEvent){.kind = LILT_EVENT_STARTED, .until_us = house->now_us + HOUSE_SONG_US});
    top_up(house);
}

static void
play_head(House *house)
{
    if (lilt_queue_get(house->queue, 0) == NULL)
        refill(house);
    LiltQueueItem *head = lilt_queue_get(house->queue, 0);
    g_autoptr(LiltQueueItem)
        item = lilt_queue_steal(house->queue, lilt_queue_item_get_ticket(head));

    play_item(house, item);
}

static void
step(House *house, LiltEvent event)
{
    event.now_us = house->now_us;
    const unsigned todo = lilt_policy_step(&house->policy, &event);

    house->todo |= todo;
    if (todo & LILT_DO_REFILL)
        refill(house);
    if ((todo & LILT_DO_START) == 0)
        return;
    if (house->current != NULL && lilt_queue_item_get_yours(house->current))
        set_playing(house, true);
    else
        play_head(house);
}

static void
choose(House *house, const Happening *event)
{
    LiltEvent chosen = {.kind = LILT_EVENT_CHOSEN,
                        .mood = {event->label, lilt_emotion_place(event->label), 1.0f},
                        .for_a_song = event->for_a_song,
                        .leads = event->leads,
                        .scene = event->scene,
                        .waits = event->waits};

    if (event->blend) {
        chosen.blend = "calm";
        chosen.mood = (LiltMood){lilt_emotion_nearest(house_blend), house_blend, 1.0f};
    }
    if (event->lasts_us > 0)
        chosen.until_us = house->now_us + event->lasts_us;
    step(house, chosen);
}

static void
enqueue(House *house, bool first)
{
    if (g_list_model_get_n_items(G_LIST_MODEL(house->queue)) >= MAX_ITEMS)
        return;
    g_autoptr(LiltQueueItem) item = item_new(TRUE);

    if (first)
        lilt_queue_prepend(house->queue, item);
    else
        lilt_queue_append(house->queue, item);
}

static void
dequeue(House *house, unsigned place)
{
    LiltQueueItem *item = lilt_queue_get(house->queue, place);

    if (item != NULL && !lilt_queue_is_taken(house->queue, place))
        g_object_unref(lilt_queue_steal(house->queue, lilt_queue_item_get_ticket(item)));
}

static void
start_list(House *house)
{
    g_autoptr(LiltQueueItem) first = item_new(FALSE);

    step(house, (LiltEvent){.kind = LILT_EVENT_LIST_STARTED});
    refill(house);
    play_item(house, first);
}

static void
take(House *house)
{
    LiltQueueItem *head = lilt_queue_get(house->queue, 0);

    if (!house->playing || house->taken != 0 || head == NULL)
        return;
    house->taken = lilt_queue_item_get_ticket(head);
    lilt_queue_set_taken(house->queue, house->taken);
}

static void
give_back(House *house)
{
    house->taken = 0;
    lilt_queue_set_taken(house->queue, 0);
}

static void
pause_music(House *house)
{
    set_playing(house, false);
    step(house, (LiltEvent){.kind = LILT_EVENT_PAUSED});
}

static void
play(House *house)
{
    if (house->current != NULL)
        set_playing(house, true);
    else
        play_head(house);
}

static void
see(House *house, LiltEmotion label, float confidence)
{
    const LiltMood unknown = {.label = LILT_EMOTION_UNKNOWN};
    const LiltMood known = {label, lilt_emotion_place(label), confidence};

    step(house, (LiltEvent){.kind = LILT_EVENT_SEEN,
                            .mood = label == LILT_EMOTION_UNKNOWN ? unknown : known});
}

void
house_wait(House *house, int64_t us)
{
    house->now_us += us;
    house->todo = 0;
    if (house->policy.until_us != 0 && house->now_us >= house->policy.until_us)
        step(house, (LiltEvent){.kind = LILT_EVENT_TIME});
}

void
house_happens(House *house, const Happening *event)
{
    house->todo = 0;
    switch (event->what) {
    case HAPPENS_TIME: /* an alarm may come at any time, and for nothing */
        step(house, (LiltEvent){.kind = LILT_EVENT_TIME});
        break;
    case HAPPENS_SEEN:
        see(house, event->label, event->confidence);
        break;
    case HAPPENS_UNSEEN:
        see(house, LILT_EMOTION_UNKNOWN, 0.0f);
        break;
    case HAPPENS_CHOSEN:
        choose(house, event);
        break;
    case HAPPENS_RELEASED:
        step(house, (LiltEvent){.kind = LILT_EVENT_RELEASED});
        break;
    case HAPPENS_POLICY:
        step(house, (LiltEvent){.kind = LILT_EVENT_POLICY, .policy = event->policy});
        break;
    case HAPPENS_GOAL:
        step(house, (LiltEvent){.kind = LILT_EVENT_GOAL,
                                .mood = {.point = lilt_emotion_place(event->label)}});
        break;
    case HAPPENS_ENQUEUED:
    case HAPPENS_NEXT_BY_HAND:
        enqueue(house, event->what == HAPPENS_NEXT_BY_HAND);
        break;
    case HAPPENS_DEQUEUED:
        dequeue(house, event->place);
        break;
    case HAPPENS_LIST:
        start_list(house);
        break;
    case HAPPENS_TAKEN:
        take(house);
        break;
    case HAPPENS_RETURNED:
        give_back(house);
        break;
    case HAPPENS_OVER:
        if (house->playing)
            play_head(house);
        break;
    case HAPPENS_SKIPPED:
        play_head(house);
        break;
    case HAPPENS_PAUSED:
        pause_music(house);
        break;
    case HAPPENS_PLAYED:
        play(house);
        break;
    case HAPPENS_SONGS:
        step(house, (LiltEvent){.kind = LILT_EVENT_SONGS});
        break;
    case HAPPENS_SHIFTED:
        step(house, (LiltEvent){.kind = LILT_EVENT_SHIFTED});
        break;
    case N_HAPPENINGS:
        break;
    }
}

void
house_begin(House *house, int64_t now_us)
{
    *house = (House){.policy = lilt_policy_begin(LILT_POLICY_MATCH),
                     .queue = lilt_queue_new(),
                     .now_us = now_us};
}

void
house_end(House *house)
{
    g_clear_object(&house->current);
    g_clear_object(&house->queue);
}
