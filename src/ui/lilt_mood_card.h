/* lilt_mood_card.h - the playlist of one mood as a card: what it sounds like, its curve, its
 * length. Pressing it browses, its button plays. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_MOOD_CARD (lilt_mood_card_get_type())
G_DECLARE_FINAL_TYPE(LiltMoodCard, lilt_mood_card, LILT, MOOD_CARD, AdwBin)

/* songs: the mood's playlist, a live model of LiltSong; a reference is taken. */
LiltMoodCard *lilt_mood_card_new(LiltEmotion emotion, GListModel *songs);

/* Whether this is the mood in force: a ring and the badge "Now". */
void lilt_mood_card_set_current(LiltMoodCard *self, gboolean current);

/* One column: the curve is lower. */
void lilt_mood_card_set_narrow(LiltMoodCard *self, gboolean narrow);

G_END_DECLS
