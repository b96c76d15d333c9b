/* One photo out of a file: a camera that gives a single picture. */
#include "photo.h"

enum { PHOTO_MS = 10000 };

LiltStatus
lab_photo_open(const char *path, LiltDiag *diag, LiltCamera **ret_camera,
               const LiltFrame **ret_frame)
{
    const LiltCameraOptions once = {.live = false};
    LiltStatus status = lilt_camera_open(path, &once, diag, ret_camera);

    if (status != LILT_OK)
        return status;
    status = lilt_camera_next(*ret_camera, PHOTO_MS, diag, ret_frame);
    if (status != LILT_OK)
        lilt_camera_close(*ret_camera);
    return status;
}
