/* The card of the moods between the seven. */
#include "blends_card.h"

#include <glib/gi18n-lib.h>

#include "moods.h"

static GtkWidget *
new_label(const char *text, const char *style)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class(label, style);
    return label;
}

static GtkWidget *
new_header(void)
{
    GtkWidget *header = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
    GtkWidget *icon = g_object_new(GTK_TYPE_IMAGE, "icon-name", "weather-few-clouds-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

    gtk_image_set_pixel_size(GTK_IMAGE(icon), 28);
    gtk_box_append(GTK_BOX(header), icon);
    gtk_box_append(GTK_BOX(header), new_label(_("Blends"), "title"));
    return header;
}

static GtkWidget *
new_chip(const LiltBlend *blend)
{
    GtkWidget *chip = gtk_toggle_button_new_with_label(lilt_blend_name(blend));

    gtk_actionable_set_action_name(GTK_ACTIONABLE(chip), "app.mood");
    gtk_actionable_set_action_target(GTK_ACTIONABLE(chip), "s", blend->label);
    gtk_widget_add_css_class(chip, "chip");
    return chip;
}

GtkWidget *
lilt_blends_card_new(void)
{
    GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4), *chips = gtk_flow_box_new();
    GtkWidget *header = new_header(), *below = new_label(_("Moods between two moods"), "note");

    gtk_widget_add_css_class(card, "mood-card");
    gtk_widget_add_css_class(card, "blends");
    gtk_widget_add_css_class(below, "dim");
    gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(chips), GTK_SELECTION_NONE);
    gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(chips), 3);
    gtk_flow_box_set_column_spacing(GTK_FLOW_BOX(chips), 6);
    gtk_flow_box_set_row_spacing(GTK_FLOW_BOX(chips), 6);
    gtk_widget_set_margin_top(chips, 10);
    gtk_accessible_update_property(GTK_ACCESSIBLE(chips), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _("Blends"), -1);
    for (int i = 0; i < LILT_N_BLENDS; i++) {
        GtkWidget *place = gtk_flow_box_child_new();

        gtk_flow_box_child_set_child(GTK_FLOW_BOX_CHILD(place), new_chip(&lilt_blends[i]));
        gtk_widget_set_focusable(place, FALSE); /* the chip in it is the control */
        gtk_flow_box_append(GTK_FLOW_BOX(chips), place);
    }
    gtk_box_append(GTK_BOX(card), header);
    gtk_box_append(GTK_BOX(card), below);
    gtk_box_append(GTK_BOX(card), chips);
    return card;
}
