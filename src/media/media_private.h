/* media_private.h - an open file. */
#pragma once

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

#include "lilt/media.h"

struct LiltMedia {
    char *path;
    AVFormatContext *format;
    AVStream *sound;  /* the best stream of sound; belongs to `format` */
    LiltArena *arena; /* the tags' texts */
    LiltMediaTags tags;
    uint8_t *picture; /* of a WAV file, where libavformat sees none; or NULL */
    size_t n_picture; /* bytes */
};

/* "path: why", with the words of libav for `error`. */
LiltStatus lilt_media_fail(const LiltMedia *media, LiltStatus status, int error, LiltDiag *diag);

/* The kind of the file that is open; NULL when its first bytes do not tell. */
const AVInputFormat *lilt_media_find_kind(int fd);

/* Fill media->tags. False when memory is short. */
bool lilt_media_read_tags(LiltMedia *media);

/* JPEG (AV_CODEC_ID_MJPEG) or PNG by a picture's first bytes, else AV_CODEC_ID_NONE. */
enum AVCodecID lilt_media_picture_kind(const uint8_t *bytes, size_t n);
