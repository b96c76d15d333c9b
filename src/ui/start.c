/* What the application needs before there is a window. */
#include "lilt/ui.h"

#include "lilt_ui_resources.h"
#include "window_actions.h"

void
lilt_ui_init(void)
{
    lilt_ui_register_resource();
}

void
lilt_ui_set_keys(GtkApplication *application)
{
    lilt_window_actions_set_accels(application);
}
