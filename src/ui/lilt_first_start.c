/* The first start. */
#include "lilt_first_start.h"

#include <glib/gi18n-lib.h>

#include "resources.h"

struct _LiltFirstStart {
    AdwBin parent_instance;
    LiltSession *session;
    gboolean begun; /* somebody is going through it */

    AdwCarousel *carousel;
    GtkWidget *dots;
    GtkWidget *welcome_page, *music_page, *camera_page; /* a reference each */
    GtkButton *found, *other;
    GtkLabel *found_words;
    GtkWidget *album, *album_words;
    GtkOrientable *answers;
};
G_DEFINE_FINAL_TYPE(LiltFirstStart, lilt_first_start, ADW_TYPE_BIN)

static guint done_signal;

static gboolean
needs_music(LiltSession *session)
{
    gboolean needs;

    g_object_get(session, "needs-music", &needs, NULL);
    return needs;
}

static gboolean
needs_camera_answer(LiltSession *session)
{
    return lilt_session_get_mood(session)->camera == LILT_CAMERA_NOT_ASKED;
}

gboolean
lilt_first_start_is_needed(LiltSession *session)
{
    return !lilt_session_is_first_start_done(session) &&
           (needs_music(session) || needs_camera_answer(session));
}

static void
finish(LiltFirstStart *self)
{
    g_action_group_activate_action(lilt_session_get_actions(self->session), "end-first-start",
                                   NULL);
    g_signal_emit(self, done_signal, 0);
}

/* The keyboard stays on the page in sight. It goes to the first button, but to none of the answers
 * about the camera: Return must not give one that nobody chose. */
static void
focus_page(LiltFirstStart *self, GtkWidget *page)
{
    GtkWidget *const pages[] = {self->welcome_page, self->music_page, self->camera_page};

    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
        gtk_widget_set_can_focus(pages[i], pages[i] == page);
    if (page == self->camera_page)
        gtk_widget_grab_focus(adw_clamp_get_child(ADW_CLAMP(page)));
    else
        gtk_widget_child_focus(page, GTK_DIR_TAB_FORWARD);
}

static void
turn_to(LiltFirstStart *self, GtkWidget *page)
{
    self->begun = TRUE;
    adw_carousel_scroll_to(self->carousel, page, TRUE);
    focus_page(self, page);
}

static void
go_to_music(LiltFirstStart *self)
{
    turn_to(self, self->music_page);
}

/* The last page, unless it was answered long ago. */
static void
go_to_camera(LiltFirstStart *self)
{
    if (needs_camera_answer(self->session))
        turn_to(self, self->camera_page);
    else
        finish(self);
}

/* The desktop's music folder, or the one of that name where the desktop has not said; NULL: there
 * is none. Without XDG directories GLib takes the home for it. */
static char *
dup_music_folder(void)
{
    const char *home = g_get_home_dir(), *told = g_get_user_special_dir(G_USER_DIRECTORY_MUSIC);
    g_autofree char *path = told != NULL && !g_str_equal(told, home)
                                ? g_strdup(told)
                                : g_build_filename(home, "Music", NULL);

    return g_file_test(path, G_FILE_TEST_IS_DIR) ? g_steal_pointer(&path) : NULL;
}

static void
use_found_folder(LiltFirstStart *self)
{
    g_autofree char *path = dup_music_folder();

    if (path != NULL)
        gtk_widget_activate_action(GTK_WIDGET(self), "app.add-folder", "s", path);
}

static void
answer_camera(LiltFirstStart *self, gboolean allowed)
{
    g_action_group_change_action_state(lilt_session_get_actions(self->session), "camera-allow",
                                       g_variant_new_boolean(allowed));
    finish(self);
}

static void
on_allow(LiltFirstStart *self)
{
    answer_camera(self, TRUE);
}

static void
on_not_now(LiltFirstStart *self)
{
    answer_camera(self, FALSE);
}

/* A folder or the album was chosen, here, in the dialog or over the bus. */
static void
on_music_changed(LiltFirstStart *self)
{
    if (gtk_widget_get_mapped(GTK_WIDGET(self)) && !needs_music(self->session) &&
        !gtk_widget_get_can_focus(self->camera_page))
        go_to_camera(self);
}

static void
show_found_folder(LiltFirstStart *self)
{
    g_autofree char *path = dup_music_folder();
    const gboolean there = path != NULL;
    g_autofree char *words = there ? g_strdup_printf(_("Your music folder is %s."), path) : NULL;

    gtk_widget_set_visible(GTK_WIDGET(self->found), there);
    gtk_button_set_label(self->other, there ? _("Choose Another Folder…") : _("Choose Folder…"));
    gtk_label_set_label(
        self->found_words,
        there
            ? words
            : _("Lilt reads the folder you choose. It changes a file only when you edit its tags."));
}

static void
lilt_first_start_dispose(GObject *object)
{
    LiltFirstStart *self = LILT_FIRST_START(object);

    g_clear_object(&self->session);
    g_clear_object(&self->welcome_page);
    g_clear_object(&self->music_page);
    g_clear_object(&self->camera_page);
    G_OBJECT_CLASS(lilt_first_start_parent_class)->dispose(object);
}

static void
lilt_first_start_class_init(LiltFirstStartClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_first_start_dispose;
    done_signal = g_signal_new("done", LILT_TYPE_FIRST_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_first_start.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, carousel);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, dots);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, welcome_page);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, music_page);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, camera_page);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, found);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, other);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, found_words);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, album);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, album_words);
    gtk_widget_class_bind_template_child(widget_class, LiltFirstStart, answers);
    gtk_widget_class_bind_template_callback(widget_class, go_to_music);
    gtk_widget_class_bind_template_callback(widget_class, go_to_camera);
    gtk_widget_class_bind_template_callback(widget_class, use_found_folder);
    gtk_widget_class_bind_template_callback(widget_class, on_allow);
    gtk_widget_class_bind_template_callback(widget_class, on_not_now);
}

static void
lilt_first_start_init(LiltFirstStart *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    g_object_ref(self->welcome_page); /* pages are taken out and put back */
    g_object_ref(self->music_page);
    g_object_ref(self->camera_page);
    show_found_folder(self);
}

void
lilt_first_start_set_session(LiltFirstStart *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_FIRST_START(self));
    g_set_object(&self->session, session);
    const gboolean has_album = g_action_group_get_action_enabled(lilt_session_get_actions(session),
                                                                 "play-album");

    gtk_widget_set_visible(self->album, has_album);
    gtk_widget_set_visible(self->album_words, has_album);
    g_signal_connect_object(session, "notify::needs-music", G_CALLBACK(on_music_changed), self,
                            G_CONNECT_SWAPPED);
}

/* Pages that are not asked are not there: the dots tell how many steps it really is. */
static void
show_pages(LiltFirstStart *self, gboolean music, gboolean camera)
{
    while (adw_carousel_get_n_pages(self->carousel) > 0)
        adw_carousel_remove(self->carousel, adw_carousel_get_nth_page(self->carousel, 0));
    if (music) {
        adw_carousel_append(self->carousel, self->welcome_page);
        adw_carousel_append(self->carousel, self->music_page);
    }
    if (camera)
        adw_carousel_append(self->carousel, self->camera_page);
    gtk_widget_set_visible(self->dots, adw_carousel_get_n_pages(self->carousel) > 1);
}

void
lilt_first_start_begin(LiltFirstStart *self)
{
    g_return_if_fail(LILT_IS_FIRST_START(self));
    const gboolean music = needs_music(self->session);

    show_pages(self, music, needs_camera_answer(self->session));
    self->begun = FALSE;
    focus_page(self, music ? self->welcome_page : self->camera_page);
}

gboolean
lilt_first_start_has_begun(LiltFirstStart *self)
{
    g_return_val_if_fail(LILT_IS_FIRST_START(self), FALSE);
    return self->begun;
}

void
lilt_first_start_ask_camera(LiltFirstStart *self)
{
    g_return_if_fail(LILT_IS_FIRST_START(self));
    show_pages(self, FALSE, TRUE);
    turn_to(self, self->camera_page);
}

void
lilt_first_start_set_narrow(LiltFirstStart *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_FIRST_START(self));
    gtk_orientable_set_orientation(self->answers,
                                   narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
