/* The mood menu. Every control in it is a real button bound to an action. */
#include "lilt_mood_menu.h"

#include <glib/gi18n-lib.h>

#include "moods.h"
#include "resources.h"
#include "spot.h"
#include "sureness.h"
#include "text.h"

enum { TILE_FACE_PX = 28, TILES_A_ROW = 4, WIDE_PX = 370, NARROW_PX = 304, ROUND_PX = 60 };

struct _LiltMoodMenu {
    GtkPopover parent_instance;
    GListModel *queue; /* or NULL */
    LiltPolicy policy;
    char *goal; /* of a path, as it is called; or NULL */

    GtkImage *face;
    GtkLabel *word, *detail, *sentence, *note, *tiles_title, *policy_words;
    LiltSureness *sureness;
    GtkGrid *tiles;
    GtkWidget *wrong, *automatic, *glance, *camera;
    GtkImage *camera_icon;
    GtkLabel *camera_name, *camera_key;
};
G_DEFINE_FINAL_TYPE(LiltMoodMenu, lilt_mood_menu, GTK_TYPE_POPOVER)

/* What the last button offers, by the camera's state. */
typedef struct {
    const char *name, *icon, *action;
    gboolean has_key;
} CameraOffer;

static CameraOffer
camera_offer(LiltCameraState state)
{
    switch (state) {
    case LILT_CAMERA_OFF:
        return (CameraOffer){N_("Turn On the Camera"), "camera-web-symbolic", "app.camera-off",
                             FALSE};
    case LILT_CAMERA_NOT_ALLOWED:
    case LILT_CAMERA_NOT_ASKED:
        return (CameraOffer){N_("Allow the Camera…"), "camera-web-symbolic", "win.ask-camera",
                             FALSE};
    case LILT_CAMERA_NONE:
    case LILT_CAMERA_FAILED:
        return (CameraOffer){N_("Look Again"), "view-refresh-symbolic", "app.glance", FALSE};
    case LILT_CAMERA_NO_MODEL:
        return (CameraOffer){NULL, NULL, NULL, FALSE};
    default:
        return (CameraOffer){N_("Camera Off"), "camera-disabled-symbolic", "win.close-camera",
                             TRUE};
    }
}

static void
show_camera_offer(LiltMoodMenu *self, LiltCameraState state)
{
    const CameraOffer offer = camera_offer(state);
    const gboolean can_look = state == LILT_CAMERA_CLOSED || state == LILT_CAMERA_OPENING ||
                              state == LILT_CAMERA_OPEN || state == LILT_CAMERA_BUSY ||
                              state == LILT_CAMERA_GONE || state == LILT_CAMERA_COVERED ||
                              state == LILT_CAMERA_FROZEN;

    gtk_widget_set_visible(self->glance, can_look);
    gtk_widget_set_visible(self->camera, offer.name != NULL);
    if (offer.name == NULL)
        return;
    gtk_label_set_label(self->camera_name, _(offer.name));
    gtk_image_set_from_icon_name(self->camera_icon, offer.icon);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(self->camera), offer.action);
    gtk_widget_set_visible(GTK_WIDGET(self->camera_key), offer.has_key);
}

/* What the policy does, in a sentence, and the next song by name. */
static void
show_policy(LiltMoodMenu *self)
{
    g_autoptr(LiltQueueItem) item = self->queue != NULL ? g_list_model_get_item(self->queue, 0)
                                                        : NULL;
    g_autofree char *policy = self->policy == LILT_POLICY_PATH && self->goal != NULL
                                  ? g_strdup_printf(_("Step by step to “%s”."), self->goal)
                                  : g_strdup(lilt_policy_sentence(self->policy));
    g_autofree char *words = NULL;

    if (item == NULL)
        words = g_strdup(policy);
    else
        words = g_strdup_printf(_("%s\nNext: “%s”, when this one ends."), policy,
                                lilt_song_get_title(lilt_queue_item_get_song(item)));
    gtk_label_set_label(self->policy_words, words);
}

static void
on_told(LiltMoodMenu *self, LiltMoodTeller *teller)
{
    const LiltMoodWords *words = lilt_mood_teller_get_words(teller);
    const LiltMoodView *view = lilt_mood_teller_get_view(teller);

    gtk_image_set_from_icon_name(self->face, words->icon);
    lilt_mood_dress(GTK_WIDGET(self->face), words->mood);
    gtk_label_set_label(self->word, words->word);
    gtk_label_set_label(self->detail, words->detail);
    gtk_label_set_label(self->sentence, words->sentence);
    gtk_label_set_label(self->note, lilt_rhythm_sentence(view));
    gtk_widget_set_visible(GTK_WIDGET(self->sentence),
                           g_strcmp0(words->sentence, gtk_label_get_label(self->note)) != 0);
    lilt_sureness_set_bars(self->sureness, words->n_bars);
    show_camera_offer(self, view->camera);
    self->policy = view->policy;
    g_free(self->goal);
    self->goal = view->goal_label != NULL ? g_strdup(lilt_goal_name(view->goal_label)) : NULL;
    gtk_widget_set_visible(self->wrong,
                           view->source == LILT_FROM_CAMERA && words->mood != LILT_EMOTION_UNKNOWN);
    show_policy(self);
}

/* ---- tiles ----------------------------------------------------------------------------------- */

/* What the tiles are for. */
static const struct {
    const char *name;   /* of the kind, for "menu.tiles" */
    const char *title;  /* above them */
    const char *action; /* of a tile; it gets a label */
    gboolean blends;    /* they are blends, else the seven */
    const char *more;   /* the kind behind the last tile, */
    const char *more_name, *more_icon;
} kinds[] = {
    {"moods", N_("Or choose a mood yourself"), "app.mood", FALSE, "blends", N_("Blends"),
     "view-more-horizontal-symbolic"},
    {"blends", N_("Or choose a mood between the seven"), "app.mood", TRUE, "moods", N_("Back"),
     "go-previous-symbolic"},
    {"correct", N_("What would you say?"), "app.correct", FALSE, "moods", N_("Back"),
     "go-previous-symbolic"},
    {"goals", N_("Where to?"), "app.goal", FALSE, "goal-blends", N_("Blends"),
     "view-more-horizontal-symbolic"},
    {"goal-blends", N_("Where to?"), "app.goal", TRUE, "goals", N_("Back"), "go-previous-symbolic"},
};

/* A picture over a name. Takes `picture`. */
static void
fill_tile(GtkWidget *tile, GtkWidget *picture, const char *name)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4), *label = gtk_label_new(name);

    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_box_append(GTK_BOX(box), picture);
    gtk_box_append(GTK_BOX(box), label);
    gtk_button_set_child(GTK_BUTTON(tile), box);
    gtk_widget_add_css_class(tile, "flat");
    gtk_widget_add_css_class(tile, "mood-tile");
    gtk_accessible_update_property(GTK_ACCESSIBLE(tile), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_picture(const char *icon)
{
    return g_object_new(GTK_TYPE_IMAGE, "icon-name", icon, "pixel-size", TILE_FACE_PX,
                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

/* A tile says something, and the menu has then said all it can. Correcting has no state to show. */
static GtkWidget *
new_tile(LiltMoodMenu *self, const char *action, const char *label)
{
    GtkWidget *tile = g_str_equal(action, "app.correct") ? gtk_button_new()
                                                         : gtk_toggle_button_new();
    g_autofree char *detailed = g_strdup_printf("%s::%s", action, label);

    gtk_actionable_set_detailed_action_name(GTK_ACTIONABLE(tile), detailed);
    g_signal_connect_swapped(tile, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    return tile;
}

static GtkWidget *
new_mood_tile(LiltMoodMenu *self, const char *action, int place)
{
    const LiltEmotion emotion = lilt_mood_order[place];
    const LiltMoodLook look = lilt_mood_look(emotion);
    GtkWidget *tile = new_tile(self, action, lilt_emotion_label(emotion));
    GtkWidget *face = new_picture(look.icon);

    lilt_mood_dress(face, emotion);
    fill_tile(tile, face, look.name);
    if (g_str_equal(action, "app.mood")) {
        g_autofree char *tip = g_strdup_printf(_("%s (Ctrl+%d)"), look.name, place + 1);

        lilt_tip(tile, tip);
    }
    return tile;
}

static GtkWidget *
new_blend_tile(LiltMoodMenu *self, const char *action, const LiltBlend *blend)
{
    GtkWidget *tile = new_tile(self, action, blend->label);

    fill_tile(tile, lilt_spot_new(blend->point), lilt_blend_name(blend));
    return tile;
}

static void
attach_tile(LiltMoodMenu *self, GtkWidget *tile, int place)
{
    gtk_grid_attach(self->tiles, tile, place % TILES_A_ROW, place / TILES_A_ROW, 1, 1);
}

/* The presets, and the scene list. Gives the next place. */
static int
attach_presets(LiltMoodMenu *self, const char *action, int place)
{
    GtkWidget *scenes = gtk_button_new();

    for (int i = 0; i < LILT_N_PRESETS; i++)
        attach_tile(self, new_blend_tile(self, action, &lilt_presets[i]), place++);
    fill_tile(scenes, new_picture("view-list-symbolic"), _("Scene List…"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(scenes), "win.edit-scenes");
    g_signal_connect_swapped(scenes, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    attach_tile(self, scenes, place++);
    return place;
}

/* Seven tiles and one that leads on or back; among the blends to be played also what is more than
 * a mood. */
static void
show_tiles(LiltMoodMenu *self, gsize kind)
{
    GtkWidget *tile;
    int place = 0;

    while ((tile = gtk_widget_get_first_child(GTK_WIDGET(self->tiles))) != NULL)
        gtk_grid_remove(self->tiles, tile);
    gtk_label_set_label(self->tiles_title, _(kinds[kind].title));
    for (; place < LILT_N_EMOTIONS; place++) {
        tile = kinds[kind].blends ? new_blend_tile(self, kinds[kind].action, &lilt_blends[place])
                                  : new_mood_tile(self, kinds[kind].action, place);
        attach_tile(self, tile, place);
    }
    if (kinds[kind].blends && g_str_equal(kinds[kind].action, "app.mood"))
        place = attach_presets(self, kinds[kind].action, place);
    tile = gtk_button_new();
    fill_tile(tile, new_picture(kinds[kind].more_icon), _(kinds[kind].more_name));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(tile), "menu.tiles");
    gtk_actionable_set_action_target(GTK_ACTIONABLE(tile), "s", kinds[kind].more);
    attach_tile(self, tile, place);
}

static void
turn_tiles(GtkWidget *widget, const char *action, GVariant *name)
{
    LiltMoodMenu *self = LILT_MOOD_MENU(widget);

    (void)action;
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kinds[i].name, g_variant_get_string(name, NULL)))
            show_tiles(self, i);
    if (gtk_widget_get_mapped(GTK_WIDGET(self)))
        gtk_widget_child_focus(GTK_WIDGET(self->tiles), GTK_DIR_TAB_FORWARD);
}

/* Path asks where to. */
static void
on_path_clicked(LiltMoodMenu *self)
{
    gtk_widget_activate_action(GTK_WIDGET(self), "menu.tiles", "s", "goals");
}

/* As wide as it likes to be, or as a phone has room for, its edge below the one where the button
 * begins: GTK 4.8 takes START for the left in every language. */
static void
on_show(LiltMoodMenu *self)
{
    GtkWidget *window = GTK_WIDGET(gtk_widget_get_root(GTK_WIDGET(self)));
    const gboolean narrow = window != NULL && gtk_widget_get_width(window) < WIDE_PX + ROUND_PX;

    gtk_widget_set_size_request(gtk_popover_get_child(GTK_POPOVER(self)),
                                narrow ? NARROW_PX : WIDE_PX, -1);
    gtk_widget_set_halign(GTK_WIDGET(self),
                          gtk_widget_get_direction(GTK_WIDGET(self)) == GTK_TEXT_DIR_RTL
                              ? GTK_ALIGN_END
                              : GTK_ALIGN_START);
    show_tiles(self, 0);
    show_policy(self);
}

static void
lilt_mood_menu_finalize(GObject *object)
{
    g_free(LILT_MOOD_MENU(object)->goal);
    G_OBJECT_CLASS(lilt_mood_menu_parent_class)->finalize(object);
}

static void
lilt_mood_menu_class_init(LiltMoodMenuClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = lilt_mood_menu_finalize;
    g_type_ensure(LILT_TYPE_SURENESS);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_mood_menu.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, face);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, word);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, detail);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, sentence);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, note);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, sureness);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, policy_words);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, tiles);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, automatic);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, glance);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera_icon);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera_name);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera_key);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, tiles_title);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, wrong);
    gtk_widget_class_bind_template_callback(widget_class, on_show);
    gtk_widget_class_bind_template_callback(widget_class, on_path_clicked);
    gtk_widget_class_install_action(widget_class, "menu.tiles", "s", turn_tiles);
}

static void
lilt_mood_menu_init(LiltMoodMenu *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    show_tiles(self, 0);
    g_signal_connect_swapped(self->automatic, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    g_signal_connect_swapped(self->glance, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    g_signal_connect_swapped(self->camera, "clicked", G_CALLBACK(gtk_popover_popdown), self);
}

void
lilt_mood_menu_set_teller(LiltMoodMenu *self, LiltMoodTeller *teller)
{
    g_return_if_fail(LILT_IS_MOOD_MENU(self));
    g_signal_connect_object(teller, "told", G_CALLBACK(on_told), self, G_CONNECT_SWAPPED);
}

void
lilt_mood_menu_set_queue(LiltMoodMenu *self, GListModel *queue)
{
    g_return_if_fail(LILT_IS_MOOD_MENU(self));
    self->queue = queue;
}
