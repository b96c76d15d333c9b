/* The application: one instance, one window. Order of start: library, session, window; order of
 * stop: the other way round. */
#include "application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "lilt/library.h"
#include "lilt/session.h"
#include "lilt/ui.h"

#include "presence.h"
#include "report.h"

#define APPLICATION_ID "io.github.lilt_player.Lilt"

struct _LiltApplication {
    AdwApplication parent_instance;
    char *camera;
    LiltLibrary *library; /* NULL when it cannot be opened */
    LiltSession *session; /* likewise */
    LiltPresence *presence;
    GtkWindow *window; /* borrowed; the application owns its windows */
    int exit_code;
    gboolean again; /* for another listener, or in another language */
};
G_DEFINE_FINAL_TYPE(LiltApplication, lilt_application, ADW_TYPE_APPLICATION)

/* The session's commands become the application's, so that keys, menus and the bus reach them. */
static void
add_session_actions(LiltApplication *self)
{
    GActionGroup *actions = lilt_session_get_actions(self->session);
    g_auto(GStrv) names = g_action_group_list_actions(actions);

    for (char **name = names; *name != NULL; name++)
        g_action_map_add_action(G_ACTION_MAP(self),
                                g_action_map_lookup_action(G_ACTION_MAP(actions), *name));
}

static void
quit(GSimpleAction *action, GVariant *nothing, gpointer self)
{
    (void)action, (void)nothing;
    g_application_quit(G_APPLICATION(self));
}

static void
about(GSimpleAction *action, GVariant *nothing, gpointer data)
{
    LiltApplication *self = data;
    g_autofree char *report = lilt_report_new(GTK_NATIVE(self->window), NULL);

    (void)action, (void)nothing;
    lilt_ui_show_about(self->window, report);
}

/* Why there is no library, and nothing else to do. */
static void
show_error(LiltApplication *self, const char *error)
{
    g_autofree char *report = lilt_report_new(NULL, error);

    g_printerr("lilt: %s\n", error);
    self->exit_code = 1;
    self->window = lilt_ui_error_window_new(GTK_APPLICATION(self),
                                            _("Lilt cannot open its library"), error, report);
}

static void
start_again(LiltApplication *self)
{
    self->again = TRUE;
    g_application_quit(G_APPLICATION(self));
}

/* At the end of a desktop's session programs are told by this signal. */
static gboolean
on_terminate(gpointer application)
{
    g_application_quit(application);
    return G_SOURCE_CONTINUE;
}

static void
lilt_application_startup(GApplication *application)
{
    const GActionEntry entries[] = {{.name = "quit", .activate = quit},
                                    {.name = "about", .activate = about}};
    LiltApplication *self = LILT_APPLICATION(application);
    g_autofree char *profile = lilt_profile_dup_current(),
                    *folder = lilt_profile_dup_folder(profile);
    g_autoptr(GError) error = NULL;

    G_APPLICATION_CLASS(lilt_application_parent_class)->startup(application);
    g_unix_signal_add(SIGTERM, on_terminate, self);
    g_action_map_add_action_entries(G_ACTION_MAP(self), entries, G_N_ELEMENTS(entries), self);
    self->library = lilt_library_open_soon(folder, NULL, &error);
    if (self->library == NULL) {
        show_error(self, error->message);
        return;
    }
    self->session = lilt_session_new(self->library, self->camera);
    g_signal_connect_object(self->session, "start-again", G_CALLBACK(start_again), self,
                            G_CONNECT_SWAPPED);
    add_session_actions(self);
    lilt_ui_set_keys(GTK_APPLICATION(self));
    self->window = GTK_WINDOW(lilt_window_new(GTK_APPLICATION(self), self->session));
    self->presence = lilt_presence_new(GTK_APPLICATION(self), self->session, self->window);
    lilt_session_start(self->session);
}

static void
lilt_application_activate(GApplication *application)
{
    gtk_window_present(LILT_APPLICATION(application)->window);
}

static void
lilt_application_open(GApplication *application, GFile **files, int n_files, const char *hint)
{
    LiltApplication *self = LILT_APPLICATION(application);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    (void)hint;
    for (int i = 0; i < n_files; i++)
        if (g_file_peek_path(files[i]) != NULL) /* only local files are played */
            g_ptr_array_add(paths, g_file_get_path(files[i]));
    if (paths->len > 0 && self->session != NULL) {
        g_ptr_array_add(paths, NULL);
        lilt_session_play_files(self->session, (const char *const *)paths->pdata);
    }
    g_application_activate(application);
}

static void
lilt_application_shutdown(GApplication *application)
{
    LiltApplication *self = LILT_APPLICATION(application);

    g_clear_pointer(&self->presence, lilt_presence_free);
    if (self->session != NULL)
        lilt_session_stop(self->session);
    if (self->library != NULL)
        lilt_library_close(self->library);
    G_APPLICATION_CLASS(lilt_application_parent_class)->shutdown(application);
}

static void
lilt_application_finalize(GObject *object)
{
    LiltApplication *self = LILT_APPLICATION(object);

    g_clear_object(&self->session);
    g_clear_object(&self->library);
    g_free(self->camera);
    G_OBJECT_CLASS(lilt_application_parent_class)->finalize(object);
}

static void
lilt_application_class_init(LiltApplicationClass *klass)
{
    GApplicationClass *application_class = G_APPLICATION_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = lilt_application_finalize;
    application_class->startup = lilt_application_startup;
    application_class->activate = lilt_application_activate;
    application_class->open = lilt_application_open;
    application_class->shutdown = lilt_application_shutdown;
}

static void
lilt_application_init(LiltApplication *self)
{
    (void)self;
    lilt_ui_init();
}

LiltApplication *
lilt_application_new(const char *camera)
{
    LiltApplication *self = g_object_new(LILT_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                                         "flags", G_APPLICATION_HANDLES_OPEN, NULL);

    self->camera = g_strdup(camera);
    return self;
}

int
lilt_application_get_exit_code(LiltApplication *self)
{
    g_return_val_if_fail(LILT_IS_APPLICATION(self), 1);
    return self->exit_code;
}

gboolean
lilt_application_wants_start_again(LiltApplication *self)
{
    g_return_val_if_fail(LILT_IS_APPLICATION(self), FALSE);
    return self->again;
}
