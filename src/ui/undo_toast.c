/* Only what was done last is offered: "undo" takes that back first. */
#include "undo_toast.h"

#include <glib/gi18n-lib.h>

enum { OFFER_S = 8 };

AdwToast *
lilt_undo_toast_new(AdwToast **shown, const char *text)
{
    AdwToast *toast;

    if (*shown != NULL)
        adw_toast_dismiss(*shown);
    if (*text == '\0')
        return NULL;
    toast = adw_toast_new(text);
    g_set_weak_pointer(shown, toast);
    adw_toast_set_button_label(toast, _("_Undo"));
    adw_toast_set_action_name(toast, "app.undo");
    adw_toast_set_timeout(toast, OFFER_S);
    return toast;
}
