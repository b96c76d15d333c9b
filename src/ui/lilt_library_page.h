/* lilt_library_page.h - all songs, and search. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_LIBRARY_PAGE (lilt_library_page_get_type())
G_DECLARE_FINAL_TYPE(LiltLibraryPage, lilt_library_page, LILT, LIBRARY_PAGE, AdwBin)

/* Signal: search-started (), somebody began to type while the page may not be in sight. */
void lilt_library_page_set_session(LiltLibraryPage *self, LiltSession *session);

/* Typing anywhere in `widget` begins a search. */
void lilt_library_page_capture_keys(LiltLibraryPage *self, GtkWidget *widget);

void lilt_library_page_start_search(LiltLibraryPage *self); /* puts the keyboard into the entry */
void lilt_library_page_stop_search(LiltLibraryPage *self);  /* empties it: all songs again */
void lilt_library_page_set_narrow(LiltLibraryPage *self, gboolean narrow);

G_END_DECLS
