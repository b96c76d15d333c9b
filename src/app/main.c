/* lilt: the music player. */
#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "lilt/camera.h"
#include "lilt/session.h"

#include "application.h"
#include "loop_log.h"

enum { EXIT_USAGE = 2 };

/* What the command line says. */
typedef struct {
    char *camera;  /* or NULL */
    char *history; /* to be imported, or NULL */
    gboolean version;
} Options;

/* Devices are looked for later, since a webcam may be plugged in at any time; a file must be there
 * now. */
static gboolean
camera_is_usable(const char *camera)
{
    return lilt_camera_source_kind(camera) != LILT_SOURCE_UNKNOWN ||
           g_file_test(camera, G_FILE_TEST_EXISTS);
}

/* Parse and take out the options; what remains in argv are files. */
static gboolean
parse_options(int *argc, char ***argv, Options *ret_options, GError **error)
{
    const GOptionEntry entries[] = {
        {"camera", 0, 0, G_OPTION_ARG_FILENAME, &ret_options->camera,
         N_("Where faces come from: auto, none, /dev/videoN, camera:ID, a photo, a folder of photos, a video"),
         N_("SOURCE")},
        {"import", 0, 0, G_OPTION_ARG_FILENAME, &ret_options->history,
         N_("Take in a listening history that Last.fm, ListenBrainz or Lilt exported"), N_("FILE")},
        {"version", 0, 0, G_OPTION_ARG_NONE, &ret_options->version, N_("Show the version and exit"),
         NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GOptionContext) context = g_option_context_new(_("[FILE…]"));

    g_option_context_set_summary(context, _("Play your own music, by the look on your face if you "
                                            "allow it. Everything stays on this computer."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    return g_option_context_parse(context, argc, argv, error);
}

/* The language chosen in Preferences goes before the system's. The translations lie in
 * $LILT_DATA_DIR/locale, as tests have them, else beside the program's own folder, in the build
 * tree as under the prefix. */
static void
set_language(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *bin = g_path_get_dirname(program != NULL ? program : "");
    const char *data = g_getenv("LILT_DATA_DIR");
    g_autofree char *own = data != NULL ? g_build_filename(data, "locale", NULL) : NULL;
    g_autofree char *common = g_build_filename(bin, "..", "share", "locale", NULL);
    g_autofree char *language = lilt_profile_dup_language();

    if (*language != '\0')
        g_setenv("LANGUAGE", language, TRUE);
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE,
                   own != NULL && g_file_test(own, G_FILE_TEST_IS_DIR) ? own : common);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
}

/* GTK makes ready for OpenGL even where it was told to draw with cairo, and without a graphics card
 * that is a fifth of the start and 55 MB: the compiler of Mesa's software renderer. */
static void
spare_opengl(void)
{
    const char *debug = g_getenv("GDK_DEBUG");
    g_autofree char *all = debug != NULL ? g_strconcat(debug, ",gl-disable", NULL) : NULL;

    if (g_strcmp0(g_getenv("GSK_RENDERER"), "cairo") == 0)
        g_setenv("GDK_DEBUG", all != NULL ? all : "gl-disable", TRUE);
}

/* By the Lilt that runs already, or by this one. */
static void
import_history(GApplication *application, const char *path)
{
    g_autofree char *whole = g_canonicalize_filename(path, NULL);

    if (g_application_register(application, NULL, NULL))
        g_action_group_activate_action(G_ACTION_GROUP(application), "import-history",
                                       g_variant_new_bytestring(whole));
}

/* Run until the window is closed; the exit code. */
static int
run(const Options *options, int argc, char **argv, gboolean *ret_again)
{
    g_autoptr(LiltApplication) application = lilt_application_new(options->camera);
    int status;

    lilt_loop_log_start(G_APPLICATION(application));
    if (options->history != NULL)
        import_history(G_APPLICATION(application), options->history);
    status = g_application_run(G_APPLICATION(application), argc, argv);
    lilt_loop_log_write();
    *ret_again = lilt_application_wants_start_again(application);
    return status != 0 ? status : lilt_application_get_exit_code(application);
}

/* Be the same program anew, without the files it was given, in the environment it was started in.
 * Returns only when that fails. */
static void
start_again(const char *name, const char *camera, GStrv environment)
{
    const char *arguments[] = {name, camera != NULL ? "--camera" : NULL, camera, NULL};

    execve("/proc/self/exe", (char *const *)arguments, environment);
    g_printerr("lilt: %s\n", g_strerror(errno));
}

int
main(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) environment = g_get_environ();
    gboolean again = FALSE;
    int status = EXIT_SUCCESS;

    set_language();
    spare_opengl();
    if (!parse_options(&argc, &argv, &options, &error)) {
        g_printerr("lilt: %s\n%s\n", error->message, _("Try “lilt --help”."));
        status = EXIT_USAGE;
    } else if (options.version) {
        g_print("lilt %s\n", LILT_VERSION);
    } else if (options.camera != NULL && !camera_is_usable(options.camera)) {
        g_printerr("lilt: --camera %s: %s\n", options.camera, _("no such file or folder"));
        status = EXIT_USAGE;
    } else if (options.history != NULL && !g_file_test(options.history, G_FILE_TEST_EXISTS)) {
        g_printerr("lilt: --import %s: %s\n", options.history, _("no such file or folder"));
        status = EXIT_USAGE;
    } else if (!lilt_session_check(&error)) {
        g_printerr("lilt: %s\n", error->message);
        status = EXIT_FAILURE;
    } else {
        status = run(&options, argc, argv, &again);
    }
    if (again)
        start_again(argv[0], options.camera, environment);
    g_free(options.camera);
    g_free(options.history);
    return status;
}
