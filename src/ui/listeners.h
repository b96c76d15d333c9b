/* listeners.h - the page of Preferences on who listens, and in which language. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

/* Fill the group with a row for each profile and keep it so. */
void lilt_listeners_show(AdwPreferencesGroup *group, LiltSession *session);

/* The languages the window can speak. */
void lilt_languages_show(AdwPreferencesGroup *group);

/* Give the window's class the actions listener.add, .rename and .remove. */
void lilt_listeners_install(GtkWidgetClass *window_class);
