/* queue.h - Next Up: a GListModel of LiltQueueItem in two parts. First yours, put there by hand and
 * never touched by a mood; then Lilt's, refilled as the mood asks. An item that the player has
 * already taken stands before both and stays. */
#pragma once

#include "lilt/session.h"

/* Items are told apart by a ticket, since a song may stand in the queue twice. `why` is copied;
 * NULL: not known. */
LiltQueueItem *lilt_queue_item_new(LiltSong *song, gboolean yours, const LiltWhy *why);
guint64 lilt_queue_item_get_ticket(LiltQueueItem *self);

#define LILT_TYPE_QUEUE (lilt_queue_get_type())
G_DECLARE_FINAL_TYPE(LiltQueue, lilt_queue, LILT, QUEUE, GObject)

LiltQueue *lilt_queue_new(void);

/* Put an item at the end of its own part, or at its beginning. */
void lilt_queue_append(LiltQueue *self, LiltQueueItem *item);
void lilt_queue_prepend(LiltQueue *self, LiltQueueItem *item);

/* Put an item at a place, or where its own part lies nearest to that. */
void lilt_queue_insert(LiltQueue *self, guint place, LiltQueueItem *item);

/* Take the item at `from` to `to`, both counted with it in the queue. Yours stay yours; one of
 * Lilt's that comes to stand before one of yours becomes yours, under another ticket. What was
 * taken does not move. Gives the place where it now stands. */
guint lilt_queue_move(LiltQueue *self, guint from, guint to);

/* `n` items, wherever they lie, in the order of chance (Fisher & Yates). */
void lilt_queue_shuffle_items(gpointer *items, guint n, LiltRng *rng);

/* Lilt's part in the order of chance. */
void lilt_queue_shuffle(LiltQueue *self, LiltRng *rng);

/* Lilt's part anew: `items` of LiltQueueItem, none of them yours. */
void lilt_queue_refill(LiltQueue *self, GPtrArray *items);

/* Take the item out and give it to the caller, who then owns it; NULL when it is not there. */
LiltQueueItem *lilt_queue_steal(LiltQueue *self, guint64 ticket);

void lilt_queue_clear(LiltQueue *self); /* both parts; what was taken stays */

/* The item at a place, lent; NULL behind the end. */
LiltQueueItem *lilt_queue_get(LiltQueue *self, guint place);

/* Where the item stands; the number of items when it does not. */
guint lilt_queue_find(LiltQueue *self, LiltQueueItem *item);

/* The first item that the player has not taken, lent, or NULL. */
LiltQueueItem *lilt_queue_get_undecided(LiltQueue *self);

/* The player has taken the first item, or (0) has given it back. */
void lilt_queue_set_taken(LiltQueue *self, guint64 ticket);
gboolean lilt_queue_is_taken(LiltQueue *self, guint place);

guint lilt_queue_get_n_lilts(LiltQueue *self); /* without a taken item */
gboolean lilt_queue_has_song(LiltQueue *self, gint64 id);
