/* The schema lies in the build tree while the program runs from there, else under the program's own
 * prefix, else where the system keeps schemas. */
#define G_SETTINGS_ENABLE_BACKEND
#include "settings.h"

#include "lilt/session.h"

#include <gio/gsettingsbackend.h>
#include <string.h>

#define SCHEMA_ID "io.github.lilt_player.Lilt"
#define ROOT_PATH "/io/github/lilt_player/"

/* The schema in that folder, or NULL. */
static GSettingsSchema *
schema_in(const char *folder)
{
    g_autoptr(GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory(
        folder, g_settings_schema_source_get_default(), TRUE, NULL);

    return source != NULL ? g_settings_schema_source_lookup(source, SCHEMA_ID, FALSE) : NULL;
}

static GSettingsSchema *
find_schema(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    GSettingsSchema *schema = NULL;

    if (program != NULL && g_str_has_prefix(program, LILT_BUILD_DIR "/"))
        schema = schema_in(LILT_BUILD_DIR "/share/glib-2.0/schemas");
    if (schema == NULL && program != NULL) {
        g_autofree char *here = g_path_get_dirname(program);
        g_autofree char *folder = g_build_filename(here, "..", "share", "glib-2.0", "schemas",
                                                   NULL);

        schema = schema_in(folder);
    }
    if (schema == NULL && g_settings_schema_source_get_default() != NULL)
        schema = g_settings_schema_source_lookup(g_settings_schema_source_get_default(), SCHEMA_ID,
                                                 TRUE);
    return schema;
}

gboolean
lilt_session_check(GError **error)
{
    g_autoptr(GSettingsSchema) schema = find_schema();

    if (schema == NULL)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    "The settings schema %s is not installed", SCHEMA_ID);
    return schema != NULL;
}

GSettings *
lilt_settings_in(const char *file)
{
    g_autoptr(GSettingsSchema) schema = find_schema();
    g_autoptr(GSettingsBackend) backend = NULL;

    g_assert(schema != NULL); /* lilt_session_check() has told */
    if (file != NULL)
        backend = g_keyfile_settings_backend_new(file, ROOT_PATH, NULL);
    return g_settings_new_full(schema, backend, NULL);
}
