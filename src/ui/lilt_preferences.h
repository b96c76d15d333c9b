/* lilt_preferences.h - where the music is, and whether Lilt may look. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_PREFERENCES (lilt_preferences_get_type())
G_DECLARE_FINAL_TYPE(LiltPreferences, lilt_preferences, LILT, PREFERENCES, AdwPreferencesWindow)

/* A modal window over `parent`, whose "win." actions it uses. */
LiltPreferences *lilt_preferences_new(GtkWindow *parent, LiltSession *session);

G_END_DECLS
