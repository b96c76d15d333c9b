/* lilt_selection.h - the selected row of a long list, at most one. It makes no rows:
 * GtkSingleSelection, when its row goes, looks for it among all that came, and would make a song of
 * each of 100,000. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GListModel with the items of its model, and a GtkSelectionModel. Nothing is selected until a
 * row is, nor when the selected row has gone. */
#define LILT_TYPE_SELECTION (lilt_selection_get_type())
G_DECLARE_FINAL_TYPE(LiltSelection, lilt_selection, LILT, SELECTION, GObject)

LiltSelection *lilt_selection_new(void); /* of no rows yet */

void lilt_selection_set_model(LiltSelection *self, GListModel *model);
GListModel *lilt_selection_get_model(LiltSelection *self); /* lent, or NULL */

/* The place of the selected row, or GTK_INVALID_LIST_POSITION. */
guint lilt_selection_get_selected(LiltSelection *self);
void lilt_selection_set_selected(LiltSelection *self, guint place);

gpointer lilt_selection_dup_selected_item(LiltSelection *self); /* or NULL; g_object_unref() */

G_END_DECLS
