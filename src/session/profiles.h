/* profiles.h - the settings of each who listens; the rest is in lilt/session.h. */
#pragma once

#include <gio/gio.h>

/* The settings of a profile, by its id; the caller owns them. */
GSettings *lilt_profile_settings(const char *id);
