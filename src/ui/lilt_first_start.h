/* lilt_first_start.h - three pages: welcome, where the music is, may Lilt look at your face. No
 * camera is opened before the last is answered. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Signal: done (), all is asked. */
#define LILT_TYPE_FIRST_START (lilt_first_start_get_type())
G_DECLARE_FINAL_TYPE(LiltFirstStart, lilt_first_start, LILT, FIRST_START, AdwBin)

void lilt_first_start_set_session(LiltFirstStart *self, LiltSession *session);

/* Whether anything is still to be asked: never again once it was gone through to its end. */
gboolean lilt_first_start_is_needed(LiltSession *session);

/* Show the first page that is needed. */
void lilt_first_start_begin(LiltFirstStart *self);

/* Whether somebody is going through it; else it may be left for music that begins to play. */
gboolean lilt_first_start_has_begun(LiltFirstStart *self);

/* Show the question about the camera, and only that. */
void lilt_first_start_ask_camera(LiltFirstStart *self);

/* Narrow: the two answers one above the other. */
void lilt_first_start_set_narrow(LiltFirstStart *self, gboolean narrow);

G_END_DECLS
