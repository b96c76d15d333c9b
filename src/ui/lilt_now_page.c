/* The Now page. */
#include "lilt_now_page.h"

#include <glib/gi18n-lib.h>

#include "cover.h"
#include "ledger.h"
#include "lilt_camera_card.h"
#include "lilt_lyrics_pane.h"
#include "lilt_mood_pane.h"
#include "lilt_next_up.h"
#include "lilt_play_button.h"
#include "lilt_seek.h"
#include "lilt_volume.h"
#include "resources.h"
#include "text.h"

enum {
    COVER_PX = 460, /* where there is room */
    NARROW_COVER_PX = 236,
    SIDE_PX = 344,
    GAP_PX = 12,
    NARROW_GAP_PX = 2,
    NARROW_QUEUE_PX = 360
};

struct _LiltNowPage {
    AdwBin parent_instance;
    LiltSession *session;
    gboolean narrow, side_shown;

    GtkScrolledWindow *scroller;
    GtkScrollable *viewport;
    GtkBox *columns, *side, *chips;
    LiltCover *cover;
    LiltLyricsPane *lyrics;
    GtkToggleButton *lyrics_button;
    GtkLabel *title, *artist, *why;
    LiltSeek *seek;
    LiltVolume *volume;
    LiltPlayButton *play;
    GtkBox *controls;
    GtkButton *repeat;
    GtkMenuButton *more;
    GMenu *endings;    /* the part of its menu that is the same for every song */
    GtkWidget *ledger; /* a LiltLedger, our child */
    GtkScrolledWindow *watch_scroller;
    GtkStack *watch;
    LiltMoodPane *mood_pane;
    LiltCameraCard *camera_card;
    LiltNextUp *next_up;
};
G_DEFINE_FINAL_TYPE(LiltNowPage, lilt_now_page, ADW_TYPE_BIN)

/* ---- why this song --------------------------------------------------------------------------- */

static GtkWidget *
new_chip(const LiltReason *reason, int place)
{
    GtkWidget *chip = gtk_button_new(), *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *label = gtk_label_new(reason->text);

    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_box_append(GTK_BOX(box),
                   g_object_new(GTK_TYPE_IMAGE, "icon-name", lilt_part_icon(reason->part),
                                "pixel-size", 14, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
    gtk_box_append(GTK_BOX(box), label);
    gtk_button_set_child(GTK_BUTTON(chip), box);
    gtk_widget_add_css_class(chip, "chip");
    gtk_widget_add_css_class(chip, "flat");
    lilt_tip(chip, reason->text);
    gtk_accessible_update_property(GTK_ACCESSIBLE(chip), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   reason->text, -1);
    gtk_actionable_set_action_target(GTK_ACTIONABLE(chip), "i", place);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(chip), "now.why");
    return chip;
}

/* At most three short reasons, as the session gives them; two where there is little room. */
static void
show_reasons(LiltNowPage *self)
{
    const LiltWhy *why = lilt_session_get_why(self->session);
    const guint most = self->narrow ? 2 : 3, n = why != NULL ? MIN(why->n_reasons, most) : 0;
    GtkWidget *chip;

    while ((chip = gtk_widget_get_first_child(GTK_WIDGET(self->chips))) != NULL)
        gtk_box_remove(self->chips, chip);
    for (guint i = 0; i < n; i++)
        gtk_box_append(self->chips, new_chip(&why->reasons[i], (int)i));
    gtk_widget_set_visible(GTK_WIDGET(self->why), n > 0);
    gtk_widget_set_visible(GTK_WIDGET(self->chips), n > 0);
}

/* The ledger opens over a chip, counted from 0, else over the button with the menu. */
static void
open_ledger(LiltNowPage *self, int place)
{
    LiltSong *song = lilt_session_get_song(self->session);
    GtkWidget *chip = place >= 0 ? gtk_widget_get_first_child(GTK_WIDGET(self->chips)) : NULL;
    graphene_rect_t bounds;

    for (; chip != NULL && place > 0; place--)
        chip = gtk_widget_get_next_sibling(chip);
    if (song == NULL || !gtk_widget_compute_bounds(chip != NULL ? chip : GTK_WIDGET(self->more),
                                                   GTK_WIDGET(self), &bounds))
        return;
    lilt_ledger_set_song(LILT_LEDGER(self->ledger), song, lilt_session_get_why(self->session));
    gtk_popover_set_pointing_to(GTK_POPOVER(self->ledger),
                                &(GdkRectangle){(int)bounds.origin.x, (int)bounds.origin.y,
                                                (int)bounds.size.width, (int)bounds.size.height});
    gtk_popover_popup(GTK_POPOVER(self->ledger));
}

static void
why(GtkWidget *widget, const char *action, GVariant *place)
{
    (void)action;
    open_ledger(LILT_NOW_PAGE(widget), g_variant_get_int32(place));
}

static void
wrong_mood(GtkWidget *widget, const char *action, GVariant *nothing)
{
    LiltNowPage *self = LILT_NOW_PAGE(widget);

    (void)action, (void)nothing;
    open_ledger(self, -1);
    lilt_ledger_ask_mood(LILT_LEDGER(self->ledger));
}

/* When the music is to end. */
static GMenu *
endings_new(void)
{
    static const int minutes[] = {15, 30, 45, 60, 90};
    GMenu *menu = g_menu_new();
    g_autoptr(GMenu) sleep = g_menu_new();

    g_menu_append(sleep, _("Off"), "app.sleep(0)");
    for (gsize i = 0; i < G_N_ELEMENTS(minutes); i++) {
        g_autofree char *label = g_strdup_printf(_("After %d Minutes"), minutes[i]);
        g_autofree char *action = g_strdup_printf("app.sleep(%d)", minutes[i] * 60);

        g_menu_append(sleep, label, action);
    }
    g_menu_append(menu, _("_Stop After This Song"), "app.stop-after");
    g_menu_append_submenu(menu, _("S_leep Timer"), G_MENU_MODEL(sleep));
    return menu;
}

/* What can be said about the song that plays. */
static void
show_more(LiltNowPage *self)
{
    LiltSong *song = lilt_session_get_song(self->session);
    g_autoptr(GMenu) menu = g_menu_new();
    g_autofree char *alike = NULL, *never = NULL;

    gtk_widget_set_sensitive(GTK_WIDGET(self->more), song != NULL);
    if (song == NULL)
        return;
    alike = g_strdup_printf("app.more-like-this(int64 %" G_GINT64_FORMAT ")",
                            lilt_song_get_id(song));
    never = g_strdup_printf("app.never(int64 %" G_GINT64_FORMAT ")", lilt_song_get_id(song));
    g_menu_append(menu, _("_Why This Song"), "now.why(-1)");
    g_menu_append(menu, _("_More Like This"), alike);
    g_menu_append(menu, _("_Not Now"), "app.not-now");
    g_menu_append(menu, _("W_rong Mood…"), "now.wrong-mood");
    g_menu_append(menu, _("Ne_ver Again"), never);
    g_menu_append_section(menu, NULL, G_MENU_MODEL(self->endings));
    gtk_menu_button_set_menu_model(self->more, G_MENU_MODEL(menu));
}

/* ---- repeat ---------------------------------------------------------------------------------- */

static void
show_repeat(LiltNowPage *self)
{
    g_autoptr(GVariant)
        state = g_action_group_get_action_state(lilt_session_get_actions(self->session), "repeat");
    const char *repeat = g_variant_get_string(state, NULL);
    const gboolean one = g_str_equal(repeat, "one"), none = g_str_equal(repeat, "none");
    const char *words = none  ? _("Repeat: off")
                        : one ? _("Repeat: this song")
                              : _("Repeat: the queue");

    gtk_button_set_icon_name(self->repeat, one ? "media-playlist-repeat-song-symbolic"
                                               : "media-playlist-repeat-symbolic");
    lilt_name_control(GTK_WIDGET(self->repeat), words);
    if (none)
        gtk_widget_remove_css_class(GTK_WIDGET(self->repeat), "on");
    else
        gtk_widget_add_css_class(GTK_WIDGET(self->repeat), "on");
}

/* ---- what plays ------------------------------------------------------------------------------ */

static void
show_song(LiltNowPage *self)
{
    LiltSong *song = lilt_session_get_song(self->session);
    g_autofree char *under = song != NULL ? lilt_text_artist_album(song)
                                          : g_strdup(_("Pick a mood or a song, and it begins."));
    const char *title = song != NULL ? lilt_song_get_title(song) : _("Nothing Playing");

    lilt_cover_set_song(self->cover, song);
    gtk_label_set_label(self->title, title);
    gtk_label_set_label(self->artist, under);
    gtk_widget_set_visible(GTK_WIDGET(self->seek), song != NULL);
    gtk_popover_popdown(GTK_POPOVER(self->ledger)); /* it is about another song */
    show_reasons(self);
    show_more(self);
}

/* Lyrics take the cover's place where they are wanted and there are any. */
static void
show_lyrics(LiltNowPage *self)
{
    LiltLyrics *lyrics = lilt_session_get_lyrics(self->session);
    g_autoptr(GVariant) state = g_action_group_get_action_state(
        lilt_session_get_actions(self->session), "show-lyrics");
    const gboolean shown = lyrics != NULL && g_variant_get_boolean(state);

    lilt_lyrics_pane_set_lyrics(self->lyrics, shown ? lyrics : NULL);
    gtk_widget_set_visible(GTK_WIDGET(self->lyrics), shown);
    gtk_widget_set_opacity(GTK_WIDGET(self->cover), shown ? 0 : 1);
    gtk_widget_set_visible(GTK_WIDGET(self->lyrics_button), lyrics != NULL);
}

static gboolean
shows_card(LiltNowPage *self)
{
    return g_str_equal(gtk_stack_get_visible_child_name(self->watch), "card");
}

/* The card and the pane share one place; a folded card keeps no picture. */
static void
show_watch(LiltNowPage *self)
{
    g_autoptr(GVariant) state = g_action_group_get_action_state(
        lilt_session_get_actions(self->session), "show-camera");
    const gboolean card = state != NULL && g_variant_get_boolean(state);

    gtk_stack_set_visible_child_name(self->watch, card ? "card" : "mood");
    if (!card)
        lilt_camera_card_set_open(self->camera_card, FALSE);
}

/* Open, about to be, or waiting for a lens to be uncovered or a picture to move again: that is
 * tried again while the card is there to be looked at. */
static gboolean
comes_back(LiltCameraState state)
{
    return state == LILT_CAMERA_OPEN || state == LILT_CAMERA_OPENING ||
           state == LILT_CAMERA_CLOSED || state == LILT_CAMERA_COVERED ||
           state == LILT_CAMERA_FROZEN;
}

/* A closed camera leaves no picture behind, and one that may not be opened no card. */
static void
on_mood_changed(LiltNowPage *self)
{
    const LiltCameraState state = lilt_session_get_mood(self->session)->camera;

    lilt_camera_card_set_open(self->camera_card, shows_card(self) && state == LILT_CAMERA_OPEN);
    if (shows_card(self) && !comes_back(state))
        g_action_group_change_action_state(lilt_session_get_actions(self->session), "show-camera",
                                           g_variant_new_boolean(FALSE));
}

static void
on_preview(LiltNowPage *self, GBytes *rgb, int width_px, int height_px)
{
    if (shows_card(self))
        lilt_camera_card_set_picture(self->camera_card, rgb, width_px, height_px);
}

static void
on_reading(LiltNowPage *self)
{
    if (shows_card(self))
        lilt_camera_card_set_reading(self->camera_card, lilt_session_get_reading(self->session));
}

static void
lilt_now_page_dispose(GObject *object)
{
    LiltNowPage *self = LILT_NOW_PAGE(object);

    g_clear_pointer(&self->ledger, gtk_widget_unparent);
    g_clear_object(&self->session);
    g_clear_object(&self->endings);
    G_OBJECT_CLASS(lilt_now_page_parent_class)->dispose(object);
}

static void
lilt_now_page_class_init(LiltNowPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_COVER);
    g_type_ensure(LILT_TYPE_LYRICS_PANE);
    g_type_ensure(LILT_TYPE_SEEK);
    g_type_ensure(LILT_TYPE_VOLUME);
    g_type_ensure(LILT_TYPE_PLAY_BUTTON);
    g_type_ensure(LILT_TYPE_MOOD_PANE);
    g_type_ensure(LILT_TYPE_CAMERA_CARD);
    g_type_ensure(LILT_TYPE_NEXT_UP);
    G_OBJECT_CLASS(klass)->dispose = lilt_now_page_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_now_page.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, scroller);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, viewport);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, columns);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, side);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, cover);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, lyrics);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, lyrics_button);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, title);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, artist);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, why);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, chips);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, seek);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, volume);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, play);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, controls);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, repeat);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, more);
    gtk_widget_class_install_action(widget_class, "now.why", "i", why);
    gtk_widget_class_install_action(widget_class, "now.wrong-mood", NULL, wrong_mood);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, watch);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, watch_scroller);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, mood_pane);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, camera_card);
    gtk_widget_class_bind_template_child(widget_class, LiltNowPage, next_up);
}

static void
lilt_now_page_init(LiltNowPage *self)
{
    self->side_shown = TRUE;
    self->endings = endings_new();
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_keep_direction(GTK_WIDGET(self->controls));
    lilt_tip_whole_text(GTK_WIDGET(self->title), self->title);
    lilt_tip_whole_text(GTK_WIDGET(self->artist), self->artist);
    self->ledger = g_object_new(LILT_TYPE_LEDGER, NULL);
    gtk_widget_set_parent(self->ledger, GTK_WIDGET(self));
    lilt_name_control(GTK_WIDGET(self->more), _("More"));
    lilt_seek_show_wave(self->seek);
}

void
lilt_now_page_set_session(LiltNowPage *self, LiltSession *session, LiltMoodTeller *teller)
{
    GListModel *queue = lilt_session_get_next_up(session);

    g_return_if_fail(LILT_IS_NOW_PAGE(self));
    g_set_object(&self->session, session);
    lilt_lyrics_pane_set_session(self->lyrics, session);
    lilt_seek_set_session(self->seek, session);
    lilt_volume_set_session(self->volume, session);
    lilt_play_button_set_session(self->play, session);
    lilt_mood_pane_set_teller(self->mood_pane, teller);
    lilt_mood_pane_set_queue(self->mood_pane, queue);
    lilt_next_up_set_session(self->next_up, session);
    g_signal_connect_object(session, "notify::song", G_CALLBACK(show_song), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::lyrics", G_CALLBACK(show_lyrics), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(lilt_session_get_actions(session), "action-state-changed::show-lyrics",
                            G_CALLBACK(show_lyrics), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "mood-changed", G_CALLBACK(on_mood_changed), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "preview", G_CALLBACK(on_preview), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "reading", G_CALLBACK(on_reading), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(lilt_session_get_actions(session), "action-state-changed::show-camera",
                            G_CALLBACK(show_watch), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(lilt_session_get_actions(session), "action-state-changed::repeat",
                            G_CALLBACK(show_repeat), self, G_CONNECT_SWAPPED);
    show_song(self);
    show_lyrics(self);
    show_watch(self);
    show_repeat(self);
}

static void
arrange(LiltNowPage *self)
{
    gtk_widget_set_visible(GTK_WIDGET(self->side), self->side_shown || self->narrow);
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self->columns), self->narrow
                                                                      ? GTK_ORIENTATION_VERTICAL
                                                                      : GTK_ORIENTATION_HORIZONTAL);
    gtk_scrolled_window_set_policy(self->scroller, GTK_POLICY_EXTERNAL,
                                   self->narrow ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
    /* one column is as long as it likes; beside the queue the cover takes what room there is */
    gtk_scrollable_set_vscroll_policy(self->viewport,
                                      self->narrow ? GTK_SCROLL_NATURAL : GTK_SCROLL_MINIMUM);
    gtk_scrolled_window_set_policy(self->watch_scroller, GTK_POLICY_NEVER,
                                   self->narrow ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
    gtk_widget_set_size_request(GTK_WIDGET(self->side), self->narrow ? -1 : SIDE_PX, -1);
    gtk_widget_set_size_request(GTK_WIDGET(self->next_up), -1, self->narrow ? NARROW_QUEUE_PX : -1);
    gtk_box_set_spacing(self->controls, self->narrow ? NARROW_GAP_PX : GAP_PX);
    lilt_cover_set_size(self->cover, self->narrow ? NARROW_COVER_PX : COVER_PX);
}

void
lilt_now_page_set_narrow(LiltNowPage *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_NOW_PAGE(self));
    self->narrow = narrow;
    arrange(self);
    show_reasons(self);
}

void
lilt_now_page_set_side(LiltNowPage *self, gboolean shown)
{
    g_return_if_fail(LILT_IS_NOW_PAGE(self));
    self->side_shown = shown;
    arrange(self);
}

void
lilt_now_page_focus(LiltNowPage *self)
{
    g_return_if_fail(LILT_IS_NOW_PAGE(self));
    gtk_widget_grab_focus(GTK_WIDGET(self->play));
}
