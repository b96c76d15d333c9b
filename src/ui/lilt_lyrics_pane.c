/* The words of the song that plays. Rows are made a few at a time, so that a long song does not
 * hold up the window. */
#include "lilt_lyrics_pane.h"

#include "resources.h"

enum {
    POLL_MS = 150,
    GLIDE_MS = 300,
    ROWS_AT_ONCE = 16,
    HANDS_OFF_S = 5, /* after a hand has scrolled */
};

struct _LiltLyricsPane {
    AdwBin parent_instance;
    LiltSession *session;
    LiltLyrics *lyrics; /* or NULL */
    guint n_rows;       /* made so far */
    guint more, poll;   /* sources, or 0 */
    int sung;           /* the line that is marked, or -1 */
    gint64 hands_off_us;
    AdwAnimation *glide;

    GtkScrolledWindow *scroller;
    GtkStack *stack;
    GtkListBox *list;
    GtkLabel *text;
};
G_DEFINE_FINAL_TYPE(LiltLyricsPane, lilt_lyrics_pane, ADW_TYPE_BIN)

/* ---- rows ------------------------------------------------------------------------------------ */

static GtkWidget *
new_row(LiltLyrics *lyrics, guint i)
{
    const char *words = lilt_lyrics_get_line(lyrics, i);
    GtkWidget *row = gtk_list_box_row_new(), *label = gtk_label_new(*words != '\0' ? words : "♪");

    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), label);
    return row;
}

static gboolean
add_rows(gpointer data)
{
    LiltLyricsPane *self = data;
    const guint n = lilt_lyrics_get_n_lines(self->lyrics);

    for (guint i = 0; i < ROWS_AT_ONCE && self->n_rows < n; i++)
        gtk_list_box_append(self->list, new_row(self->lyrics, self->n_rows++));
    if (self->n_rows < n)
        return G_SOURCE_CONTINUE;
    self->more = 0;
    return G_SOURCE_REMOVE;
}

static void
clear_rows(LiltLyricsPane *self)
{
    GtkListBoxRow *row;

    g_clear_handle_id(&self->more, g_source_remove);
    adw_animation_pause(self->glide);
    while ((row = gtk_list_box_get_row_at_index(self->list, 0)) != NULL)
        gtk_list_box_remove(self->list, GTK_WIDGET(row));
    self->n_rows = 0;
    self->sung = -1;
    self->hands_off_us = 0;
}

/* ---- following ------------------------------------------------------------------------------- */

static void
set_sung(GtkListBoxRow *row, gboolean sung)
{
    if (row == NULL)
        return;
    if (sung)
        gtk_widget_add_css_class(GTK_WIDGET(row), "sung");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(row), "sung");
    gtk_accessible_update_state(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_STATE_SELECTED, sung, -1);
}

static void
scroll_to(double value, gpointer data)
{
    gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(LILT_LYRICS_PANE(data)->scroller),
                             value);
}

/* Bring the row to the middle, unless a hand is at it. */
static void
glide_to(LiltLyricsPane *self, GtkListBoxRow *row)
{
    GtkAdjustment *place = gtk_scrolled_window_get_vadjustment(self->scroller);
    const double page = gtk_adjustment_get_page_size(place);
    AdwTimedAnimation *glide = ADW_TIMED_ANIMATION(self->glide);
    graphene_rect_t bounds;

    if (row == NULL || g_get_monotonic_time() < self->hands_off_us ||
        !gtk_widget_compute_bounds(GTK_WIDGET(row), GTK_WIDGET(self->stack), &bounds))
        return;
    adw_animation_pause(self->glide);
    adw_timed_animation_set_value_from(glide, gtk_adjustment_get_value(place));
    adw_timed_animation_set_value_to(glide, (double)bounds.origin.y +
                                                (double)bounds.size.height / 2 - page / 2);
    adw_animation_play(self->glide);
}

static void
mark(LiltLyricsPane *self, int line)
{
    GtkListBoxRow *row = gtk_list_box_get_row_at_index(self->list, line);

    if (line == self->sung || (line >= 0 && row == NULL))
        return;
    if (self->sung >= 0)
        set_sung(gtk_list_box_get_row_at_index(self->list, self->sung), FALSE);
    self->sung = line;
    if (line >= 0)
        set_sung(row, TRUE);
    glide_to(self, line >= 0 ? row : gtk_list_box_get_row_at_index(self->list, 0));
}

static gboolean
follow(gpointer data)
{
    LiltLyricsPane *self = data;

    mark(self, lilt_lyrics_find(self->lyrics, lilt_session_get_position_us(self->session)));
    return G_SOURCE_CONTINUE;
}

/* Follow only while there is something to see that moves. */
static void
update_poll(LiltLyricsPane *self)
{
    const gboolean seen = self->lyrics != NULL && lilt_lyrics_get_timed(self->lyrics) &&
                          gtk_widget_get_mapped(GTK_WIDGET(self));
    const gboolean wanted = seen && lilt_session_get_playing(self->session);

    if (wanted && self->poll == 0)
        self->poll = g_timeout_add(POLL_MS, follow, self);
    else if (!wanted)
        g_clear_handle_id(&self->poll, g_source_remove);
    if (seen)
        follow(self);
}

static gboolean
on_scroll(GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
    LiltLyricsPane *self = data;

    (void)controller, (void)dx, (void)dy;
    self->hands_off_us = g_get_monotonic_time() + HANDS_OFF_S * G_USEC_PER_SEC;
    adw_animation_pause(self->glide);
    return FALSE;
}

/* Go there in the music; while it is paused nothing else would mark the line. */
static void
on_row_activated(GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
    LiltLyricsPane *self = data;
    const int line = gtk_list_box_row_get_index(row);

    (void)list;
    self->hands_off_us = 0;
    gtk_widget_activate_action(GTK_WIDGET(self), "app.seek", "x",
                               lilt_lyrics_get_line_us(self->lyrics, (guint)line));
    mark(self, line);
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_lyrics_pane_dispose(GObject *object)
{
    LiltLyricsPane *self = LILT_LYRICS_PANE(object);

    g_clear_handle_id(&self->more, g_source_remove);
    g_clear_handle_id(&self->poll, g_source_remove);
    g_clear_object(&self->glide);
    g_clear_object(&self->lyrics);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_lyrics_pane_parent_class)->dispose(object);
}

static void
lilt_lyrics_pane_class_init(LiltLyricsPaneClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_lyrics_pane_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_lyrics_pane.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltLyricsPane, scroller);
    gtk_widget_class_bind_template_child(widget_class, LiltLyricsPane, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltLyricsPane, list);
    gtk_widget_class_bind_template_child(widget_class, LiltLyricsPane, text);
    gtk_widget_class_bind_template_callback(widget_class, update_poll);
    gtk_widget_class_bind_template_callback(widget_class, on_scroll);
    gtk_widget_class_bind_template_callback(widget_class, on_row_activated);
}

static void
lilt_lyrics_pane_init(LiltLyricsPane *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    self->sung = -1;
    self->glide = adw_timed_animation_new(GTK_WIDGET(self->scroller), 0, 0, GLIDE_MS,
                                          adw_callback_animation_target_new(scroll_to, self, NULL));
}

void
lilt_lyrics_pane_set_session(LiltLyricsPane *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_LYRICS_PANE(self));
    g_set_object(&self->session, session);
    g_signal_connect_object(session, "notify::playing", G_CALLBACK(update_poll), self,
                            G_CONNECT_SWAPPED);
}

static void
show_plain(LiltLyricsPane *self)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < lilt_lyrics_get_n_lines(self->lyrics); i++)
        g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "",
                               lilt_lyrics_get_line(self->lyrics, i));
    gtk_label_set_label(self->text, text->str);
    gtk_stack_set_visible_child_name(self->stack, "plain");
}

void
lilt_lyrics_pane_set_lyrics(LiltLyricsPane *self, LiltLyrics *lyrics)
{
    g_return_if_fail(LILT_IS_LYRICS_PANE(self));
    if (!g_set_object(&self->lyrics, lyrics))
        return;
    clear_rows(self);
    gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(self->scroller), 0);
    if (lyrics != NULL && lilt_lyrics_get_timed(lyrics)) {
        gtk_stack_set_visible_child_name(self->stack, "timed");
        self->more = g_idle_add(add_rows, self);
    } else if (lyrics != NULL) {
        show_plain(self);
    }
    update_poll(self);
}
