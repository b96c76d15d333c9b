/* file_drop.h - files and folders dropped on a widget are played. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

/* session: outlives the widget. */
void lilt_file_drop_add(GtkWidget *widget, LiltSession *session);
