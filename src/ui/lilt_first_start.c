/* The first start. */
#include "lilt_first_start.h"

#include <glib/gi18n-lib.h>

#include "resources.h"

struct _LiltFirstStart {
    AdwBin parent_instance;
    LiltSession *session;

    AdwCarousel *carousel;
    GtkWidget *dots;
    GtkWidget *welcome_page, *music_page, *camera_page; /* a reference each */
    GtkButton *found, *other;
    GtkLabel *found_words;
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
    return needs_music(session) || needs_camera_answer(session);
}

static void
finish(LiltFirstStart *self)
{
    g_signal_emit(self, done_signal, 0);
}

static void
go_to_music(LiltFirstStart *self)
{
    adw_carousel_scroll_to(self->carousel, self->music_page, TRUE);
}

/* The last page, unless it was answered long ago. */
static void
go_to_camera(LiltFirstStart *self)
{
    if (needs_camera_answer(self->session))
        adw_carousel_scroll_to(self->carousel, self->camera_page, TRUE);
    else
        finish(self);
}

static void
use_found_folder(LiltFirstStart *self)
{
    gtk_widget_activate_action(GTK_WIDGET(self), "app.add-folder", "s",
                               g_get_user_special_dir(G_USER_DIRECTORY_MUSIC));
    go_to_camera(self);
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

/* Another folder was chosen in the dialog. */
static void
on_music_changed(LiltFirstStart *self)
{
    if (gtk_widget_get_mapped(GTK_WIDGET(self)) && !needs_music(self->session) &&
        adw_carousel_get_position(self->carousel) < 1.5)
        go_to_camera(self);
}

/* Offer the desktop's music folder where there is one. */
static void
show_found_folder(LiltFirstStart *self)
{
    const char *path = g_get_user_special_dir(G_USER_DIRECTORY_MUSIC);
    const gboolean there = path != NULL && g_file_test(path, G_FILE_TEST_IS_DIR);
    g_autofree char *words = there ? g_strdup_printf(_("Your music folder is %s."), path) : NULL;

    gtk_widget_set_visible(GTK_WIDGET(self->found), there);
    gtk_button_set_label(self->other, there ? _("Choose Another Folder…") : _("Choose Folder…"));
    gtk_label_set_label(self->found_words,
                        there ? words
                              : _("Lilt reads the folder you choose and changes nothing in it."));
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
    show_pages(self, needs_music(self->session), needs_camera_answer(self->session));
}

void
lilt_first_start_ask_camera(LiltFirstStart *self)
{
    g_return_if_fail(LILT_IS_FIRST_START(self));
    show_pages(self, FALSE, TRUE);
}

void
lilt_first_start_set_narrow(LiltFirstStart *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_FIRST_START(self));
    gtk_orientable_set_orientation(self->answers,
                                   narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
