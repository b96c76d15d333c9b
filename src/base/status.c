/* Status names and one-line diagnoses. */
#include "lilt/base.h"

#include <errno.h>
#include <stdio.h>

const char *
lilt_status_name(LiltStatus status)
{
    static const char *const names[] = {
        [LILT_OK] = "done",
        [LILT_E_IO] = "input or output failed",
        [LILT_E_FULL] = "the disk is full",
        [LILT_E_FORMAT] = "wrong format",
        [LILT_E_NOMEM] = "out of memory",
        [LILT_E_ABSENT] = "not found",
        [LILT_E_DENIED] = "not allowed",
        [LILT_E_BUSY] = "busy",
        [LILT_E_GONE] = "gone",
        [LILT_E_TIMEOUT] = "timed out",
        [LILT_E_UNSUPPORTED] = "not supported",
        [LILT_E_STOPPED] = "stopped",
        [LILT_E_END] = "end",
    };
    const size_t index = (size_t)status;

    return index < sizeof names / sizeof *names ? names[index] : "unknown status";
}

LiltStatus
lilt_fail(LiltDiag *diag, LiltStatus status, const char *format, ...)
{
    if (diag != NULL) {
        va_list args;

        va_start(args, format);
        vsnprintf(diag->text, sizeof diag->text, format, args);
        va_end(args);
    }
    return status;
}

LiltStatus
lilt_status_from_errno(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return LILT_E_ABSENT;
    case EACCES:
    case EPERM:
    case EROFS:
        return LILT_E_DENIED;
    case EBUSY:
        return LILT_E_BUSY;
    case ENODEV:
    case ENXIO:
        return LILT_E_GONE;
    case ENOMEM:
        return LILT_E_NOMEM;
    default:
        return LILT_E_IO;
    }
}
