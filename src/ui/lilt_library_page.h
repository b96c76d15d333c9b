/* lilt_library_page.h - the Library page: all, albums, artists, songs, playlists; search, mood and
 * order; the page of one album, artist or playlist. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Signal: search-started (), keys were typed anywhere in the window. */
#define LILT_TYPE_LIBRARY_PAGE (lilt_library_page_get_type())
G_DECLARE_FINAL_TYPE(LiltLibraryPage, lilt_library_page, LILT, LIBRARY_PAGE, AdwBin)

void lilt_library_page_set_session(LiltLibraryPage *self, LiltSession *session);

/* Typing anywhere in `widget` goes into the search. */
void lilt_library_page_capture_keys(LiltLibraryPage *self, GtkWidget *widget);

void lilt_library_page_start_search(LiltLibraryPage *self);
void lilt_library_page_stop_search(LiltLibraryPage *self);

/* One of "all", "albums", "artists", "songs", "playlists"; a page that is open is left. */
void lilt_library_page_show_tab(LiltLibraryPage *self, const char *tab);

/* Only songs nearest to this mood; LILT_EMOTION_UNKNOWN: all. */
void lilt_library_page_set_mood(LiltLibraryPage *self, LiltEmotion mood);

/* The page of an album or an artist, by one of the songs, or of a playlist. */
void lilt_library_page_open_album(LiltLibraryPage *self, gint64 song_id);
void lilt_library_page_open_artist(LiltLibraryPage *self, gint64 song_id);
void lilt_library_page_open_list(LiltLibraryPage *self, gint64 list_id);
void lilt_library_page_back(LiltLibraryPage *self);

/* The tabs in a row of their own: where they have no room beside the search. */
void lilt_library_page_set_tabs_below(LiltLibraryPage *self, gboolean below);
void lilt_library_page_set_narrow(LiltLibraryPage *self, gboolean narrow);

G_END_DECLS
