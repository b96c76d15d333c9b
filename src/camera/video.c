/* A video: live, it runs by the clock and starts again at its end; else picture by picture. */
#include "files.h"
#include "source.h"

#include <stdlib.h>

typedef struct {
    FileDecoder *decoder;
    uint64_t n_given;
    uint64_t n_given_at_start; /* of this run through the video */
} Video;

/* From the start again; a video that gave nothing from start to end would go round without rest. */
static LiltStatus
start_again(Video *video, LiltDiag *diag)
{
    if (video->n_given == video->n_given_at_start)
        return lilt_fail(diag, LILT_E_FORMAT, "the video holds no picture");
    video->n_given_at_start = video->n_given;
    return file_decoder_rewind(video->decoder, diag);
}

static LiltStatus
video_next(LiltCamera *camera, int64_t deadline_us, LiltDiag *diag)
{
    Video *video = camera->source;

    if (source_wait(camera, -1, 0, NULL) == LILT_E_STOPPED)
        return LILT_E_STOPPED;
    for (;;) {
        LiltStatus status = file_decoder_next(video->decoder, atomic_load(&camera->colour),
                                              &camera->picture, diag);

        if (status == LILT_E_END && camera->live)
            status = start_again(video, diag);
        else if (status == LILT_E_TIMEOUT)
            status = source_wait(camera, file_decoder_fd(video->decoder), deadline_us, NULL);
        else if (status == LILT_OK) {
            camera->picture.sequence = video->n_given++;
            if (camera->live)
                camera->picture.time_us = lilt_clock_us();
            return LILT_OK;
        }
        if (status != LILT_OK)
            return status;
    }
}

static void
video_close(void *source)
{
    Video *video = source;

    if (video == NULL)
        return;
    file_decoder_close(video->decoder);
    free(video);
}

LiltStatus
video_open(LiltCamera *camera, const char *path, LiltDiag *diag)
{
    static const SourceKind kind = {video_next, video_close};
    Video *video = calloc(1, sizeof *video);

    if (video == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    camera->kind = &kind;
    camera->source = video;
    return file_decoder_open(path, camera->live, diag, &video->decoder);
}
