/* group_view.h - albums or artists as tiles with covers: a grid that scrolls down, or one row that
 * scrolls sideways. Only the tiles that are seen exist. Activating one opens its page. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Properties, all for construction: artists (boolean: they, not albums), strip (boolean: one row),
 * label (string, what screen readers call it). */
#define LILT_TYPE_GROUP_VIEW (lilt_group_view_get_type())
G_DECLARE_FINAL_TYPE(LiltGroupView, lilt_group_view, LILT, GROUP_VIEW, AdwBin)

/* model: of LiltGroup; a reference is taken. */
void lilt_group_view_set_model(LiltGroupView *self, GListModel *model);
void lilt_group_view_set_narrow(LiltGroupView *self, gboolean narrow);

G_END_DECLS
