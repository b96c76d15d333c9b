/* reorder.h - rows of a list that are dragged to another place in it, with a line where they would
 * come to stand. */
#pragma once

#include <gtk/gtk.h>

/* What the list does; `view` is the list. Its items may change while a row is being dragged. */
typedef struct {
    gboolean (*grab)(GtkWidget *view, guint place); /* drag the row there: whether it can be */
    guint (*grabbed)(GtkWidget *view); /* where it stands now; GTK_INVALID_LIST_POSITION: gone */
    void (*move)(GtkWidget *view, guint from, guint to); /* both counted with it in the list */
} LiltReorder;

/* Let `row`, the child of `item`, be dragged within `view`, which outlives it. Once a row;
 * `reorder` is static. */
void lilt_reorder_add(GtkWidget *row, GtkListItem *item, GtkWidget *view,
                      const LiltReorder *reorder);
/* The same for a row that is no item of a list, and always stands there. */
void lilt_reorder_add_at(GtkWidget *row, guint place, GtkWidget *view, const LiltReorder *reorder);
