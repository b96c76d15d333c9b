/* The music folders are watched: what comes, goes or changes in them is read a moment later. */
#include "session_private.h"

enum {
    SETTLE_S = 3,      /* an album is copied file by file */
    MAX_WATCHED = 4000 /* folders; in more than these changes wait for the next start */
};

/* ---- which folders --------------------------------------------------------------------------- */

/* The folder and those below it; links are not followed. */
static void
list_folders(const char *folder, GPtrArray *all)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    if (dir == NULL || all->len >= MAX_WATCHED)
        return;
    g_ptr_array_add(all, g_strdup(folder));
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *inside = g_build_filename(folder, name, NULL);

        if (name[0] != '.' && !g_file_test(inside, G_FILE_TEST_IS_SYMLINK) &&
            g_file_test(inside, G_FILE_TEST_IS_DIR))
            list_folders(inside, all);
    }
}

/* On a thread of its own: a large library has thousands. */
static void
list_elsewhere(GTask *task, gpointer source, gpointer folders, GCancellable *cancellable)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);

    (void)source, (void)cancellable;
    for (char **folder = folders; *folder != NULL; folder++)
        list_folders(*folder, all);
    g_task_return_pointer(task, all, (GDestroyNotify)g_ptr_array_unref);
}

/* ---- changes --------------------------------------------------------------------------------- */

static gboolean
on_settled(gpointer data)
{
    LiltSession *self = data;

    if (self->scanning)
        return G_SOURCE_CONTINUE;
    self->settle_timer = 0;
    lilt_session_read_changes(self);
    return G_SOURCE_REMOVE;
}

static void
read_soon(LiltSession *self)
{
    g_clear_handle_id(&self->settle_timer, g_source_remove);
    self->settle_timer = g_timeout_add_seconds(SETTLE_S, on_settled, self);
}

static void
on_changed(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
    LiltSession *self = data;
    g_autofree char *name = g_file_get_basename(file);

    (void)monitor, (void)other;
    if (name[0] == '.' || event == G_FILE_MONITOR_EVENT_CHANGED ||
        event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
        return;
    read_soon(self);
}

static GFileMonitor *
watch(LiltSession *self, const char *path)
{
    g_autoptr(GFile) folder = g_file_new_for_path(path);
    GFileMonitor *monitor = g_file_monitor_directory(folder, G_FILE_MONITOR_WATCH_MOVES, NULL,
                                                     NULL);

    if (monitor != NULL)
        g_signal_connect_object(monitor, "changed", G_CALLBACK(on_changed), self, 0);
    return monitor;
}

static GHashTable *
monitors_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
}

/* Those that are watched already stay; others than these are no longer watched. What came into a
 * new folder before it was watched has told nobody. */
static void
on_listed(GObject *object, GAsyncResult *result, gpointer data)
{
    LiltSession *self = LILT_SESSION(object);
    g_autoptr(GPtrArray) all = g_task_propagate_pointer(G_TASK(result), NULL);
    GHashTable *old = self->monitors;
    guint n_known = 0;

    (void)data;
    if (all == NULL || old == NULL)
        return;
    self->monitors = monitors_new();
    for (guint i = 0; i < all->len; i++) {
        GFileMonitor *known = g_hash_table_lookup(old, all->pdata[i]);
        GFileMonitor *monitor = known != NULL ? g_object_ref(known) : watch(self, all->pdata[i]);

        n_known += known != NULL;
        if (monitor != NULL)
            g_hash_table_insert(self->monitors, g_strdup(all->pdata[i]), monitor);
    }
    if (n_known > 0 && n_known < g_hash_table_size(self->monitors))
        read_soon(self);
    g_hash_table_unref(old);
}

void
lilt_session_watch_folders(LiltSession *self)
{
    g_autoptr(GTask) task = g_task_new(self, self->cancel, on_listed, NULL);

    if (self->monitors == NULL)
        self->monitors = monitors_new();
    g_task_set_task_data(task, lilt_session_dup_folders(self), (GDestroyNotify)g_strfreev);
    g_task_run_in_thread(task, list_elsewhere);
}

void
lilt_session_leave_folders(LiltSession *self)
{
    g_clear_handle_id(&self->settle_timer, g_source_remove);
    g_clear_pointer(&self->monitors, g_hash_table_unref);
}
