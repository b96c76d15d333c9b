/* What can be done with songs. */
#include "song_menu.h"

#include <glib/gi18n-lib.h>

#include "moods.h"

static void
add(GMenu *menu, const char *label, const char *action, GVariant *target)
{
    g_autoptr(GMenuItem) item = g_menu_item_new(label, NULL);

    g_menu_item_set_action_and_target_value(item, action, target);
    g_menu_append_item(menu, item);
}

/* A section that `menu` then owns; lent. */
static GMenu *
add_section(GMenu *menu)
{
    g_autoptr(GMenu) section = g_menu_new();

    g_menu_append_section(menu, NULL, G_MENU_MODEL(section));
    return section;
}

static GVariant *
one_id(gint64 id)
{
    return g_variant_new_fixed_array(G_VARIANT_TYPE_INT64, &id, 1, sizeof id);
}

GVariant *
lilt_song_ids(GListModel *songs)
{
    guint n = 0;
    g_autofree gint64 *ids = lilt_songs_dup_ids(songs, &n);

    return g_variant_new_fixed_array(G_VARIANT_TYPE_INT64, ids, n, sizeof *ids);
}

GMenuModel *
lilt_lists_menu_new(LiltSession *session, GVariant *ids)
{
    g_autoptr(GVariant) kept = g_variant_ref_sink(ids);
    GListModel *lists = lilt_session_get_lists(session);
    GMenu *menu = g_menu_new();
    GMenu *known = add_section(menu);

    for (guint i = 0; i < g_list_model_get_n_items(lists); i++) {
        g_autoptr(LiltPlaylist) list = g_list_model_get_item(lists, i);
        g_autoptr(GMenuItem) item = g_menu_item_new(lilt_playlist_get_name(list), NULL);

        if (lilt_playlist_get_rule(list) != NULL)
            continue;
        g_menu_item_set_action_and_target(item, "app.add-to-list", "(x@ax)",
                                          lilt_playlist_get_id(list), kept);
        g_menu_append_item(known, item);
    }
    add(add_section(menu), _("New Playlist…"), "win.new-list", kept);
    return G_MENU_MODEL(menu);
}

/* The moods' playlists that a song can be added to. */
static GMenuModel *
moods_menu_new(gint64 id)
{
    GMenu *menu = g_menu_new();

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        add(menu, lilt_mood_look(lilt_mood_order[i]).name, "app.add-to-mood",
            g_variant_new("(s@ax)", lilt_emotion_label(lilt_mood_order[i]), one_id(id)));
    return G_MENU_MODEL(menu);
}

/* Of a song that cannot be played only its place in lists can be changed. */
static GMenuModel *
absent_menu_new(LiltSong *song, GMenuModel *lists, LiltSongPlace place)
{
    GMenu *menu = g_menu_new();

    g_menu_append_submenu(menu, _("Add to Playlist"), lists);
    if (place.list_id != 0)
        add(menu, _("Remove from Playlist"), "app.remove-from-list",
            g_variant_new("(xu)", place.list_id, place.place));
    add(menu, _("Properties"), "win.properties", g_variant_new_int64(lilt_song_get_id(song)));
    return G_MENU_MODEL(menu);
}

GMenuModel *
lilt_song_menu_new(LiltSession *session, LiltSong *song, LiltSongPlace place)
{
    const gint64 id = lilt_song_get_id(song);
    const gboolean loved = lilt_session_get_love(session, id) > 0;
    g_autoptr(GMenuModel) lists = lilt_lists_menu_new(session, one_id(id));

    if (!lilt_song_is_there(song))
        return absent_menu_new(song, lists, place);
    g_autoptr(GMenuModel) moods = moods_menu_new(id);
    GMenu *menu = g_menu_new(), *section = add_section(menu);

    add(section, _("Play Now"), "app.play-song", g_variant_new_int64(id));
    add(section, _("Play Next"), "app.play-next", g_variant_new_int64(id));
    add(section, _("Add to Queue"), "app.enqueue", g_variant_new_int64(id));
    g_menu_append_submenu(section, _("Add to Playlist"), lists);
    g_menu_append_submenu(section, _("Add to Mood"), moods);
    if (place.list_id != 0)
        add(section, _("Remove from Playlist"), "app.remove-from-list",
            g_variant_new("(xu)", place.list_id, place.place));
    if (place.mood != LILT_EMOTION_UNKNOWN)
        add(section, _("Remove from This Mood"), "app.remove-from-mood",
            g_variant_new("(su)", lilt_emotion_label(place.mood), place.place));
    section = add_section(menu);
    add(section, loved ? _("Love No More") : _("Love"), "app.love-song", g_variant_new_int64(id));
    add(section, _("Never Play"), "app.never", g_variant_new_int64(id));
    section = add_section(menu);
    if (*lilt_song_get_album(song) != '\0')
        add(section, _("Go to Album"), "win.open-album", g_variant_new_int64(id));
    if (*lilt_song_get_artist(song) != '\0')
        add(section, _("Go to Artist"), "win.open-artist", g_variant_new_int64(id));
    add(section, _("Edit Tags…"), "win.edit-tags", one_id(id));
    add(section, _("Properties"), "win.properties", g_variant_new_int64(id));
    add(section, _("Show in Files"), "win.show-in-files", g_variant_new_int64(id));
    return G_MENU_MODEL(menu);
}

GMenuModel *
lilt_queue_menu_new(guint place, guint n_items)
{
    GMenu *menu = g_menu_new();

    add(menu, _("Play Now"), "app.play-queued", g_variant_new_uint32(place));
    if (place > 0)
        add(menu, _("Move Up"), "app.move-queued", g_variant_new("(uu)", place, place - 1));
    if (place + 1 < n_items)
        add(menu, _("Move Down"), "app.move-queued", g_variant_new("(uu)", place, place + 1));
    add(menu, _("Remove from Queue"), "app.dequeue", g_variant_new_uint32(place));
    return G_MENU_MODEL(menu);
}
