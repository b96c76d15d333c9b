/* The ledger. */
#include "ledger.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "moods.h"
#include "resources.h"

enum { TILE_FACE_PX = 28, TILES_A_ROW = 4, BAR_PX = 146 };

static const float least_shown = 0.005f;

struct _LiltLedger {
    GtkPopover parent_instance;

    GtkStack *stack;
    GtkGrid *parts, *tiles;
    GtkLabel *sum;
    GtkWidget *more, *not_now, *wrong, *never;
};
G_DEFINE_FINAL_TYPE(LiltLedger, lilt_ledger, GTK_TYPE_POPOVER)

/* What a part is called when it gave no reason of its own. */
static const struct {
    const char *icon, *name;
} looks[LILT_N_PARTS] = {
    [LILT_PART_MOOD] = {"weather-clear-symbolic", N_("How it sounds")},
    [LILT_PART_MAP] = {"emblem-music-symbolic", N_("Genre, pace and key")},
    [LILT_PART_WORDS] = {"font-x-generic-symbolic", N_("What its words say")},
    [LILT_PART_TASTE] = {"starred-symbolic", N_("Your taste")},
    [LILT_PART_TOGETHER] = {"view-list-symbolic", N_("What goes together")},
    [LILT_PART_HOUR] = {"preferences-system-time-symbolic", N_("The time of day")},
    [LILT_PART_SIGNALS] = {"network-wireless-symbolic", N_("Body, place and weather")},
    [LILT_PART_PACE] = {"media-seek-forward-symbolic", N_("A steady pace")},
    [LILT_PART_REST] = {"document-open-recent-symbolic", N_("How long it rested")},
    [LILT_PART_VARIETY] = {"media-playlist-consecutive-symbolic", N_("More by the same artist")},
    [LILT_PART_CHANCE] = {"media-playlist-shuffle-symbolic", N_("A little chance")},
};

const char *
lilt_part_icon(LiltPart part)
{
    return looks[part].icon;
}

/* The reason it gave, else its name. */
static const char *
words_for(const LiltWhy *why, LiltPart part)
{
    for (guint i = 0; i < why->n_reasons; i++)
        if (why->reasons[i].part == part)
            return why->reasons[i].text;
    return _(looks[part].name);
}

static void
add_part(LiltLedger *self, const LiltWhy *why, LiltPart part, float largest, int row)
{
    const float value = why->parts[part];
    const char *words = words_for(why, part);
    GtkWidget *icon = g_object_new(GTK_TYPE_IMAGE, "icon-name", looks[part].icon, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    GtkWidget *name = gtk_label_new(words), *bar = gtk_progress_bar_new();
    g_autofree char *text = g_strdup_printf("%+.2f", (double)value);
    GtkWidget *number = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(name), 0);
    gtk_label_set_ellipsize(GTK_LABEL(name), PANGO_ELLIPSIZE_END);
    gtk_widget_set_hexpand(name, TRUE);
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar), (double)(fabsf(value) / largest));
    gtk_widget_set_size_request(bar, BAR_PX, -1);
    gtk_widget_set_valign(bar, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class(bar, "part");
    if (value < 0)
        gtk_widget_add_css_class(bar, "against");
    gtk_accessible_update_property(GTK_ACCESSIBLE(bar), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                   GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
    gtk_label_set_xalign(GTK_LABEL(number), 1);
    gtk_widget_add_css_class(number, "numbers");
    gtk_widget_add_css_class(number, "note");
    gtk_widget_add_css_class(number, "dim");
    gtk_grid_attach(self->parts, icon, 0, row, 1, 1);
    gtk_grid_attach(self->parts, name, 1, row, 1, 1);
    gtk_grid_attach(self->parts, bar, 2, row, 1, 1);
    gtk_grid_attach(self->parts, number, 3, row, 1, 1);
}

/* All parts that count, those for the song first, the strongest of them at the top. */
static void
show_parts(LiltLedger *self, const LiltWhy *why)
{
    gboolean shown[LILT_N_PARTS] = {FALSE};
    float largest = 0;

    for (int part = 0; part < LILT_N_PARTS; part++)
        largest = fmaxf(largest, fabsf(why->parts[part]));
    for (int row = 0; row < LILT_N_PARTS; row++) {
        int best = -1;

        for (int part = 0; part < LILT_N_PARTS; part++)
            if (!shown[part] && fabsf(why->parts[part]) >= least_shown &&
                (best < 0 || why->parts[part] > why->parts[best]))
                best = part;
        if (best < 0)
            return;
        shown[best] = TRUE;
        add_part(self, why, (LiltPart)best, largest, row);
    }
}

static void
show_sum(LiltLedger *self, const LiltWhy *why)
{
    g_autofree char *text = NULL;

    if (why != NULL)
        text = g_strdup_printf(ngettext("The bars add up to %.2f: place %u, chosen from %u song.",
                                        "The bars add up to %.2f: place %u, chosen from %u songs.",
                                        why->n_songs),
                               (double)why->score, why->place, why->n_songs);
    gtk_label_set_label(self->sum, text != NULL ? text : _("You put this song into the queue."));
}

static void
set_target(GtkWidget *button, gint64 id)
{
    gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "x", id);
}

static void
show_tiles(LiltLedger *self, gint64 id)
{
    GtkWidget *tile;

    while ((tile = gtk_widget_get_first_child(GTK_WIDGET(self->tiles))) != NULL)
        gtk_grid_remove(self->tiles, tile);
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltEmotion emotion = lilt_mood_order[i];
        const LiltMoodLook look = lilt_mood_look(emotion);
        GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
        GtkWidget *face = g_object_new(GTK_TYPE_IMAGE, "icon-name", look.icon, "pixel-size",
                                       TILE_FACE_PX, "accessible-role",
                                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

        tile = gtk_button_new();
        lilt_mood_dress(face, emotion);
        gtk_box_append(GTK_BOX(box), face);
        gtk_box_append(GTK_BOX(box), gtk_label_new(look.name));
        gtk_button_set_child(GTK_BUTTON(tile), box);
        gtk_widget_add_css_class(tile, "flat");
        gtk_widget_add_css_class(tile, "mood-tile");
        gtk_accessible_update_property(GTK_ACCESSIBLE(tile), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       look.name, -1);
        gtk_actionable_set_action_name(GTK_ACTIONABLE(tile), "app.wrong-mood");
        gtk_actionable_set_action_target(GTK_ACTIONABLE(tile), "(xs)", id,
                                         lilt_emotion_label(emotion));
        g_signal_connect_swapped(tile, "clicked", G_CALLBACK(gtk_popover_popdown), self);
        gtk_grid_attach(self->tiles, tile, i % TILES_A_ROW, i / TILES_A_ROW, 1, 1);
    }
}

static void
ask_mood(GtkWidget *widget, const char *action, GVariant *nothing)
{
    (void)action, (void)nothing;
    lilt_ledger_ask_mood(LILT_LEDGER(widget));
}

static void
lilt_ledger_class_init(LiltLedgerClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "ledger.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, parts);
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, tiles);
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, sum);
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, more);
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, not_now);
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, wrong);
    gtk_widget_class_bind_template_child(widget_class, LiltLedger, never);
    gtk_widget_class_install_action(widget_class, "ledger.wrong-mood", NULL, ask_mood);
}

static void
lilt_ledger_init(LiltLedger *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    g_signal_connect_swapped(self->more, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    g_signal_connect_swapped(self->not_now, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    g_signal_connect_swapped(self->never, "clicked", G_CALLBACK(gtk_popover_popdown), self);
}

void
lilt_ledger_set_song(LiltLedger *self, LiltSong *song, const LiltWhy *why)
{
    const gint64 id = lilt_song_get_id(song);
    GtkWidget *child;

    g_return_if_fail(LILT_IS_LEDGER(self));
    while ((child = gtk_widget_get_first_child(GTK_WIDGET(self->parts))) != NULL)
        gtk_grid_remove(self->parts, child);
    if (why != NULL)
        show_parts(self, why);
    show_sum(self, why);
    set_target(self->more, id);
    set_target(self->never, id);
    show_tiles(self, id);
    gtk_stack_set_visible_child_name(self->stack, "why");
}

void
lilt_ledger_ask_mood(LiltLedger *self)
{
    g_return_if_fail(LILT_IS_LEDGER(self));
    gtk_stack_set_visible_child_name(self->stack, "mood");
    if (gtk_widget_get_mapped(GTK_WIDGET(self)))
        gtk_widget_child_focus(GTK_WIDGET(self->tiles), GTK_DIR_TAB_FORWARD);
}
