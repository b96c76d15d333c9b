/* metadata.h - what MPRIS says of a track. */
#pragma once

#include "lilt/desktop.h"

/* The object path that stands for a track; 0: for none. g_free(). */
char *metadata_dup_track_path(guint64 ticket);

/* A floating a{sv} of what is known of it; NULL: of no track. */
GVariant *metadata_new(const LiltMprisTrack *track);
