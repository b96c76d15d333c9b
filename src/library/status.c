/* A status of the C rooms as a GError. */
#include "status.h"

static GIOErrorEnum
error_code(LiltStatus status)
{
    switch (status) {
    case LILT_E_FULL:
        return G_IO_ERROR_NO_SPACE;
    case LILT_E_ABSENT:
        return G_IO_ERROR_NOT_FOUND;
    case LILT_E_DENIED:
        return G_IO_ERROR_PERMISSION_DENIED;
    case LILT_E_FORMAT:
        return G_IO_ERROR_INVALID_DATA;
    case LILT_E_BUSY:
        return G_IO_ERROR_BUSY;
    case LILT_E_UNSUPPORTED:
        return G_IO_ERROR_NOT_SUPPORTED;
    default:
        return G_IO_ERROR_FAILED;
    }
}

gboolean
status_to_error(LiltStatus status, const LiltDiag *diag, GError **error)
{
    if (status == LILT_OK)
        return TRUE;
    g_set_error_literal(error, G_IO_ERROR, (gint)error_code(status), diag->text);
    return FALSE;
}
