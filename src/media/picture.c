/* Covers are made small before they are kept: decoded, scaled and encoded anew as JPEG. */
#include "media_private.h"

#include <stdlib.h>
#include <string.h>

#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

enum {
    MOST_PIXELS = 64000000, /* what is larger is not even decoded: it would need half a gigabyte */
    SCALING = SWS_BICUBIC,
};

/* How coarsely the encoder rounds, the finest first: the next one where a cover is too many bytes.
 * The last one brings even noise to less than half of what is allowed. */
static const int coarseness[] = {4, 8, 16, 31};

enum AVCodecID
lilt_media_picture_kind(const uint8_t *bytes, size_t n)
{
    static const uint8_t jpeg[] = {0xff, 0xd8, 0xff}, png[] = {0x89, 'P', 'N', 'G'};

    if (n > sizeof jpeg && memcmp(bytes, jpeg, sizeof jpeg) == 0)
        return AV_CODEC_ID_MJPEG;
    if (n > sizeof png && memcmp(bytes, png, sizeof png) == 0)
        return AV_CODEC_ID_PNG;
    return AV_CODEC_ID_NONE;
}

static LiltStatus
status_of(int error)
{
    return error >= 0 ? LILT_OK : error == AVERROR(ENOMEM) ? LILT_E_NOMEM : LILT_E_FORMAT;
}

/* ---- decoding -------------------------------------------------------------------------------- */

/* A copy of the bytes, with the room behind them that decoders ask for. */
static AVPacket *
packet_new(const uint8_t *bytes, size_t n)
{
    AVPacket *packet = av_packet_alloc();

    if (packet == NULL || av_new_packet(packet, (int)n) < 0)
        av_packet_free(&packet);
    else
        memcpy(packet->data, bytes, n);
    return packet;
}

/* One picture in, one picture out. */
static int
run_decoder(AVCodecContext *codec, const AVPacket *packet, AVFrame *ret_frame)
{
    int error = avcodec_open2(codec, NULL, NULL);

    if (error >= 0)
        error = avcodec_send_packet(codec, packet);
    if (error >= 0)
        error = avcodec_send_packet(codec, NULL);
    return error < 0 ? error : avcodec_receive_frame(codec, ret_frame);
}

static LiltStatus
decode(const uint8_t *bytes, size_t n, enum AVCodecID kind, AVFrame *ret_frame)
{
    AVCodecContext *codec = avcodec_alloc_context3(avcodec_find_decoder(kind));
    AVPacket *packet = packet_new(bytes, n);
    int error = AVERROR(ENOMEM);

    if (codec != NULL && packet != NULL) {
        codec->thread_count = 1;
        codec->max_pixels = MOST_PIXELS;
        error = run_decoder(codec, packet, ret_frame);
    }
    av_packet_free(&packet);
    avcodec_free_context(&codec);
    return status_of(error);
}

/* ---- scaling --------------------------------------------------------------------------------- */

/* A frame of that form and size, NULL when memory is short. */
static AVFrame *
frame_new(enum AVPixelFormat form, int width_px, int height_px)
{
    AVFrame *frame = av_frame_alloc();

    if (frame == NULL)
        return NULL;
    frame->format = form;
    frame->width = width_px;
    frame->height = height_px;
    if (av_frame_get_buffer(frame, 0) < 0)
        av_frame_free(&frame);
    return frame;
}

/* Fill `to` with the whole of `from`, whatever the size and form of both. Of a JPEG in CMYK only
 * the frame knows that it uses the full range; the form does not say so, as YUVJ does. */
static bool
convert(const AVFrame *from, AVFrame *to)
{
    const int *const space = sws_getCoefficients(SWS_CS_ITU601);
    struct SwsContext *scaler = sws_getContext(
        from->width, from->height, (enum AVPixelFormat)from->format, to->width, to->height,
        (enum AVPixelFormat)to->format, SCALING, NULL, NULL, NULL);

    if (scaler != NULL && from->color_range == AVCOL_RANGE_JPEG) /* -1: it is of no account */
        sws_setColorspaceDetails(scaler, space, 1, space, 1, 0, 1 << 16, 1 << 16);
    const bool well = scaler != NULL &&
                      sws_scale(scaler, (const uint8_t *const *)from->data, from->linesize, 0,
                                from->height, to->data, to->linesize) == to->height;

    sws_freeContext(scaler);
    return well;
}

/* JPEG knows nothing transparent. */
static void
lay_on_white(AVFrame *rgba)
{
    for (int y = 0; y < rgba->height; y++) {
        uint8_t *pixel = rgba->data[0] + (ptrdiff_t)y * rgba->linesize[0];

        for (int x = 0; x < rgba->width; x++, pixel += 4)
            for (int i = 0; i < 3; i++)
                pixel[i] = (uint8_t)(255 - (255 - pixel[i]) * pixel[3] / 255);
    }
}

/* A palette may have transparent colours. */
static bool
may_be_transparent(const AVFrame *picture)
{
    const AVPixFmtDescriptor *form = av_pix_fmt_desc_get((enum AVPixelFormat)picture->format);

    return (form->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

static bool
convert_on_white(const AVFrame *from, AVFrame *to)
{
    AVFrame *rgba = frame_new(AV_PIX_FMT_RGBA, to->width, to->height);
    bool well = rgba != NULL && convert(from, rgba);

    if (well) {
        lay_on_white(rgba);
        well = convert(rgba, to);
    }
    av_frame_free(&rgba);
    return well;
}

/* The picture no larger than allowed, ready to be encoded. NULL: it cannot be scaled. */
static AVFrame *
shrink(const AVFrame *picture)
{
    const int side = FFMAX(picture->width, picture->height);
    const int over = FFMAX(side, LILT_MEDIA_COVER_PX);
    const int width = FFMAX(1, (int)av_rescale(picture->width, LILT_MEDIA_COVER_PX, over));
    const int height = FFMAX(1, (int)av_rescale(picture->height, LILT_MEDIA_COVER_PX, over));
    AVFrame *small = frame_new(AV_PIX_FMT_YUVJ420P, width, height);

    if (small != NULL &&
        !(may_be_transparent(picture) ? convert_on_white(picture, small) : convert(picture, small)))
        av_frame_free(&small);
    return small;
}

/* ---- encoding -------------------------------------------------------------------------------- */

static int
run_encoder(AVCodecContext *codec, AVFrame *picture, int how_coarse, AVPacket *ret_packet)
{
    codec->width = picture->width;
    codec->height = picture->height;
    codec->pix_fmt = (enum AVPixelFormat)picture->format;
    codec->time_base = (AVRational){1, 1};
    codec->thread_count = 1;
    codec->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT; /* no name of the encoder */
    codec->global_quality = FF_QP2LAMBDA * how_coarse;
    picture->quality = codec->global_quality;
    int error = avcodec_open2(codec, NULL, NULL);

    if (error >= 0)
        error = avcodec_send_frame(codec, picture);
    if (error >= 0)
        error = avcodec_send_frame(codec, NULL);
    return error < 0 ? error : avcodec_receive_packet(codec, ret_packet);
}

static LiltStatus
encode(AVFrame *picture, int how_coarse, AVPacket *ret_packet)
{
    AVCodecContext *codec = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    const int error = codec != NULL ? run_encoder(codec, picture, how_coarse, ret_packet)
                                    : AVERROR(ENOMEM);

    avcodec_free_context(&codec);
    return status_of(error);
}

/* As fine as the bytes that are allowed let it be. */
static LiltStatus
encode_bounded(AVFrame *picture, uint8_t **ret_jpeg, size_t *ret_n)
{
    AVPacket *packet = av_packet_alloc();
    LiltStatus status = packet != NULL ? LILT_OK : LILT_E_NOMEM;
    uint8_t *jpeg = NULL;

    for (size_t i = 0; status == LILT_OK && i < sizeof coarseness / sizeof *coarseness; i++) {
        status = encode(picture, coarseness[i], packet);
        if (packet->size <= LILT_MEDIA_COVER_BYTES)
            break;
    }
    if (status == LILT_OK && packet->size > LILT_MEDIA_COVER_BYTES)
        status = LILT_E_FORMAT;
    if (status == LILT_OK && (jpeg = malloc((size_t)packet->size)) == NULL)
        status = LILT_E_NOMEM;
    if (status == LILT_OK) {
        memcpy(jpeg, packet->data, (size_t)packet->size);
        *ret_jpeg = jpeg;
        *ret_n = (size_t)packet->size;
    }
    av_packet_free(&packet);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static LiltStatus
fit(const uint8_t *bytes, size_t n, enum AVCodecID kind, AVFrame *frame, uint8_t **ret_jpeg,
    size_t *ret_n)
{
    LiltStatus status = decode(bytes, n, kind, frame);

    if (status != LILT_OK)
        return status;
    if (kind == AV_CODEC_ID_MJPEG && n <= LILT_MEDIA_COVER_BYTES &&
        FFMAX(frame->width, frame->height) <= LILT_MEDIA_COVER_PX) {
        *ret_jpeg = NULL;
        *ret_n = n;
        return LILT_OK;
    }
    AVFrame *small = shrink(frame);

    status = small != NULL ? encode_bounded(small, ret_jpeg, ret_n) : LILT_E_FORMAT;
    av_frame_free(&small);
    return status;
}

LiltStatus
lilt_media_fit_cover(const uint8_t *bytes, size_t n, uint8_t **ret_jpeg, size_t *ret_n)
{
    const enum AVCodecID kind = n <= LILT_MEDIA_PICTURE_BYTES ? lilt_media_picture_kind(bytes, n)
                                                              : AV_CODEC_ID_NONE;
    AVFrame *frame;

    if (kind == AV_CODEC_ID_NONE)
        return LILT_E_FORMAT;
    frame = av_frame_alloc();
    if (frame == NULL)
        return LILT_E_NOMEM;
    av_log_set_level(AV_LOG_QUIET);
    const LiltStatus status = fit(bytes, n, kind, frame, ret_jpeg, ret_n);

    av_frame_free(&frame);
    return status;
}
