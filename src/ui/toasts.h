/* toasts.h - short messages, and the one that offers to take back what was done last. */
#pragma once

#include <adwaita.h>

/* Take the offer `*shown` (or NULL) away, which is of the past now, and make the one for `text`;
 * `*shown` follows it weakly: clear it with g_clear_weak_pointer() in dispose. Gives the toast, to
 * be handed to an overlay, or NULL when `text` is "": there is nothing to take back any more. Main
 * thread only. */
AdwToast *lilt_undo_toast_new(AdwToast **shown, const char *text);

/* Name the buttons of whatever toast is shown by an overlay at or below `root`, which
 * libadwaita 1.2 does not. Call once the tree is built. */
void lilt_name_toasts(GtkWidget *root);
