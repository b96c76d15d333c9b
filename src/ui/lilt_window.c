/* The window: header, pages, queue, strips. It owns the teller of moods and the commands that only
 * concern what is in sight ("win."). */
#include "lilt/ui.h"

#include <glib/gi18n-lib.h>

#include "behind.h"
#include "file_drop.h"
#include "library_actions.h"
#include "journal_actions.h"
#include "lilt_first_start.h"
#include "lilt_journal_page.h"
#include "lilt_library_page.h"
#include "lilt_mood_button.h"
#include "lilt_moods_page.h"
#include "lilt_next_up.h"
#include "lilt_now_page.h"
#include "lilt_player_bar.h"
#include "lilt_scan_strip.h"
#include "mood_teller.h"
#include "resources.h"
#include "text.h"
#include "tint.h"
#include "toasts.h"
#include "window_actions.h"

struct _LiltWindow {
    AdwApplicationWindow parent_instance;
    LiltSession *session;
    LiltMoodTeller *teller;
    LiltTint *tint;
    gboolean queue_on_now, queue_elsewhere; /* what F9 left behind */

    AdwToastOverlay *toasts;
    AdwToast *undo_toast;    /* weak */
    gulong first_start_wait; /* handler that waits for the songs; 0: it is decided */
    GtkStack *stages;
    LiltFirstStart *first_start;
    GtkWidget *frame;
    LiltMoodButton *mood_button;
    GtkWidget *camera_sign, *camera_sign_words, *search_button, *queue_button;
    AdwHeaderBar *header;
    AdwViewSwitcherTitle *switcher;
    AdwViewSwitcherBar *bottom;
    GtkMenuButton *main_menu;
    AdwSqueezer *sensor;
    GtkWidget *roomy, *narrow; /* its children: room for three columns, for one */
    AdwFlap *flap;
    AdwViewStack *pages;
    LiltNowPage *now_page;
    LiltMoodsPage *moods_page;
    LiltLibraryPage *library_page;
    LiltJournalPage *journal_page;
    LiltNextUp *next_up;
    GtkRevealer *lift_strip;
    LiltScanStrip *scan_strip;
    GtkRevealer *bar_place;
    LiltPlayerBar *player_bar;
};
G_DEFINE_FINAL_TYPE(LiltWindow, lilt_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
on_now_page(LiltWindow *self)
{
    return g_strcmp0(adw_view_stack_get_visible_child_name(self->pages), "now") == 0;
}

static void
set_class(GtkWidget *widget, const char *name, gboolean on)
{
    if (on)
        gtk_widget_add_css_class(widget, name);
    else
        gtk_widget_remove_css_class(widget, name);
}

static gboolean
is_narrow(LiltWindow *self)
{
    return adw_squeezer_get_visible_child(self->sensor) == self->narrow;
}

/* Toasts leave the transport free wherever it is: on Now, in the bar, over the switcher. */
static void
place_toasts(LiltWindow *self, gboolean now, gboolean bar)
{
    const gboolean narrow = is_narrow(self);

    set_class(GTK_WIDGET(self->toasts), "above-bar", bar);
    set_class(GTK_WIDGET(self->toasts), "above-transport", now && !narrow);
    set_class(GTK_WIDGET(self->toasts), "above-switcher", narrow);
}

/* The Now page is tinted by the cover and has its own queue; the others have bar and flap. */
static void
show_page(LiltWindow *self)
{
    const gboolean now = on_now_page(self);
    const char *name = adw_view_stack_get_visible_child_name(self->pages);
    gboolean bar;

    if (name == NULL || self->session == NULL)
        return;
    bar = !now && lilt_session_get_song(self->session) != NULL;
    set_class(self->frame, "tinted", now);
    gtk_revealer_set_reveal_child(self->bar_place, bar);
    place_toasts(self, now, bar);
    adw_flap_set_reveal_flap(self->flap, !now && self->queue_elsewhere);
    lilt_library_page_set_tabs_below(self->library_page, is_narrow(self) || self->queue_elsewhere);
    lilt_now_page_set_side(self->now_page, self->queue_on_now);
    lilt_window_actions_set_page(GTK_WINDOW(self), name,
                                 now ? self->queue_on_now : self->queue_elsewhere);
}

/* The keyboard goes with the page; on Now it waits on Play, so that Space is play and pause. */
void
lilt_window_show_page(LiltWindow *self, const char *name)
{
    adw_view_stack_set_visible_child_name(self->pages, name);
    if (on_now_page(self))
        lilt_now_page_focus(self->now_page);
    else
        gtk_widget_child_focus(adw_view_stack_get_visible_child(self->pages), GTK_DIR_TAB_FORWARD);
}

void
lilt_window_show_queue(LiltWindow *self, gboolean shown)
{
    if (on_now_page(self))
        self->queue_on_now = shown;
    else
        self->queue_elsewhere = shown;
    show_page(self);
}

/* The flap can also be closed by a swipe or a press beside it. */
static void
on_flap_revealed(LiltWindow *self)
{
    if (!on_now_page(self) && adw_flap_get_reveal_flap(self->flap) != self->queue_elsewhere)
        lilt_window_show_queue(self, adw_flap_get_reveal_flap(self->flap));
}

void
lilt_window_browse(LiltWindow *self, LiltEmotion emotion)
{
    lilt_moods_page_browse(self->moods_page, emotion);
    lilt_window_show_page(self, "moods");
}

void
lilt_window_search(LiltWindow *self)
{
    adw_view_stack_set_visible_child_name(self->pages, "library");
    lilt_library_page_start_search(self->library_page);
}

void
lilt_window_open_mood_menu(LiltWindow *self)
{
    lilt_mood_button_open(self->mood_button);
}

void
lilt_window_ask_camera(LiltWindow *self)
{
    lilt_first_start_ask_camera(self->first_start);
    gtk_stack_set_visible_child_name(self->stages, "first-start");
}

LiltSession *
lilt_window_get_session(LiltWindow *self)
{
    return self->session;
}

/* The open camera, and the one question that a mood brings. */
static void
show_sign(LiltWindow *self)
{
    const LiltMoodView *view = lilt_session_get_mood(self->session);

    gtk_widget_set_visible(self->camera_sign, view->device_open);
    gtk_revealer_set_reveal_child(self->lift_strip, view->ask_lift);
}

static void
on_message(LiltWindow *self, const char *text)
{
    AdwToast *toast = adw_toast_new(text);

    adw_toast_set_timeout(toast, 4);
    adw_toast_overlay_add_toast(self->toasts, toast);
}

static void
on_undoable(LiltWindow *self, const char *text)
{
    AdwToast *toast = lilt_undo_toast_new(&self->undo_toast, text);

    if (toast != NULL)
        adw_toast_overlay_add_toast(self->toasts, toast);
}

static void
on_cover(LiltWindow *self)
{
    lilt_tint_follow(self->tint, lilt_session_get_cover(self->session));
}

/* A file was opened before all was asked: the music goes first. */
static void
on_playing(LiltWindow *self)
{
    if (lilt_session_get_playing(self->session) && !lilt_first_start_has_begun(self->first_start))
        gtk_stack_set_visible_child_name(self->stages, "main");
}

/* Once, as soon as it is known whether there is any music. */
static void
consider_first_start(LiltWindow *self)
{
    if (lilt_session_is_loading(self->session))
        return; /* comes back by needs-music */
    g_clear_signal_handler(&self->first_start_wait, self->session);
    if (lilt_session_get_playing(self->session) || !lilt_first_start_is_needed(self->session))
        return;
    lilt_first_start_begin(self->first_start);
    gtk_stack_set_visible_child_name(self->stages, "first-start");
}

/* After the first start the next step lies open: the camera looks, or a mood is picked. */
static void
on_first_start_done(LiltWindow *self)
{
    gboolean needs_music;

    g_object_get(self->session, "needs-music", &needs_music, NULL);
    gtk_stack_set_visible_child_name(self->stages, "main");
    if (needs_music)
        lilt_window_show_page(self, "library");
    else if (lilt_session_get_playing(self->session))
        lilt_window_show_page(self, "now");
    else if (lilt_session_get_mood(self->session)->camera == LILT_CAMERA_NOT_ALLOWED)
        lilt_window_show_page(self, "moods");
}

/* One column where two do not fit, and the queue over the page where three do not. */
static gboolean
show_room(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
    LiltWindow *self = LILT_WINDOW(widget);
    GtkWidget *room = adw_squeezer_get_visible_child(self->sensor);
    const gboolean narrow = room == self->narrow;

    (void)clock, (void)data;
    lilt_now_page_set_narrow(self->now_page, narrow);
    lilt_moods_page_set_narrow(self->moods_page, narrow);
    lilt_library_page_set_narrow(self->library_page, narrow);
    lilt_journal_page_set_narrow(self->journal_page, narrow);
    lilt_player_bar_set_narrow(self->player_bar, narrow);
    lilt_first_start_set_narrow(self->first_start, narrow);
    adw_header_bar_set_centering_policy(self->header, narrow ? ADW_CENTERING_POLICY_LOOSE
                                                             : ADW_CENTERING_POLICY_STRICT);
    gtk_widget_set_visible(GTK_WIDGET(self->switcher), !narrow);
    adw_view_switcher_bar_set_reveal(
        self->bottom, narrow || adw_view_switcher_title_get_title_visible(self->switcher));
    adw_flap_set_fold_policy(self->flap, room == self->roomy ? ADW_FLAP_FOLD_POLICY_NEVER
                                                             : ADW_FLAP_FOLD_POLICY_ALWAYS);
    gtk_widget_set_visible(self->camera_sign_words, !narrow);
    gtk_widget_set_visible(self->search_button, !narrow);
    gtk_widget_set_visible(self->queue_button, !narrow);
    show_page(self);
    return G_SOURCE_REMOVE;
}

/* The sensor speaks while sizes are being given out; nothing may change its size before that is
 * done. */
static void
on_room_changed(LiltWindow *self)
{
    gtk_widget_add_tick_callback(GTK_WIDGET(self), show_room, NULL, NULL);
}

static void
lilt_window_dispose(GObject *object)
{
    LiltWindow *self = LILT_WINDOW(object);

    g_clear_weak_pointer(&self->undo_toast);
    g_clear_pointer(&self->tint, lilt_tint_free);
    g_clear_object(&self->teller);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_window_parent_class)->dispose(object);
}

static void
ensure_types(void)
{
    g_type_ensure(LILT_TYPE_FIRST_START);
    g_type_ensure(LILT_TYPE_MOOD_BUTTON);
    g_type_ensure(LILT_TYPE_NOW_PAGE);
    g_type_ensure(LILT_TYPE_MOODS_PAGE);
    g_type_ensure(LILT_TYPE_LIBRARY_PAGE);
    g_type_ensure(LILT_TYPE_JOURNAL_PAGE);
    g_type_ensure(LILT_TYPE_NEXT_UP);
    g_type_ensure(LILT_TYPE_SCAN_STRIP);
    g_type_ensure(LILT_TYPE_PLAYER_BAR);
}

static void
lilt_window_class_init(LiltWindowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    ensure_types();
    G_OBJECT_CLASS(klass)->dispose = lilt_window_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_window.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, toasts);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, stages);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, first_start);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, frame);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, mood_button);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, camera_sign);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, camera_sign_words);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, switcher);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, header);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, bottom);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, search_button);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, queue_button);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, main_menu);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, flap);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, sensor);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, roomy);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, narrow);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, pages);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, now_page);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, moods_page);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, library_page);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, journal_page);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, next_up);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, lift_strip);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, scan_strip);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, bar_place);
    gtk_widget_class_bind_template_child(widget_class, LiltWindow, player_bar);
    gtk_widget_class_bind_template_callback(widget_class, show_page);
    gtk_widget_class_bind_template_callback(widget_class, on_room_changed);
    gtk_widget_class_bind_template_callback(widget_class, on_flap_revealed);
    gtk_widget_class_bind_template_callback(widget_class, on_first_start_done);
    gtk_widget_class_bind_template_callback(widget_class, lilt_window_search);
}

static void
lilt_window_init(LiltWindow *self)
{
    self->queue_on_now = TRUE;
    self->teller = lilt_mood_teller_new();
    self->tint = lilt_tint_new();
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_hide_behind(GTK_WIDGET(self));
    lilt_name_toasts(GTK_WIDGET(self));
    lilt_name_control(GTK_WIDGET(self->main_menu), _("Main Menu"));
    lilt_library_page_capture_keys(self->library_page, GTK_WIDGET(self));
}

/* Somebody is there: where the desktop cannot tell, that says so. */
static gboolean
on_event(GtkEventController *controller, GdkEvent *event, gpointer session)
{
    const GdkEventType type = gdk_event_get_event_type(event);

    (void)controller;
    if (type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS || type == GDK_MOTION_NOTIFY ||
        type == GDK_SCROLL || type == GDK_TOUCH_BEGIN)
        lilt_session_touch(session);
    return GDK_EVENT_PROPAGATE;
}

static void
watch_touches(LiltWindow *self)
{
    GtkEventController *controller = gtk_event_controller_legacy_new();

    gtk_event_controller_set_propagation_phase(controller, GTK_PHASE_CAPTURE);
    g_signal_connect_object(controller, "event", G_CALLBACK(on_event), self->session, 0);
    gtk_widget_add_controller(GTK_WIDGET(self), controller);
}

/* Hand the session to everything that shows it. */
static void
attach_session(LiltWindow *self)
{
    LiltSession *session = self->session;
    LiltMoodMenu *menu = lilt_mood_button_get_menu(self->mood_button);

    lilt_mood_button_set_teller(self->mood_button, self->teller);
    lilt_mood_menu_set_teller(menu, self->teller);
    lilt_mood_menu_set_queue(menu, lilt_session_get_next_up(session));
    lilt_first_start_set_session(self->first_start, session);
    lilt_now_page_set_session(self->now_page, session, self->teller);
    lilt_moods_page_set_session(self->moods_page, session, self->teller);
    lilt_library_actions_add(GTK_APPLICATION_WINDOW(self), self->library_page, session);
    lilt_library_page_set_session(self->library_page, session);
    lilt_journal_actions_add(GTK_APPLICATION_WINDOW(self), self->journal_page);
    lilt_journal_page_set_session(self->journal_page, session);
    lilt_next_up_set_session(self->next_up, session);
    lilt_scan_strip_set_session(self->scan_strip, session);
    lilt_player_bar_set_session(self->player_bar, session);
    lilt_mood_teller_follow(self->teller, session);
    lilt_file_drop_add(GTK_WIDGET(self), session);
    watch_touches(self);
    g_signal_connect_object(session, "mood-changed", G_CALLBACK(show_sign), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "message", G_CALLBACK(on_message), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "undoable", G_CALLBACK(on_undoable), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::song", G_CALLBACK(show_page), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::cover", G_CALLBACK(on_cover), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::playing", G_CALLBACK(on_playing), self,
                            G_CONNECT_SWAPPED);
    self->first_start_wait = g_signal_connect_object(
        session, "notify::needs-music", G_CALLBACK(consider_first_start), self, G_CONNECT_SWAPPED);
}

LiltWindow *
lilt_window_new(GtkApplication *application, LiltSession *session)
{
    LiltWindow *self = g_object_new(LILT_TYPE_WINDOW, "application", application, NULL);

    self->session = g_object_ref(session);
    lilt_window_actions_add(self);
    attach_session(self);
    show_sign(self);
    show_page(self);
    on_cover(self);
    on_room_changed(self);
    lilt_now_page_focus(self->now_page);
    consider_first_start(self);
    return self;
}
