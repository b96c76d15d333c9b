/* lilt_rule_dialog.h - a playlist by rule: its name, its conditions, its order and its length. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

#define LILT_TYPE_RULE_DIALOG (lilt_rule_dialog_get_type())
G_DECLARE_FINAL_TYPE(LiltRuleDialog, lilt_rule_dialog, LILT, RULE_DIALOG, AdwWindow)

/* list: one by rule, to be changed; NULL: a new one. What was said goes to app.set-rule. */
void lilt_rule_dialog_open(GtkWindow *parent, LiltPlaylist *list);
