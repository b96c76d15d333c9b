/* Taking back what was done by hand: the last few things that removed or changed something. */
#include "session_private.h"

enum { MAX_UNDOS = 30 };

typedef struct {
    LiltUndo undo;
    gpointer data;
    GDestroyNotify destroy; /* or NULL */
} Undo;

static void
undo_free(gpointer data)
{
    Undo *undo = data;

    if (undo->destroy != NULL)
        undo->destroy(undo->data);
    g_free(undo);
}

void
lilt_session_offer_undo(LiltSession *self, const char *sentence, LiltUndo undo, gpointer data,
                        GDestroyNotify destroy)
{
    Undo *offer = g_new(Undo, 1);

    *offer = (Undo){undo, data, destroy};
    g_queue_push_tail(&self->undos, offer);
    if (g_queue_get_length(&self->undos) > MAX_UNDOS)
        undo_free(g_queue_pop_head(&self->undos));
    lilt_session_update_actions(self);
    lilt_session_tell_undoable(self, sentence);
}

void
lilt_session_undo(LiltSession *self)
{
    Undo *last = g_queue_pop_tail(&self->undos);

    if (last == NULL)
        return;
    last->undo(self, last->data);
    undo_free(last);
    lilt_session_update_actions(self);
    lilt_session_tell_undoable(self, "");
}

void
lilt_session_forget_undos(LiltSession *self)
{
    g_queue_clear_full(&self->undos, undo_free);
}
