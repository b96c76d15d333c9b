/* day_chart.h - a day of the mood journal, drawn: a line that says how bright, under it a band of
 * the named moods, outlined where they were chosen by hand. Gaps stay gaps. Time runs from left to
 * right in every language. */
#pragma once

#include <gtk/gtk.h>

#include "journal_day.h"

G_BEGIN_DECLS

#define LILT_TYPE_DAY_CHART (lilt_day_chart_get_type())
G_DECLARE_FINAL_TYPE(LiltDayChart, lilt_day_chart, LILT, DAY_CHART, GtkWidget)

/* entries: of LiltJournalEntry of one day that begins at `begin_s`; a reference is taken, what is
 * in it is drawn until the next call. NULL: nothing. words: what the chart shows, for screen
 * readers. */
void lilt_day_chart_show(LiltDayChart *self, GPtrArray *entries, gint64 begin_s, const char *words);

/* How much of a day each mood took, as a thin line in their colours. */
#define LILT_TYPE_DAY_SHARES (lilt_day_shares_get_type())
G_DECLARE_FINAL_TYPE(LiltDayShares, lilt_day_shares, LILT, DAY_SHARES, GtkWidget)

void lilt_day_shares_show(LiltDayShares *self, const double seconds[LILT_N_EMOTIONS]);

G_END_DECLS
