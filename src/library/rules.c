/* The songs of playlists by rule. They are looked for on the store thread, once all that was told
 * before is written; changes that follow each other closely cost one look. */
#include "library_private.h"

#include <stdlib.h>

#include "playlist.h"

enum {
    SETTLE_MS = 400,
    AGE_MS = 60 * 60 * 1000, /* "in the last 30 days" is another thing an hour later */
};

/* A rule and what it finds. */
typedef struct {
    gint64 list_id;
    LiltRule rule;
    int64_t *ids; /* free(); NULL until it was looked for */
    size_t n_ids;
    gboolean found;
} Wanted;

static void
wanted_clear(gpointer data)
{
    free(((Wanted *)data)->ids);
}

static GArray *
collect_rules(LiltLibrary *self)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Wanted));

    g_array_set_clear_func(all, wanted_clear);
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->lists)); i++) {
        g_autoptr(LiltPlaylist) list = g_list_model_get_item(G_LIST_MODEL(self->lists), i);
        const LiltRule *rule = lilt_playlist_get_rule(list);

        if (rule != NULL)
            g_array_append_val(all, ((Wanted){lilt_playlist_get_id(list), *rule, NULL, 0, FALSE}));
    }
    return all;
}

/* ---- looking --------------------------------------------------------------------------------- */

static void show_found(LiltLibrary *self, gpointer data);

typedef struct {
    LiltLibrary *self; /* closes only when the store thread has ended */
    GArray *wanted;    /* of Wanted */
} Look;

static void
look_free(gpointer data)
{
    Look *look = data;

    g_clear_pointer(&look->wanted, g_array_unref);
    g_free(look);
}

static LiltStatus
find_all(LiltStore *store, gpointer data, LiltDiag *diag)
{
    Look *look = data;
    const int64_t now_s = lilt_clock_wall_s();
    LiltStatus status = LILT_OK;

    for (guint i = 0; status == LILT_OK && i < look->wanted->len; i++) {
        Wanted *wanted = &g_array_index(look->wanted, Wanted, i);

        status = lilt_store_find_by_rule(store, &wanted->rule, now_s, diag, &wanted->ids,
                                         &wanted->n_ids);
        wanted->found = status == LILT_OK;
    }
    library_post(look->self, show_found, g_steal_pointer(&look->wanted),
                 (GDestroyNotify)g_array_unref);
    return status;
}

static gboolean
begin_look(gpointer data)
{
    LiltLibrary *self = data;
    g_autoptr(GArray) wanted = collect_rules(self);

    g_clear_pointer(&self->rules_timer, g_source_unref);
    if (self->store == NULL || wanted->len == 0)
        return G_SOURCE_REMOVE;
    Look *next = g_new(Look, 1);

    *next = (Look){self, g_steal_pointer(&wanted)};
    self->rules_asked = TRUE;
    store_thread_push(self->store, STORE_JOB_SETTLED, find_all, next, look_free);
    return G_SOURCE_REMOVE;
}

static void
look_in(LiltLibrary *self, guint ms)
{
    const gint64 due_us = g_get_monotonic_time() + (gint64)ms * 1000;

    if (self->rules_timer != NULL && self->rules_due_us <= due_us)
        return;
    library_stop_rules(self);
    self->rules_due_us = due_us;
    self->rules_timer = g_timeout_source_new(ms);
    g_source_set_callback(self->rules_timer, begin_look, self, NULL);
    g_source_attach(self->rules_timer, self->context);
}

/* ---- showing --------------------------------------------------------------------------------- */

static void
show_found(LiltLibrary *self, gpointer data)
{
    const GArray *all = data;

    self->rules_asked = FALSE;
    for (guint i = 0; self->store != NULL && i < all->len; i++) {
        const Wanted *found = &g_array_index(all, Wanted, i);
        LiltPlaylist *list = lilt_library_get_list(self, found->list_id);

        if (list == NULL || !found->found)
            continue;
        playlist_set_ids(list, found->ids, found->n_ids);
        playlist_show(list, self->catalogue);
    }
    if (self->store != NULL)
        look_in(self, self->rules_stale ? SETTLE_MS : AGE_MS);
    self->rules_stale = FALSE;
}

void
library_rules_changed(LiltLibrary *self, gboolean at_once)
{
    if (self->rules_asked)
        self->rules_stale = TRUE;
    else if (self->store != NULL && !self->loading)
        look_in(self, at_once ? 0 : SETTLE_MS);
}

void
library_stop_rules(LiltLibrary *self)
{
    if (self->rules_timer == NULL)
        return;
    g_source_destroy(self->rules_timer);
    g_clear_pointer(&self->rules_timer, g_source_unref);
}
