/* One thread a task; it ends with its task, and nobody joins it, as with GLib's own. */
#include "apart.h"

typedef struct {
    GTask *task;
    GTaskThreadFunc run;
} Apart;

static gpointer
run_task(gpointer data)
{
    Apart *apart = data;
    GTask *task = apart->task;

    apart->run(task, g_task_get_source_object(task), g_task_get_task_data(task),
               g_task_get_cancellable(task));
    g_object_unref(task);
    g_free(apart);
    return NULL;
}

void
library_run_apart(GTask *task, GTaskThreadFunc run)
{
    Apart *apart = g_new(Apart, 1);
    GThread *thread;

    *apart = (Apart){g_object_ref(task), run};
    thread = g_thread_try_new("lilt-apart", run_task, apart, NULL);
    if (thread != NULL) {
        g_thread_unref(thread);
        return;
    }
    g_object_unref(task);
    g_free(apart);
    g_task_run_in_thread(task, run); /* too many threads: wait for one */
}
