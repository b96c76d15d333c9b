/* journal_actions.h - the commands of the Journal page ("win."). */
#pragma once

#include "lilt_journal_page.h"

/* Add them to the window; once. */
void lilt_journal_actions_add(GtkApplicationWindow *window, LiltJournalPage *page);
