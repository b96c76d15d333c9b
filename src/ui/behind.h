/* behind.h - what lies behind another page or is folded away is not told to screen readers. */
#pragma once

#include <gtk/gtk.h>

/* Let every page of a stack, flap, revealer or carousel at or below `root` be hidden from screen
 * readers for as long as it is not drawn. GTK 4.8 and libadwaita 1.2 tell of all of them at once.
 * Call once the tree is built; main thread only. */
void lilt_hide_behind(GtkWidget *root);
