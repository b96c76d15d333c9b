/* status.h - a status of the C rooms as a GError. */
#pragma once

#include <gio/gio.h>

#include "lilt/base.h"

/* TRUE for LILT_OK; else `error` is set from the status and its diagnosis. */
gboolean status_to_error(LiltStatus status, const LiltDiag *diag, GError **error);
