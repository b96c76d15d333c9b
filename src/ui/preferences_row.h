/* preferences_row.h - the kinds of rows that Preferences is made of. */
#pragma once

#include <adwaita.h>

/* Words as they are, without mark-up; subtitle may be NULL. Floating. */
GtkWidget *lilt_row_new(const char *title, const char *subtitle);

/* A row that chooses one state of an action, which says which one is chosen. Lent: the group's. */
GtkWidget *lilt_row_add_choice(AdwPreferencesGroup *group, const char *action, const char *state,
                               const char *title, const char *subtitle);

/* A flat button at the end of a row, for an action with a text as target. */
void lilt_row_add_button(GtkWidget *row, const char *icon_name, const char *name,
                         const char *action, const char *target);
