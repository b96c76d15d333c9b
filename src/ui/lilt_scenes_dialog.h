/* lilt_scenes_dialog.h - the scene list: moods with minutes, played through. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

#define LILT_TYPE_SCENES_DIALOG (lilt_scenes_dialog_get_type())
G_DECLARE_FINAL_TYPE(LiltScenesDialog, lilt_scenes_dialog, LILT, SCENES_DIALOG, AdwWindow)

/* What was said goes to app.set-scenes, and app.scenes plays it. */
void lilt_scenes_dialog_open(GtkWindow *parent, LiltSession *session);
