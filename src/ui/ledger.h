/* ledger.h - why a song plays, as bars that add up, and what the listener can say to it. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_LEDGER (lilt_ledger_get_type())
G_DECLARE_FINAL_TYPE(LiltLedger, lilt_ledger, LILT, LEDGER, GtkPopover)

/* Show this song; `why` is only read now, NULL: not known. */
void lilt_ledger_set_song(LiltLedger *self, LiltSong *song, const LiltWhy *why);

/* Begin with "Wrong Mood": the seven moods to choose from. */
void lilt_ledger_ask_mood(LiltLedger *self);

/* The icon that stands for a part of a score. Static. */
const char *lilt_part_icon(LiltPart part);

G_END_DECLS
