/* A report that can be sent to strangers. */
#include "report.h"

#include <adwaita.h>

#include "lilt/nn.h"

/* From the first slash to the last one before a colon or a quotation mark, spaces and all: rather
 * too much than a folder's name. */
static const char folders[] = "~?/[^:“”\"\n]*/";

static char *
replace(char *text, const char *what, const char *by)
{
    g_autofree char *before = text;
    g_auto(GStrv) parts = what != NULL && *what != '\0' ? g_strsplit(text, what, -1) : NULL;

    return parts != NULL ? g_strjoinv(by, parts) : g_steal_pointer(&before);
}

char *
lilt_report_scrub(const char *text)
{
    g_autoptr(GRegex) regex = g_regex_new(folders, G_REGEX_OPTIMIZE, 0, NULL);
    char *clean = g_utf8_make_valid(text, -1);
    g_autofree char *home = replace(clean, g_get_home_dir(), "~");
    char *shorter = g_regex_replace_literal(regex, home, -1, 0, "…/", 0, NULL);

    shorter = replace(shorter, g_get_user_name(), "…");
    return replace(shorter, g_get_real_name(), "…");
}

/* The first twelve digits of the model's SHA-256, or why there are none. */
static char *
model_words(void)
{
    char path[1024];
    g_autofree char *contents = NULL, *hash = NULL;
    gsize n_bytes;

    if (lilt_place_find("models", "mcnn.safetensors", NULL, path, sizeof path) != LILT_OK)
        return g_strdup("not found");
    if (!g_file_get_contents(path, &contents, &n_bytes, NULL))
        return g_strdup("cannot be read");
    hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)contents, n_bytes);
    return g_strndup(hash, 12);
}

static const char *
renderer_name(GtkNative *native)
{
    GskRenderer *renderer = native != NULL ? gtk_native_get_renderer(native) : NULL;

    return renderer != NULL ? G_OBJECT_TYPE_NAME(renderer) : "none";
}

char *
lilt_report_new(GtkNative *native, const char *error)
{
    GString *report = g_string_new(NULL);
    g_autofree char *model = model_words(), *system = g_get_os_info(G_OS_INFO_KEY_PRETTY_NAME);
    GdkDisplay *display = gdk_display_get_default();

    g_string_append_printf(report, "Lilt %s\n", LILT_VERSION);
    g_string_append_printf(report, "System: %s\n", system != NULL ? system : "not known");
    g_string_append_printf(report, "GTK %u.%u.%u, libadwaita %u.%u.%u, GLib %u.%u.%u\n",
                           gtk_get_major_version(), gtk_get_minor_version(),
                           gtk_get_micro_version(), adw_get_major_version(),
                           adw_get_minor_version(), adw_get_micro_version(), glib_major_version,
                           glib_minor_version, glib_micro_version);
    g_string_append_printf(report, "Display: %s, renderer: %s\n",
                           display != NULL ? G_OBJECT_TYPE_NAME(display) : "none",
                           renderer_name(native));
    g_string_append_printf(report, "Kernels: %s\n", lilt_kernels_best()->name);
    g_string_append_printf(report, "Model: %s\n", model);
    if (error != NULL) {
        g_autofree char *clean = lilt_report_scrub(error);

        g_string_append_printf(report, "\n%s\n", clean);
    }
    return g_string_free(report, FALSE);
}
