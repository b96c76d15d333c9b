/* settings.h - what is remembered between runs by GSettings. */
#pragma once

#include <gio/gio.h>

/* As the schema's enum io.github.lilt_player.Lilt.Consent has it. */
typedef enum { LILT_CONSENT_ASK, LILT_CONSENT_YES, LILT_CONSENT_NO } LiltConsent;

/* As the enums Repeat and ChoiceLasts have them. */
typedef enum { LILT_REPEAT_NONE, LILT_REPEAT_ALL, LILT_REPEAT_ONE } LiltRepeat;
typedef enum { LILT_LASTS_SONG, LILT_LASTS_HALF_HOUR, LILT_LASTS_UNTIL_CHANGED } LiltLasts;

/* The settings io.github.lilt_player.Lilt, kept in that file, or by the desktop (NULL); the caller
 * owns them. Their schema has to be there: see lilt_session_check(). */
GSettings *lilt_settings_in(const char *file);
