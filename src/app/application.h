/* application.h - wires the rooms together: library, session, window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LILT_TYPE_APPLICATION (lilt_application_get_type())
G_DECLARE_FINAL_TYPE(LiltApplication, lilt_application, LILT, APPLICATION, AdwApplication)

/* camera: the SOURCE of --camera, or NULL; only used when this is the first instance. */
LiltApplication *lilt_application_new(const char *camera);

/* The program's exit code after g_application_run(): 1 when it could not do its work. */
int lilt_application_get_exit_code(LiltApplication *self);

/* Whether it ended only to be started anew: another listener or language was chosen. */
gboolean lilt_application_wants_start_again(LiltApplication *self);

G_END_DECLS
