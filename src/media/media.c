/* Opening a file; its cover and fingerprint. */
#include "media_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libavutil/error.h>
#include <libavutil/log.h>

enum { FINGERPRINT_BYTES = 64 * 1024 };

/* Containers of music. Nothing else is tried: no playlist that leads elsewhere, no image, no
 * subtitle that a text file could be taken for. */
static const char containers[] = "mp3,flac,ogg,mov,wav,w64,aiff,aac,wv,ape,asf,matroska,mpc,mpc8,"
                                 "tta,au,caf,dsf";

LiltStatus
lilt_media_fail(const LiltMedia *media, LiltStatus status, int error, LiltDiag *diag)
{
    char words[AV_ERROR_MAX_STRING_SIZE] = "";

    if (error == AVERROR_INVALIDDATA || error == AVERROR_EOF)
        return lilt_fail(diag, status, "%s: this is not a music file, or it is damaged",
                         media->path);
    av_strerror(error, words, sizeof words);
    return lilt_fail(diag, status, "%s: %s", media->path, words);
}

/* The system's own words for a file that is not there or may not be read; folders, pipes and
 * devices are no music. *ret_kind: see lilt_media_find_kind(). */
static LiltStatus
check_file(const LiltMedia *media, LiltDiag *diag, const AVInputFormat **ret_kind)
{
    const int fd = open(media->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;

    if (fd < 0)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", media->path,
                         strerror(errno));
    const bool is_file = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);

    if (is_file)
        *ret_kind = lilt_media_find_kind(fd);
    close(fd);
    if (!is_file)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: not a file", media->path);
    if (info.st_size == 0)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: the file is empty", media->path);
    return LILT_OK;
}

/* libav reads "name:" at the front of a path as a protocol; "file:" keeps every path a path. */
static int
open_input(LiltMedia *media, const AVInputFormat *kind)
{
    const size_t n = strlen(media->path) + sizeof "file:";
    char *url = malloc(n);
    AVDictionary *options = NULL;
    int error;

    if (url == NULL)
        return AVERROR(ENOMEM);
    strcpy(stpcpy(url, "file:"), media->path);
    av_dict_set(&options, "format_whitelist", containers, 0);
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    error = avformat_open_input(&media->format, url, kind, &options);
    av_dict_free(&options);
    free(url);
    return error < 0 ? error : avformat_find_stream_info(media->format, NULL);
}

static LiltStatus
find_sound(LiltMedia *media, LiltDiag *diag)
{
    const AVCodec *codec = NULL;
    const int index = av_find_best_stream(media->format, AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);

    if (index == AVERROR_DECODER_NOT_FOUND)
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: this kind of sound is not known here",
                         media->path);
    if (index < 0)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: there is no sound in this file", media->path);
    media->sound = media->format->streams[index];
    for (unsigned i = 0; i < media->format->nb_streams; i++) /* of pictures only the cover counts */
        if (i != (unsigned)index)
            media->format->streams[i]->discard = AVDISCARD_ALL;
    return LILT_OK;
}

static LiltStatus
open_media(LiltMedia *media, LiltDiag *diag)
{
    const AVInputFormat *kind = NULL;
    LiltStatus status = check_file(media, diag, &kind);

    if (status != LILT_OK)
        return status;
    const int error = open_input(media, kind);

    if (error == AVERROR(ENOMEM))
        return lilt_media_fail(media, LILT_E_NOMEM, error, diag);
    if (error < 0)
        return lilt_media_fail(media, LILT_E_FORMAT, error, diag);
    status = find_sound(media, diag);
    if (status == LILT_OK && !lilt_media_read_tags(media))
        return lilt_media_fail(media, LILT_E_NOMEM, AVERROR(ENOMEM), diag);
    return status;
}

LiltStatus
lilt_media_open(const char *path, LiltDiag *diag, LiltMedia **ret_media)
{
    LiltMedia *media = calloc(1, sizeof *media);
    LiltStatus status;

    av_log_set_level(AV_LOG_QUIET); /* what is wrong with a file is said by `diag` */
    if (media == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    media->path = strdup(path);
    media->arena = lilt_arena_new(4096);
    status = media->path != NULL && media->arena != NULL
                 ? open_media(media, diag)
                 : lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    if (status != LILT_OK) {
        lilt_media_close(media);
        return status;
    }
    *ret_media = media;
    return LILT_OK;
}

const LiltMediaTags *
lilt_media_get_tags(const LiltMedia *media)
{
    return &media->tags;
}

static const char *
suffix_of(enum AVCodecID kind)
{
    return kind == AV_CODEC_ID_PNG ? ".png" : ".jpg";
}

static bool
get_wav_cover(const LiltMedia *media, const uint8_t **ret_bytes, size_t *ret_n,
              const char **ret_suffix)
{
    const enum AVCodecID kind = media->picture != NULL
                                    ? lilt_media_picture_kind(media->picture, media->n_picture)
                                    : AV_CODEC_ID_NONE;

    if (kind == AV_CODEC_ID_NONE)
        return false;
    *ret_bytes = media->picture;
    *ret_n = media->n_picture;
    *ret_suffix = suffix_of(kind);
    return true;
}

bool
lilt_media_get_cover(const LiltMedia *media, const uint8_t **ret_bytes, size_t *ret_n,
                     const char **ret_suffix)
{
    const AVStream *best = NULL;

    for (unsigned i = 0; i < media->format->nb_streams; i++) {
        const AVStream *stream = media->format->streams[i];
        const AVDictionaryEntry *kind = av_dict_get(stream->metadata, "comment", NULL, 0);
        const enum AVCodecID id = stream->codecpar->codec_id;

        if (!(stream->disposition & AV_DISPOSITION_ATTACHED_PIC) ||
            stream->attached_pic.size <= 0 || (id != AV_CODEC_ID_MJPEG && id != AV_CODEC_ID_PNG))
            continue;
        if (best == NULL || (kind != NULL && strcmp(kind->value, "Cover (front)") == 0))
            best = stream;
    }
    if (best == NULL)
        return get_wav_cover(media, ret_bytes, ret_n, ret_suffix);
    *ret_bytes = best->attached_pic.data;
    *ret_n = (size_t)best->attached_pic.size;
    *ret_suffix = suffix_of(best->codecpar->codec_id);
    return true;
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo 1991). */
static uint64_t
hash_bytes(uint64_t hash, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

LiltStatus
lilt_media_fingerprint(LiltMedia *media, LiltDiag *diag, uint64_t *ret_fingerprint)
{
    AVPacket *packet = av_packet_alloc();
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    size_t n = 0;
    uint8_t duration[8];

    if (packet == NULL)
        return lilt_media_fail(media, LILT_E_NOMEM, AVERROR(ENOMEM), diag);
    while (n < FINGERPRINT_BYTES && av_read_frame(media->format, packet) >= 0) {
        if (packet->stream_index == media->sound->index && packet->size > 0) {
            const size_t wanted = FINGERPRINT_BYTES - n, has = (size_t)packet->size;

            hash = hash_bytes(hash, packet->data, has < wanted ? has : wanted);
            n += has;
        }
        av_packet_unref(packet);
    }
    av_packet_free(&packet);
    if (n == 0)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: there is no sound in this file", media->path);
    /* Whole seconds: of an mp3 without an index the duration is a guess from the file's size, in
     * which a tag at the end has a few milliseconds' share. */
    for (int i = 0; i < 8; i++)
        duration[i] = (uint8_t)((media->tags.duration_ms + 500) / 1000 >> 8 * i);
    *ret_fingerprint = hash_bytes(hash, duration, sizeof duration);
    return LILT_OK;
}

void
lilt_media_close(LiltMedia *media)
{
    if (media == NULL)
        return;
    avformat_close_input(&media->format);
    lilt_arena_free(media->arena);
    free(media->picture);
    free(media->path);
    free(media);
}
