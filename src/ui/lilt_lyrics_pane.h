/* lilt_lyrics_pane.h - the words of the song that plays: the line that is sung stands out and stays
 * in sight, a line that is clicked is played; words without times are a text to scroll. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

#define LILT_TYPE_LYRICS_PANE (lilt_lyrics_pane_get_type())
G_DECLARE_FINAL_TYPE(LiltLyricsPane, lilt_lyrics_pane, LILT, LYRICS_PANE, AdwBin)

void lilt_lyrics_pane_set_session(LiltLyricsPane *self, LiltSession *session);

/* NULL: nothing is shown, and nothing followed. */
void lilt_lyrics_pane_set_lyrics(LiltLyricsPane *self, LiltLyrics *lyrics);
