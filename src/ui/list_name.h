/* list_name.h - asking for the name of a playlist made by hand. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

/* Ask for a name and make a playlist with these songs. ids: of type ax. */
void lilt_ask_new_list(GtkWindow *parent, GVariant *ids);

/* Ask for another name. */
void lilt_ask_list_name(GtkWindow *parent, LiltPlaylist *list);
