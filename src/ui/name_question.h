/* name_question.h - the question for a name. */
#pragma once

#include <gtk/gtk.h>

/* Ask over `parent`; `ok` (with a mnemonic) is what the answer does, `name` what stands there at
 * first. done(parent, name, data) is called with a name that is not empty, or not at all. */
void lilt_ask_name(GtkWindow *parent, const char *heading, const char *ok, const char *name,
                   void (*done)(GtkWidget *parent, const char *name, gpointer data), gpointer data,
                   GDestroyNotify destroy);
