/* apart.h - work that mostly waits for another process. */
#pragma once

#include <gio/gio.h>

/* Like g_task_run_in_thread(), on a thread of its own: GLib's few threads are for covers and
 * searches, which must not wait behind a helper that the system has put last. */
void library_run_apart(GTask *task, GTaskThreadFunc run);
