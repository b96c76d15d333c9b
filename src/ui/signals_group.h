/* signals_group.h - the part of Preferences on what else counts: body, hour, activity, place and
 * weather, each with a switch and a weight. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

void lilt_signals_show(AdwPreferencesGroup *group, LiltSession *session);
