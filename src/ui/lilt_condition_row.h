/* lilt_condition_row.h - one condition of a playlist's rule, in plain words. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

/* Signals: changed (), and removed () when its button was pressed. */
#define LILT_TYPE_CONDITION_ROW (lilt_condition_row_get_type())
G_DECLARE_FINAL_TYPE(LiltConditionRow, lilt_condition_row, LILT, CONDITION_ROW, GtkBox)

/* condition: what it shows at first; NULL: something to begin with. */
GtkWidget *lilt_condition_row_new(const LiltCondition *condition);

/* Add what it says to the rule; FALSE when something is missing. */
gboolean lilt_condition_row_add_to(LiltConditionRow *self, LiltRule *rule);
