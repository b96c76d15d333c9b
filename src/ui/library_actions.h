/* library_actions.h - the commands of the Library page: library-tab, library-mood, library-back,
 * open-album, open-artist, open-list, new-list, rename-list, show-in-files. */
#pragma once

#include "lilt_library_page.h"

/* Add them to the window ("win."), once. `page` lives as long as the window. */
void lilt_library_actions_add(GtkApplicationWindow *window, LiltLibraryPage *page,
                              LiltSession *session);
