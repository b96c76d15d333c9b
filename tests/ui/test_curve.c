/* The mood curve of a list: it goes where its songs go, and says so in words. */
#include "window_test.h"

#include "curve.h"
#include "song.h"

enum { WIDTH = 300, HEIGHT = 100, N_SONGS = 30 };

/* n songs whose valence goes from one to the other; so calm that their other line is below. */
static GListModel *
songs_from_to(guint n, float from, float to)
{
    GListStore *songs = g_list_store_new(LILT_TYPE_SONG);
    CoverCache *covers = cover_cache_new(check_temp_dir());

    for (guint i = 0; i < n; i++) {
        const float way = n > 1 ? (float)i / (float)(n - 1) : 0;
        const LiltStoreTrack track = {.id = i + 1,
                                      .path = "/nowhere",
                                      .title = "",
                                      .artist = "",
                                      .album = "",
                                      .album_artist = "",
                                      .genre = "",
                                      .cover = "",
                                      .sound.point = {from + way * (to - from), -0.95f}};
        g_autoptr(LiltSong) song = lilt_song_new(&track, covers);

        g_list_store_append(songs, song);
    }
    cover_cache_unref(covers);
    return G_LIST_MODEL(songs);
}

static GtkWidget *
show(GtkWidget *window, GListModel *songs)
{
    GtkWidget *curve = g_object_new(LILT_TYPE_CURVE, NULL);

    lilt_curve_show(LILT_CURVE(curve), LILT_HAPPY, songs);
    gtk_window_set_child(GTK_WINDOW(window), curve);
    gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
    gtk_window_present(GTK_WINDOW(window));
    run_for(500);
    return curve;
}

/* How far up the full line is at a share of the width, 0 below .. 1 above; -1: there is none. */
static double
line_at(GtkWidget *curve, double share)
{
    const int width = gtk_widget_get_width(curve), height = gtk_widget_get_height(curve);
    const int x = (int)(share * (width - 1));
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *cr = cairo_create(surface);
    g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new(curve);
    GtkSnapshot *snapshot = gtk_snapshot_new();
    double place = -1;

    gdk_paintable_snapshot(paintable, snapshot, width, height);
    GskRenderNode *node = gtk_snapshot_free_to_node(snapshot);

    CHECK(node != NULL, "nothing is drawn");
    gsk_render_node_draw(node, cr);
    gsk_render_node_unref(node);
    cairo_surface_flush(surface);
    for (int y = 0; y < height && place < 0; y++) {
        const guint32 *row = (const guint32 *)(gpointer)(cairo_image_surface_get_data(surface) +
                                                         y * cairo_image_surface_get_stride(
                                                                 surface));

        if (row[x] >> 24 > 120) /* what is below the line lets more through */
            place = 1.0 - (double)y / height;
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return place;
}

static void
check_says(GtkWidget *curve, const char *words)
{
    g_autofree char *wrong = gtk_test_accessible_check_property(
        GTK_ACCESSIBLE(curve), GTK_ACCESSIBLE_PROPERTY_LABEL, words);

    CHECK(wrong == NULL, "it says %s, not %s", wrong, words);
}

TEST(it_goes_where_the_songs_go)
{
    static const struct {
        float from, to;
        const char *words;
    } cases[] = {
        {-0.8f, 0.8f, "Mood of the songs: grows brighter"},
        {0.8f, -0.8f, "Mood of the songs: grows darker"},
        {0.5f, 0.5f, "Mood of the songs: even from first to last"},
    };
    GtkWidget *window = gtk_window_new();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GListModel) songs = songs_from_to(N_SONGS, cases[i].from, cases[i].to);
        GtkWidget *curve = show(window, songs);

        for (int tenth = 1; tenth < 10; tenth++) {
            const double way = tenth / 10.0;
            const double valence = cases[i].from + way * (double)(cases[i].to - cases[i].from);

            /* of half the height .78 are used; the ends are means of several songs */
            CHECK_NEAR(0.5 + 0.39 * valence, line_at(curve, way), 0.06, "case %zu at %.1f", i, way);
        }
        check_says(curve, cases[i].words);
    }
    gtk_window_destroy(GTK_WINDOW(window));
}

TEST(of_no_song_or_one_it_shows_nothing)
{
    GtkWidget *window = gtk_window_new();

    for (guint n = 0; n < 2; n++) {
        g_autoptr(GListModel) songs = songs_from_to(n, 0.7f, 0.7f);
        GtkWidget *curve = show(window, songs);

        CHECK(line_at(curve, 0.5) < 0, "a line of %u songs", n);
        check_says(curve, "Mood of the songs: nothing to show yet");
    }
    gtk_window_destroy(GTK_WINDOW(window));
}

WINDOW_TEST_MAIN()
