/* Editing tags, which can be taken back. */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "session_private.h"

/* An edit under way. */
typedef struct {
    LiltSession *session; /* held */
    gboolean undoing;
} Edit;

static void begin_edit(LiltSession *self, GPtrArray *retags, gboolean undoing);

static void
take_back(LiltSession *self, gpointer data)
{
    begin_edit(self, data, TRUE);
}

/* The first file that stayed as it was, with why; of several, how many. */
static void
say_failed(LiltSession *self, char **failed)
{
    const guint n = g_strv_length(failed);
    const char *slash = n > 0 ? strrchr(failed[0], '/') : NULL;
    g_autofree char *sentence = NULL;

    if (n == 0)
        return;
    sentence = n == 1 ? g_strdup_printf(_("Tags not changed: %s"),
                                        slash != NULL ? slash + 1 : failed[0])
                      : g_strdup_printf(ngettext("The tags of %u file could not be changed.",
                                                 "The tags of %u files could not be changed.", n),
                                        n);
    lilt_session_say(self, sentence);
}

static void
set_editing(LiltSession *self, gboolean editing)
{
    if (editing)
        self->edit_cancel = g_cancellable_new();
    else
        g_clear_object(&self->edit_cancel);
    g_simple_action_set_enabled(lilt_session_action(self, "cancel-editing"), editing);
    lilt_session_notify(self, LILT_PROP_EDITING);
}

static void
on_edited(GObject *library, GAsyncResult *result, gpointer data)
{
    g_autofree Edit *edit = data;
    g_autoptr(LiltSession) self = edit->session;
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) failed = NULL;
    g_autoptr(GPtrArray)
        before = lilt_library_retag_finish(LILT_LIBRARY(library), result, &failed, &error);

    if (--self->n_edits == 0)
        set_editing(self, FALSE);
    if (self->watching == NULL) /* all is stopped */
        return;
    if (before == NULL) {
        if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            lilt_session_say(self, error->message);
        return;
    }
    if (before->len > 0 && !edit->undoing) {
        g_autofree char *sentence = g_strdup_printf(
            ngettext("Tags of %u song changed", "Tags of %u songs changed", before->len),
            before->len);

        lilt_session_offer_undo(self, sentence, take_back, g_ptr_array_ref(before),
                                (GDestroyNotify)g_ptr_array_unref);
    }
    say_failed(self, failed);
}

static void
begin_edit(LiltSession *self, GPtrArray *retags, gboolean undoing)
{
    Edit *edit = g_new(Edit, 1);

    *edit = (Edit){g_object_ref(self), undoing};
    if (self->n_edits++ == 0)
        set_editing(self, TRUE);
    lilt_library_retag_async(self->library, retags, self->edit_cancel, on_edited, edit);
}

/* The same tags for all of these songs; labels that are not known are passed over. */
static void
set_tags(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    g_autoptr(GPtrArray) retags = g_ptr_array_new_with_free_func(lilt_retag_free);
    g_autoptr(GVariant) ids = g_variant_get_child_value(parameter, 0);
    g_autoptr(GVariant) texts = g_variant_get_child_value(parameter, 1);
    gsize n;
    const gint64 *id = g_variant_get_fixed_array(ids, &n, sizeof *id);

    (void)action;
    for (gsize i = 0; i < n; i++) {
        LiltRetag *retag = lilt_retag_new(id[i]);
        const char *label, *text;
        GVariantIter iter;
        LiltTag tag;

        g_variant_iter_init(&iter, texts);
        while (g_variant_iter_next(&iter, "{&s&s}", &label, &text))
            if (lilt_tag_from_label(label, &tag) && retag->text[tag] == NULL)
                retag->text[tag] = g_strdup(text);
        g_ptr_array_add(retags, retag);
    }
    begin_edit(data, retags, FALSE);
}

/* Songs whose tags are not written yet keep those they have. */
static void
cancel_editing(GSimpleAction *action, GVariant *nothing, gpointer data)
{
    (void)action, (void)nothing;
    lilt_session_end_editing(data);
}

void
lilt_session_end_editing(LiltSession *self)
{
    if (self->edit_cancel != NULL)
        g_cancellable_cancel(self->edit_cancel);
}

static void
on_progress(LiltLibrary *library, guint n_done, guint n_all, gpointer data)
{
    (void)library;
    lilt_session_tell_edit(data, n_done, n_all);
}

void
lilt_session_add_tag_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"set-tags", set_tags, "(axa{ss})", NULL, NULL, {0}},
        {"cancel-editing", cancel_editing, NULL, NULL, NULL, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    g_simple_action_set_enabled(lilt_session_action(self, "cancel-editing"), FALSE);
    g_signal_connect_object(self->library, "retag-progress", G_CALLBACK(on_progress), self, 0);
}
