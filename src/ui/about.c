/* About Lilt: who made it, what it stands on, and a report for when something is wrong. */
#include "lilt/ui.h"

#include <glib/gi18n-lib.h>

#include "behind.h"

/* The papers that the licences and good manners ask to be named, as models/README.md does. */
static const char data_sets[] =
    "I. J. Goodfellow et al., “Challenges in Representation Learning: A report on three machine "
    "learning contests”, Neural Networks 64, 2015, 59–63.\n\n"
    "E. Barsoum, C. Zhang, C. Canton Ferrer, Z. Zhang, “Training Deep Networks for Facial "
    "Expression Recognition with Crowd-Sourced Label Distribution”, ICMI 2016.";
static const char mood_plane[] =
    "J. A. Russell, A. Mehrabian, “Evidence for a three-factor theory of emotions”, Journal of "
    "Research in Personality 11, 1977, 273–294.";

void
lilt_ui_show_about(GtkWindow *parent, const char *report)
{
    GtkWidget *window = g_object_new(
        ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, "modal", TRUE, "application-name",
        _("Lilt"), "application-icon", "io.github.lilt_player.Lilt", "version", LILT_VERSION,
        "developer-name", _("The Lilt authors"), "license-type", GTK_LICENSE_GPL_3_0, "comments",
        _("A music player for your own music that can, when you allow it, go by the look on your "
          "face. It reads expressions, not feelings, and keeps no picture."),
        /* Translators: your own name, as About shows it. */
        "translator-credits", _("translator-credits"), "website",
        "https://github.com/lilt-player/lilt", "issue-url",
        "https://github.com/lilt-player/lilt/issues", "debug-info", report, "debug-info-filename",
        "lilt-report.txt", NULL);
    AdwAboutWindow *about = ADW_ABOUT_WINDOW(window);

    adw_about_window_add_legal_section(about, _("Faces: FER-2013 and FER+"), NULL,
                                       GTK_LICENSE_CUSTOM, data_sets);
    adw_about_window_add_legal_section(about, _("Places of the Moods"), NULL, GTK_LICENSE_CUSTOM,
                                       mood_plane);
    lilt_hide_behind(window);
    gtk_window_present(GTK_WINDOW(window));
}
