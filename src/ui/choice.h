/* choice.h - a button that says what is chosen and opens a menu of what else can be. */
#pragma once

#include <gtk/gtk.h>

typedef struct {
    const char *id, *words; /* words: translated */
} LiltOption;

/* A menu button. name: what is chosen by it, for screen readers. options: ended by an id that is
 * NULL; not kept. chosen: one of the ids. The button has the signal "notify::label" when another
 * one is chosen. */
GtkWidget *lilt_choice_new(const char *name, const LiltOption *options, const char *chosen);

/* The id of what is chosen; lent until another one is. */
const char *lilt_choice_get(GtkWidget *choice);
