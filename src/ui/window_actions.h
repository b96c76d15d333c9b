/* window_actions.h - the commands that only concern what is in sight ("win."), and their keys. */
#pragma once

#include "lilt/ui.h"

/* Add the actions to the window; once. */
void lilt_window_actions_add(LiltWindow *window);

/* Let the states of "page" and "queue" follow what is shown. */
void lilt_window_actions_set_page(GtkWindow *window, const char *page, gboolean queue_shown);

/* Keys that work everywhere. */
void lilt_window_actions_set_accels(GtkApplication *application);

/* What the actions ask of the window; in lilt_window.c. */
void lilt_window_show_page(LiltWindow *self, const char *name);
void lilt_window_show_queue(LiltWindow *self, gboolean shown);
void lilt_window_browse(LiltWindow *self, LiltEmotion emotion); /* unknown: all cards */
void lilt_window_search(LiltWindow *self);
void lilt_window_open_mood_menu(LiltWindow *self);
void lilt_window_ask_camera(LiltWindow *self);
LiltSession *lilt_window_get_session(LiltWindow *self); /* lent */
