/* The report that a listener may send to strangers: facts about the program, nothing about the
 * listener. */
#include "window_test.h"

#include "report.h"

TEST(a_report_names_versions_kernels_and_model)
{
    g_autofree char *report = lilt_report_new(NULL, "the words");

    CHECK(strstr(report, "Lilt " LILT_VERSION) != NULL, "%s", report);
    CHECK(strstr(report, "GTK 4.") != NULL, "%s", report);
    CHECK(strstr(report, "Kernels: ") != NULL, "%s", report);
    CHECK(strstr(report, "Model: ") != NULL && strstr(report, "Model: not found") == NULL, "%s",
          report);
    CHECK(strstr(report, "the words") != NULL, "%s", report);
}

TEST(folders_and_names_stay_at_home)
{
    g_autofree char *own = g_strdup_printf("%s/Music/Secret Band/library.db: cannot be opened",
                                           g_get_home_dir());
    const char *const words[] = {own, "“/media/max/My Drive/Secret Band/song.ogg” is broken",
                                 "/srv/Secret Band/library.db: file is not a database"};

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *clean = lilt_report_scrub(words[i]);

        CHECK(strstr(clean, "Secret") == NULL && strstr(clean, "Drive") == NULL, "%s", clean);
        CHECK(strstr(clean, g_get_home_dir()) == NULL, "%s", clean);
        CHECK(strstr(clean, "…/") != NULL, "the name of the file is still told: %s", clean);
    }
}

WINDOW_TEST_MAIN()
