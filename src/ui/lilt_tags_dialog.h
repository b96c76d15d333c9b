/* lilt_tags_dialog.h - editing the tags of one song, or of several at once. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

#define LILT_TYPE_TAGS_DIALOG (lilt_tags_dialog_get_type())
G_DECLARE_FINAL_TYPE(LiltTagsDialog, lilt_tags_dialog, LILT, TAGS_DIALOG, AdwWindow)

/* ids: of type ax. What was typed goes to app.set-tags; nothing opens when no song is known. */
void lilt_tags_dialog_open(GtkWindow *parent, LiltSession *session, GVariant *ids);
