/* Colours of the cover for the ground and the accent. */
#include "tint.h"

#include <adwaita.h>

enum { N_HUES = 24, SIDE_PX = 32, MIN_HUES_APART = 3 };

static const double least_chroma = 0.06;  /* mean of the picture; below it is grey */
static const double least_contrast = 4.5; /* WCAG 2, AA */
static const float amber_hue = 0.085f, end_of_yellow = 0.21f; /* of 1 round the circle of hues */
static const float share_of_base = 0.87f; /* of the window's colour in the grounds */

struct LiltTint {
    GtkCssProvider *provider;
    GCancellable *loading; /* or NULL */
    char *path;            /* of the cover followed, or NULL */
    GdkPixbuf *picture;    /* or NULL */
    gulong dark_changed;   /* our handler on the style manager */
};

/* ---- arithmetic ------------------------------------------------------------------------------ */

static double
linear(float channel)
{
    const double c = (double)channel;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double
luminance(const GdkRGBA *c)
{
    return 0.2126 * linear(c->red) + 0.7152 * linear(c->green) + 0.0722 * linear(c->blue);
}

double
lilt_tint_contrast(const GdkRGBA *a, const GdkRGBA *b)
{
    const double la = luminance(a), lb = luminance(b);

    return (MAX(la, lb) + 0.05) / (MIN(la, lb) + 0.05);
}

static GdkRGBA
mix(const GdkRGBA *base, const GdkRGBA *colour)
{
    const float b = share_of_base, c = 1 - share_of_base;

    return (GdkRGBA){base->red * b + colour->red * c, base->green * b + colour->green * c,
                     base->blue * b + colour->blue * c, 1};
}

static GdkRGBA
from_hsv(float h, float s, float v)
{
    GdkRGBA colour = {.alpha = 1};

    gtk_hsv_to_rgb(h, s, v, &colour.red, &colour.green, &colour.blue);
    return colour;
}

/* How much of each hue there is, by how colourful its pixels are. */
typedef struct {
    double weight[N_HUES];
    double red[N_HUES], green[N_HUES], blue[N_HUES]; /* weighted sums */
    double total;
    int n_pixels;
} Hues;

static void
count_hues(const GdkPixbuf *picture, Hues *hues)
{
    const int width = gdk_pixbuf_get_width(picture), height = gdk_pixbuf_get_height(picture);
    const int stride = gdk_pixbuf_get_rowstride(picture);
    const int n_channels = gdk_pixbuf_get_n_channels(picture);
    const guint8 *pixels = gdk_pixbuf_read_pixels(picture);

    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const guint8 *p = pixels + y * stride + x * n_channels;
            const float r = p[0] / 255.0f, g = p[1] / 255.0f, b = p[2] / 255.0f;
            const double chroma = (double)(MAX(r, MAX(g, b)) - MIN(r, MIN(g, b)));
            float h, s, v;
            int bin;

            gtk_rgb_to_hsv(r, g, b, &h, &s, &v);
            bin = MIN((int)(h * N_HUES), N_HUES - 1);
            hues->weight[bin] += chroma;
            hues->red[bin] += chroma * (double)r;
            hues->green[bin] += chroma * (double)g;
            hues->blue[bin] += chroma * (double)b;
            hues->total += chroma;
        }
    }
    hues->n_pixels = width * height;
}

/* The strongest hue, at least some hues away from `other` (or -1). Its own bin if all is one hue.
 */
static int
strongest(const Hues *hues, int other)
{
    int best = -1;

    for (int i = 0; i < N_HUES; i++) {
        const int apart = other < 0 ? N_HUES : ABS(i - other);

        if (MIN(apart, other < 0 ? apart : N_HUES - apart) < MIN_HUES_APART)
            continue;
        if (hues->weight[i] > 0 && (best < 0 || hues->weight[i] > hues->weight[best]))
            best = i;
    }
    return best >= 0 ? best : other;
}

/* A yellow turns olive when it is darkened; its ground is amber instead. */
static GdkRGBA
darkened(const GdkRGBA *colour)
{
    float h, s, v;

    gtk_rgb_to_hsv(colour->red, colour->green, colour->blue, &h, &s, &v);
    return h > amber_hue && h < end_of_yellow ? from_hsv(amber_hue, s, v) : *colour;
}

static GdkRGBA
mean_of(const Hues *hues, int bin)
{
    const double w = hues->weight[bin];

    return (GdkRGBA){(float)(hues->red[bin] / w), (float)(hues->green[bin] / w),
                     (float)(hues->blue[bin] / w), 1};
}

/* Darken until white on it can be read; a hue that has to go far is kept colourful. */
static GdkRGBA
accent_fill(const GdkRGBA *colour)
{
    const GdkRGBA white = {1, 1, 1, 1};
    GdkRGBA fill = *colour;
    float h, s, v;

    gtk_rgb_to_hsv(colour->red, colour->green, colour->blue, &h, &s, &v);
    s = CLAMP(s * 1.2f, 0.45f, 0.85f);
    v = MAX(v, 0.6f);
    do {
        v -= 0.02f;
        fill = from_hsv(h, s, v);
    } while (v > 0.05f && lilt_tint_contrast(&white, &fill) < least_contrast);
    return fill;
}

/* The one that stayed lighter: it lost less of what it was. */
static GdkRGBA
livelier(GdkRGBA a, GdkRGBA b)
{
    return MAX(a.red, MAX(a.green, a.blue)) >= MAX(b.red, MAX(b.green, b.blue)) ? a : b;
}

/* Move the lightness away from the grounds until it can be read on both. */
static GdkRGBA
accent_text(const GdkRGBA *fill, gboolean dark, const LiltTintColours *grounds)
{
    GdkRGBA text = *fill;
    float h, s, v;

    gtk_rgb_to_hsv(fill->red, fill->green, fill->blue, &h, &s, &v);
    while (v > 0.05f && s > 0.02f &&
           (lilt_tint_contrast(&text, &grounds->ground_a) < least_contrast ||
            lilt_tint_contrast(&text, &grounds->ground_b) < least_contrast)) {
        if (!dark)
            v -= 0.02f;
        else if (v < 0.95f)
            v += 0.02f;
        else
            s -= 0.02f;
        text = from_hsv(h, s, v);
    }
    return text;
}

gboolean
lilt_tint_find(const GdkPixbuf *picture, gboolean dark, LiltTintColours *ret_colours)
{
    const GdkRGBA base = dark ? (GdkRGBA){0.14f, 0.14f, 0.15f, 1}
                              : (GdkRGBA){0.98f, 0.98f, 0.98f, 1};
    Hues hues = {0};
    LiltTintColours colours;
    GdkRGBA first, second, ground_a, ground_b;
    int bin;

    count_hues(picture, &hues);
    if (hues.n_pixels == 0 || hues.total / hues.n_pixels < least_chroma)
        return FALSE;
    bin = strongest(&hues, -1);
    first = mean_of(&hues, bin);
    second = mean_of(&hues, strongest(&hues, bin));
    ground_a = dark ? darkened(&first) : first;
    ground_b = dark ? darkened(&second) : second;
    colours.ground_a = mix(&base, &ground_a);
    colours.ground_b = mix(&base, &ground_b);
    colours.accent_fill = livelier(accent_fill(&first), accent_fill(&second));
    colours.accent = accent_text(&colours.accent_fill, dark, &colours);
    *ret_colours = colours;
    return TRUE;
}

/* ---- following a cover ----------------------------------------------------------------------- */

static void
apply(LiltTint *tint)
{
    AdwStyleManager *style = adw_style_manager_get_default();
    const gboolean dark = adw_style_manager_get_dark(style);
    LiltTintColours colours;
    g_autofree char *a = NULL, *b = NULL, *fill = NULL, *text = NULL, *css = NULL;

    if (tint->picture == NULL || adw_style_manager_get_high_contrast(style) ||
        !lilt_tint_find(tint->picture, dark, &colours)) {
        gtk_css_provider_load_from_data(tint->provider, "", 0);
        return;
    }
    a = gdk_rgba_to_string(&colours.ground_a);
    b = gdk_rgba_to_string(&colours.ground_b);
    fill = gdk_rgba_to_string(&colours.accent_fill);
    text = gdk_rgba_to_string(&colours.accent);
    css = g_strdup_printf("@define-color tint_a %s; @define-color tint_b %s; "
                          "@define-color accent_bg_color %s; @define-color accent_color %s;",
                          a, b, fill, text);
    gtk_css_provider_load_from_data(tint->provider, css, -1);
}

/* Worker thread. */
static void
load(GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
    GError *error = NULL;
    GdkPixbuf *picture = gdk_pixbuf_new_from_file_at_scale(path, SIDE_PX, SIDE_PX, FALSE, &error);

    (void)source, (void)cancellable;
    if (picture != NULL)
        g_task_return_pointer(task, picture, g_object_unref);
    else
        g_task_return_error(task, error);
}

/* A cancelled task's owner may be gone: it is looked at only when a picture came. */
static void
loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    GdkPixbuf *picture = g_task_propagate_pointer(G_TASK(result), NULL);
    LiltTint *tint = data;

    (void)source;
    if (picture == NULL)
        return;
    g_set_object(&tint->picture, picture);
    g_object_unref(picture);
    apply(tint);
}

LiltTint *
lilt_tint_new(void)
{
    LiltTint *tint = g_new0(LiltTint, 1);

    tint->provider = gtk_css_provider_new();
    gtk_style_context_add_provider_for_display(gdk_display_get_default(),
                                               GTK_STYLE_PROVIDER(tint->provider),
                                               GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    tint->dark_changed = g_signal_connect_swapped(adw_style_manager_get_default(), "notify::dark",
                                                  G_CALLBACK(apply), tint);
    return tint;
}

void
lilt_tint_follow(LiltTint *tint, const char *path)
{
    g_autoptr(GTask) task = NULL;

    if (g_strcmp0(path, tint->path) == 0)
        return;
    g_free(tint->path);
    tint->path = g_strdup(path);
    g_cancellable_cancel(tint->loading);
    g_clear_object(&tint->loading);
    if (path == NULL) {
        g_clear_object(&tint->picture);
        apply(tint);
        return;
    }
    tint->loading = g_cancellable_new();
    task = g_task_new(NULL, tint->loading, loaded, tint);
    g_task_set_task_data(task, g_strdup(path), g_free);
    g_task_run_in_thread(task, load);
}

void
lilt_tint_free(LiltTint *tint)
{
    if (tint == NULL)
        return;
    g_cancellable_cancel(tint->loading);
    g_clear_object(&tint->loading);
    g_signal_handler_disconnect(adw_style_manager_get_default(), tint->dark_changed);
    gtk_style_context_remove_provider_for_display(gdk_display_get_default(),
                                                  GTK_STYLE_PROVIDER(tint->provider));
    g_object_unref(tint->provider);
    g_clear_object(&tint->picture);
    g_free(tint->path);
    g_free(tint);
}
