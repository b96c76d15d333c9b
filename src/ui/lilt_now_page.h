/* lilt_now_page.h - what plays, why, and what comes next. */
#pragma once

#include <adwaita.h>

#include "mood_teller.h"

G_BEGIN_DECLS

#define LILT_TYPE_NOW_PAGE (lilt_now_page_get_type())
G_DECLARE_FINAL_TYPE(LiltNowPage, lilt_now_page, LILT, NOW_PAGE, AdwBin)

void lilt_now_page_set_session(LiltNowPage *self, LiltSession *session, LiltMoodTeller *teller);

/* Narrow: one scrolling column; else the player beside the mood and the queue. */
void lilt_now_page_set_narrow(LiltNowPage *self, gboolean narrow);

/* The right column; without it the player stands alone in the middle. A narrow page keeps it. */
void lilt_now_page_set_side(LiltNowPage *self, gboolean shown);

void lilt_now_page_focus(LiltNowPage *self); /* puts the keyboard on Play */

G_END_DECLS
