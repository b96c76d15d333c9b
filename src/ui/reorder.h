/* reorder.h - rows of a list that are dragged to another place in it. */
#pragma once

#include <gtk/gtk.h>

/* What a list does with a row that was put elsewhere; `view` is the list. */
typedef void (*LiltMove)(GtkWidget *view, guint from, guint to);

/* Let `row`, the child of `item`, be dragged within `view`, which outlives it. Once a row. */
void lilt_reorder_add(GtkWidget *row, GtkListItem *item, GtkWidget *view, LiltMove move);
