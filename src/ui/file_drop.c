/* Files from a file manager. */
#include "file_drop.h"

static gboolean
drop(GtkDropTarget *target, const GValue *value, double x, double y, gpointer session)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    (void)target, (void)x, (void)y;
    for (GSList *file = g_value_get_boxed(value); file != NULL; file = file->next)
        if (g_file_peek_path(file->data) != NULL) /* only local files are played */
            g_ptr_array_add(paths, g_file_get_path(file->data));
    if (paths->len == 0)
        return FALSE;
    g_ptr_array_add(paths, NULL);
    lilt_session_play_files(session, (const char *const *)paths->pdata);
    return TRUE;
}

void
lilt_file_drop_add(GtkWidget *widget, LiltSession *session)
{
    GtkDropTarget *target = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

    g_signal_connect(target, "drop", G_CALLBACK(drop), session);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(target));
}
