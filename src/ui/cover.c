/* A song's cover. */
#include "cover.h"

#include <glib/gi18n-lib.h>

enum { KEPT_BYTES = 24 << 20, N_GROUNDS = 6 };

struct _LiltCover {
    GtkWidget parent_instance;
    GtkWidget *note;       /* shown while there is no picture */
    GdkTexture *texture;   /* or NULL */
    LiltSong *song;        /* whose cover is wanted, or NULL: it has none */
    GCancellable *loading; /* or NULL */
    int size_px;
    guint ground; /* which placeholder ground is worn */
};
G_DEFINE_FINAL_TYPE(LiltCover, lilt_cover, GTK_TYPE_WIDGET)

enum { PROP_SIZE = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

/* Pictures that were shown lately, main thread only: "path@pixels" -> GdkTexture, and the same
 * keys, the one used longest ago first. */
static GHashTable *kept;
static GQueue kept_order = G_QUEUE_INIT;
static gsize kept_bytes;

typedef struct {
    char *path;
    int pixels;
} Wanted;

static void
wanted_free(gpointer data)
{
    Wanted *wanted = data;

    g_free(wanted->path);
    g_free(wanted);
}

static char *
kept_key(const char *path, int pixels)
{
    return g_strdup_printf("%s@%d", path, pixels);
}

static gsize
bytes_of(GdkTexture *texture)
{
    return (gsize)gdk_texture_get_width(texture) * (gsize)gdk_texture_get_height(texture) * 4;
}

/* A picture kept, lent; it then counts as used. */
static GdkTexture *
find_kept(const char *key)
{
    gpointer own_key, texture;
    GList *link;

    if (!g_hash_table_lookup_extended(kept, key, &own_key, &texture))
        return NULL;
    link = g_queue_find(&kept_order, own_key);
    g_queue_unlink(&kept_order, link);
    g_queue_push_tail_link(&kept_order, link);
    return texture;
}

/* Keep a picture; takes the key. Those used longest ago make room. */
static void
keep(char *key, GdkTexture *texture)
{
    if (g_hash_table_contains(kept, key)) {
        g_free(key);
        return;
    }
    kept_bytes += bytes_of(texture);
    while (kept_bytes > KEPT_BYTES && !g_queue_is_empty(&kept_order)) {
        const char *oldest = g_queue_pop_head(&kept_order);

        kept_bytes -= bytes_of(g_hash_table_lookup(kept, oldest));
        g_hash_table_remove(kept, oldest);
    }
    g_hash_table_insert(kept, key, g_object_ref(texture));
    g_queue_push_tail(&kept_order, key);
}

/* Worker thread: read and scale; a GdkTexture may be made anywhere. */
static void
load(GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    const Wanted *wanted = task_data;
    GError *error = NULL;
    g_autoptr(GdkPixbuf) pixbuf = NULL;

    (void)source, (void)cancellable;
    if (g_task_return_error_if_cancelled(task)) /* scrolled past while it waited for its turn */
        return;
    pixbuf = gdk_pixbuf_new_from_file_at_scale(wanted->path, wanted->pixels, wanted->pixels, TRUE,
                                               &error);
    if (pixbuf == NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, gdk_texture_new_for_pixbuf(pixbuf), g_object_unref);
}

static void
show_texture(LiltCover *self, GdkTexture *texture)
{
    g_set_object(&self->texture, texture);
    gtk_widget_set_visible(self->note, texture == NULL);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    LiltCover *self = LILT_COVER(source);
    const Wanted *wanted = g_task_get_task_data(G_TASK(result));
    g_autoptr(GdkTexture) texture = g_task_propagate_pointer(G_TASK(result), NULL);

    (void)data;
    if (texture == NULL) /* cancelled, or a cover that cannot be read: the placeholder stays */
        return;
    keep(kept_key(wanted->path, wanted->pixels), texture);
    if (self->song != NULL && g_str_equal(lilt_song_get_cover_path(self->song), wanted->path))
        show_texture(self, texture);
}

static int
pixels_of(LiltCover *self)
{
    return self->size_px * gtk_widget_get_scale_factor(GTK_WIDGET(self));
}

/* The file is there, or will never be. */
static void
fetched(GObject *song, GAsyncResult *result, gpointer data)
{
    g_autoptr(LiltCover) self = data;
    GCancellable *cancellable = g_task_get_cancellable(G_TASK(result));
    g_autoptr(GTask) task = NULL;
    Wanted *wanted;

    if (!lilt_song_fetch_cover_finish(LILT_SONG(song), result) ||
        g_cancellable_is_cancelled(cancellable))
        return;
    wanted = g_new(Wanted, 1);
    wanted->path = g_strdup(lilt_song_get_cover_path(LILT_SONG(song)));
    wanted->pixels = pixels_of(self);
    task = g_task_new(self, cancellable, loaded, NULL);
    g_task_set_task_data(task, wanted, wanted_free);
    g_task_run_in_thread(task, load);
}

static void
begin_loading(LiltCover *self)
{
    g_autofree char *key = kept_key(lilt_song_get_cover_path(self->song), pixels_of(self));
    GdkTexture *texture = find_kept(key);

    if (texture != NULL) {
        show_texture(self, texture);
        return;
    }
    self->loading = g_cancellable_new();
    lilt_song_fetch_cover_async(self->song, self->loading, fetched, g_object_ref(self));
}

static void
lilt_cover_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
    LiltCover *self = LILT_COVER(widget);

    (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    gtk_widget_measure(self->note, orientation, -1, NULL, NULL, NULL,
                       NULL); /* GTK wants it asked */
    *natural = self->size_px;
    *minimum = gtk_widget_has_css_class(widget, "large") ? self->size_px * 2 / 5 : self->size_px;
}

static void
lilt_cover_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    gtk_widget_allocate(LILT_COVER(widget)->note, width, height, baseline, NULL);
}

static void
lilt_cover_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltCover *self = LILT_COVER(widget);
    const double width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
    double pw, ph, scale;

    if (self->texture == NULL) {
        GTK_WIDGET_CLASS(lilt_cover_parent_class)->snapshot(widget, snapshot);
        return;
    }
    pw = gdk_texture_get_width(self->texture);
    ph = gdk_texture_get_height(self->texture);
    scale = MAX(width / pw, height / ph);
    gtk_snapshot_append_texture(snapshot, self->texture,
                                &GRAPHENE_RECT_INIT((float)((width - pw * scale) / 2),
                                                    (float)((height - ph * scale) / 2),
                                                    (float)(pw * scale), (float)(ph * scale)));
}

static void
lilt_cover_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    if (id == PROP_SIZE)
        g_value_set_int(value, LILT_COVER(object)->size_px);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void
lilt_cover_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    if (id == PROP_SIZE)
        lilt_cover_set_size(LILT_COVER(object), g_value_get_int(value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void
lilt_cover_dispose(GObject *object)
{
    LiltCover *self = LILT_COVER(object);

    g_cancellable_cancel(self->loading);
    g_clear_object(&self->loading);
    g_clear_object(&self->texture);
    g_clear_object(&self->song);
    g_clear_pointer(&self->note, gtk_widget_unparent);
    G_OBJECT_CLASS(lilt_cover_parent_class)->dispose(object);
}

static void
lilt_cover_class_init(LiltCoverClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    object_class->dispose = lilt_cover_dispose;
    object_class->get_property = lilt_cover_get_property;
    object_class->set_property = lilt_cover_set_property;
    widget_class->measure = lilt_cover_measure;
    widget_class->size_allocate = lilt_cover_size_allocate;
    widget_class->snapshot = lilt_cover_snapshot;
    props[PROP_SIZE] = g_param_spec_int("size", NULL, NULL, 8, 1024, 40,
                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties(object_class, N_PROPS, props);
    gtk_widget_class_set_css_name(widget_class, "cover");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
}

static void
lilt_cover_init(LiltCover *self)
{
    self->size_px = 40;
    self->note = g_object_new(GTK_TYPE_IMAGE, "icon-name", "audio-x-generic-symbolic",
                              "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    gtk_widget_set_parent(self->note, GTK_WIDGET(self));
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
    gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _("Album cover"), -1);
}

/* Songs of one album wear the same of a few grounds, so that a list without covers is not grey. */
static void
choose_ground(LiltCover *self, LiltSong *song)
{
    char style[] = "ground-0";

    style[7] = (char)('0' + self->ground);
    gtk_widget_remove_css_class(GTK_WIDGET(self), style);
    if (song != NULL)
        self->ground = g_str_hash(*lilt_song_get_album(song) != '\0' ? lilt_song_get_album(song)
                                                                     : lilt_song_get_artist(song)) %
                       N_GROUNDS;
    else
        self->ground = 0;
    style[7] = (char)('0' + self->ground);
    gtk_widget_add_css_class(GTK_WIDGET(self), style);
}

void
lilt_cover_set_song(LiltCover *self, LiltSong *song)
{
    const char *path = song != NULL ? lilt_song_get_cover_path(song) : NULL;
    const char *old = self->song != NULL ? lilt_song_get_cover_path(self->song) : NULL;

    choose_ground(self, song);
    if (g_strcmp0(path, old) == 0 && (path == NULL || self->texture != NULL))
        return;
    g_cancellable_cancel(self->loading);
    g_clear_object(&self->loading);
    g_set_object(&self->song, (path != NULL ? song : NULL));
    show_texture(self, NULL);
    if (path != NULL)
        begin_loading(self);
}

void
lilt_cover_set_size(LiltCover *self, int size_px)
{
    g_return_if_fail(LILT_IS_COVER(self));
    self->size_px = size_px;
    gtk_image_set_pixel_size(GTK_IMAGE(self->note), MAX(14, size_px * 2 / 5));
    gtk_widget_queue_resize(GTK_WIDGET(self));
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_SIZE]);
}
