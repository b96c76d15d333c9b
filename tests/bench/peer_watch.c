/* Lilt's own look: a JPEG as a webcam's, four a second of the stream's time, to expression and
 * mood. usage: peer_watch PHOTO.jpg */
#include <stdio.h>

#include "lilt/emotion.h"
#include "peer.h"
#include "photo.h"

typedef struct {
    const char *photo;
    LiltReader *reader;
    int64_t time_us;
    LiltReading reading;
    LiltDiag diag;
} Watch;

static void
look(void *user, size_t batch)
{
    Watch *watch = user;
    LiltCamera *camera;
    const LiltFrame *frame;

    (void)batch;
    if (lab_photo_open(watch->photo, &watch->diag, &camera, &frame) != LILT_OK)
        return;
    LiltFrame now = *frame;

    now.time_us = watch->time_us += 250000;
    lilt_reader_read(watch->reader, &now, &watch->reading);
    lilt_camera_close(camera);
}

int
main(int argc, char **argv)
{
    Watch watch = {.photo = argv[1]};
    const LabWork work = {look, &watch, false};

    if (argc != 2)
        return 2;
    if (lilt_reader_new(NULL, &watch.diag, &watch.reader) == LILT_OK)
        look(&watch, 1);
    if (!watch.reading.has_face) {
        fprintf(stderr, "peer_watch: %s: no face. %s\n", argv[1], watch.diag.text);
        return 1;
    }
    const int result = peer_serve(&work, NULL);

    lilt_reader_free(watch.reader);
    return result;
}
