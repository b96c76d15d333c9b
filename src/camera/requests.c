/* Asking a V4L2 driver, and the sentence when it refuses. */
#include "requests.h"
#include "lilt/camera.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

enum { MAX_INTERRUPTIONS = 100 }; /* of one request: a driver may not keep us for ever */

int
device_request(int fd, unsigned long code, void *arg)
{
    int result = ioctl(fd, code, arg);

    for (int i = 0; result < 0 && errno == EINTR && i < MAX_INTERRUPTIONS; i++)
        result = ioctl(fd, code, arg);
    return result;
}

static LiltStatus
fail_busy(const char *path, LiltDiag *diag)
{
    char name[64];

    if (lilt_camera_holder(path, name, sizeof name))
        return lilt_fail(diag, LILT_E_BUSY, "%s: %s is using the camera", path, name);
    return lilt_fail(diag, LILT_E_BUSY, "%s: another program is using the camera", path);
}

LiltStatus
device_fail(const char *path, const char *what, LiltDiag *diag)
{
    const int error = errno;
    const LiltStatus status = lilt_status_from_errno(error);

    switch (status) {
    case LILT_E_ABSENT:
        return lilt_fail(diag, status, "%s: no such camera", path);
    case LILT_E_DENIED:
        return lilt_fail(diag, status, "%s: this user may not open the camera (group video can)",
                         path);
    case LILT_E_BUSY:
        return fail_busy(path, diag);
    case LILT_E_GONE:
        return lilt_fail(diag, status, "%s: the camera was unplugged", path);
    default:
        return lilt_fail(diag, status, "%s: %s: %s", path, what, strerror(error));
    }
}
