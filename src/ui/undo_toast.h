/* undo_toast.h - the one toast that offers to take back what was done last. */
#pragma once

#include <adwaita.h>

/* Take the offer `*shown` (or NULL) away, which is of the past now, and make the one for `text`;
 * `*shown` follows it weakly: clear it with g_clear_weak_pointer() in dispose. Gives the toast, to
 * be handed to an overlay, or NULL when `text` is "": there is nothing to take back any more. Main
 * thread only. */
AdwToast *lilt_undo_toast_new(AdwToast **shown, const char *text);
