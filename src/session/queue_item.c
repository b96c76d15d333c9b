/* A place in the queue. */
#include "queue.h"

struct _LiltQueueItem {
    GObject parent_instance;
    guint64 ticket;
    LiltSong *song;
    gboolean yours;
    LiltWhy *why; /* or NULL */
};
G_DEFINE_FINAL_TYPE(LiltQueueItem, lilt_queue_item, G_TYPE_OBJECT)

enum { PROP_SONG = 1, PROP_YOURS, N_PROPS };

LiltQueueItem *
lilt_queue_item_new(LiltSong *song, gboolean yours, const LiltWhy *why)
{
    static guint64 last_ticket;
    LiltQueueItem *self = g_object_new(LILT_TYPE_QUEUE_ITEM, NULL);

    self->ticket = ++last_ticket;
    self->song = g_object_ref(song);
    self->yours = yours;
    self->why = g_memdup2(why, sizeof *why); /* NULL stays NULL */
    return self;
}

guint64
lilt_queue_item_get_ticket(LiltQueueItem *self)
{
    g_return_val_if_fail(LILT_IS_QUEUE_ITEM(self), 0);
    return self->ticket;
}

LiltSong *
lilt_queue_item_get_song(LiltQueueItem *self)
{
    g_return_val_if_fail(LILT_IS_QUEUE_ITEM(self), NULL);
    return self->song;
}

gboolean
lilt_queue_item_get_yours(LiltQueueItem *self)
{
    g_return_val_if_fail(LILT_IS_QUEUE_ITEM(self), FALSE);
    return self->yours;
}

const LiltWhy *
lilt_queue_item_get_why(LiltQueueItem *self)
{
    g_return_val_if_fail(LILT_IS_QUEUE_ITEM(self), NULL);
    return self->why;
}

static void
lilt_queue_item_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    LiltQueueItem *self = LILT_QUEUE_ITEM(object);

    switch (id) {
    case PROP_SONG:
        g_value_set_object(value, self->song);
        break;
    case PROP_YOURS:
        g_value_set_boolean(value, self->yours);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
}

static void
lilt_queue_item_finalize(GObject *object)
{
    LiltQueueItem *self = LILT_QUEUE_ITEM(object);

    g_clear_object(&self->song);
    g_free(self->why);
    G_OBJECT_CLASS(lilt_queue_item_parent_class)->finalize(object);
}

static void
lilt_queue_item_class_init(LiltQueueItemClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = lilt_queue_item_get_property;
    object_class->finalize = lilt_queue_item_finalize;
    g_object_class_install_property(object_class, PROP_SONG,
                                    g_param_spec_object("song", NULL, NULL, LILT_TYPE_SONG, flags));
    g_object_class_install_property(object_class, PROP_YOURS,
                                    g_param_spec_boolean("yours", NULL, NULL, FALSE, flags));
}

static void
lilt_queue_item_init(LiltQueueItem *self)
{
    (void)self;
}
