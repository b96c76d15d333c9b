/* lilt_journal_page.h - the mood journal: a week, a day of it as a chart, and what it was like; or
 * the question whether one is to be kept. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_JOURNAL_PAGE (lilt_journal_page_get_type())
G_DECLARE_FINAL_TYPE(LiltJournalPage, lilt_journal_page, LILT, JOURNAL_PAGE, AdwBin)

void lilt_journal_page_set_session(LiltJournalPage *self, LiltSession *session);
void lilt_journal_page_show_day(LiltJournalPage *self, const GDate *day);
/* Go so many days on, or back; not beyond today. */
void lilt_journal_page_turn(LiltJournalPage *self, int n_days);
void lilt_journal_page_set_narrow(LiltJournalPage *self, gboolean narrow);

G_END_DECLS
