/* The queue as a pane. */
#include "lilt_next_up.h"

#include <glib/gi18n-lib.h>

#include "lilt_song_view.h"
#include "resources.h"

struct _LiltNextUp {
    GtkBox parent_instance;

    GtkStack *stack;
    GtkWidget *clear, *shuffle;
    GtkLabel *count;
    LiltSongView *list;
};
G_DEFINE_FINAL_TYPE(LiltNextUp, lilt_next_up, GTK_TYPE_BOX)

/* Yours come first: how many of them there are. */
static void
show_yours(LiltNextUp *self, GListModel *queue)
{
    const guint n = g_list_model_get_n_items(queue);
    g_autofree char *text = NULL;
    guint n_yours = 0;

    for (; n_yours < n; n_yours++) {
        g_autoptr(LiltQueueItem) item = g_list_model_get_item(queue, n_yours);

        if (!lilt_queue_item_get_yours(item))
            break;
    }
    if (n_yours == n)
        text = g_strdup(_("Yours"));
    else if (n_yours > 0)
        text = g_strdup_printf(
            ngettext("%u of yours, then Lilt’s", "%u of yours, then Lilt’s", n_yours), n_yours);
    gtk_label_set_label(self->count, n > 0 && text != NULL ? text : "");
}

static void
show_count(LiltNextUp *self, guint position, guint removed, guint added, GListModel *queue)
{
    const gboolean any = g_list_model_get_n_items(queue) > 0;

    (void)position, (void)removed, (void)added;
    gtk_stack_set_visible_child_name(self->stack, any ? "list" : "empty");
    gtk_widget_set_visible(self->clear, any);
    gtk_widget_set_visible(self->shuffle, any);
    show_yours(self, queue);
}

static void
lilt_next_up_class_init(LiltNextUpClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_SONG_VIEW);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_next_up.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltNextUp, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltNextUp, clear);
    gtk_widget_class_bind_template_child(widget_class, LiltNextUp, shuffle);
    gtk_widget_class_bind_template_child(widget_class, LiltNextUp, count);
    gtk_widget_class_bind_template_child(widget_class, LiltNextUp, list);
}

static void
lilt_next_up_init(LiltNextUp *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_next_up_set_session(LiltNextUp *self, LiltSession *session)
{
    GListModel *queue = lilt_session_get_next_up(session);

    g_return_if_fail(LILT_IS_NEXT_UP(self));
    lilt_song_view_set_session(self->list, session);
    lilt_song_view_set_model(self->list, queue);
    g_signal_connect_object(queue, "items-changed", G_CALLBACK(show_count), self,
                            G_CONNECT_SWAPPED);
    show_count(self, 0, 0, 0, queue);
}
