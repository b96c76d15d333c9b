/* lilt_moods_page.h - the recommended playlists: seven cards, and the songs behind each. */
#pragma once

#include <adwaita.h>

#include "mood_teller.h"

G_BEGIN_DECLS

#define LILT_TYPE_MOODS_PAGE (lilt_moods_page_get_type())
G_DECLARE_FINAL_TYPE(LiltMoodsPage, lilt_moods_page, LILT, MOODS_PAGE, AdwBin)

void lilt_moods_page_set_session(LiltMoodsPage *self, LiltSession *session, LiltMoodTeller *teller);

/* The songs of one mood, or with LILT_EMOTION_UNKNOWN all cards. */
void lilt_moods_page_browse(LiltMoodsPage *self, LiltEmotion emotion);
void lilt_moods_page_set_narrow(LiltMoodsPage *self, gboolean narrow);

G_END_DECLS
