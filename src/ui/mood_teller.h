/* mood_teller.h - decides when new words about the mood are said. Everything that shows a mood
 * listens to the one teller, so that the window never says two things. Readings by the camera
 * change the words at most once in 8 s; what a hand does is said at once. */
#pragma once

#include "lilt/session.h"
#include "mood_words.h"

G_BEGIN_DECLS

/* Signal: told (), get_words() and get_view() are new. */
#define LILT_TYPE_MOOD_TELLER (lilt_mood_teller_get_type())
G_DECLARE_FINAL_TYPE(LiltMoodTeller, lilt_mood_teller, LILT, MOOD_TELLER, GObject)

/* Nothing is told before the first lilt_mood_teller_tell() or _follow(). */
LiltMoodTeller *lilt_mood_teller_new(void);

/* Tell what the session says from now on. */
void lilt_mood_teller_follow(LiltMoodTeller *self, LiltSession *session);

/* Say this, now or when the last words have stood long enough. The view is copied. */
void lilt_mood_teller_tell(LiltMoodTeller *self, const LiltMoodView *view, gboolean scanning);

const LiltMoodWords *lilt_mood_teller_get_words(LiltMoodTeller *self); /* lent until told */
const LiltMoodView *lilt_mood_teller_get_view(LiltMoodTeller *self);   /* lent until told */

G_END_DECLS
