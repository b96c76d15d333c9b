/* Decoding an excerpt to mono. */
#include "media_private.h"

#include <stdlib.h>

#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>

/* What is being decoded. */
typedef struct {
    LiltMedia *media;
    AVCodecContext *codec;
    SwrContext *resampler;
    AVPacket *packet;
    AVFrame *frame;
    float *pcm;
    size_t n, wanted;              /* samples */
    int rate_hz, form, n_channels; /* what the resampler takes */
} Decoder;

static void
decoder_clear(Decoder *d)
{
    avcodec_free_context(&d->codec);
    swr_free(&d->resampler);
    av_packet_free(&d->packet);
    av_frame_free(&d->frame);
    free(d->pcm);
    d->pcm = NULL;
}

static LiltStatus
decoder_init(Decoder *d, LiltMedia *media, double seconds, LiltDiag *diag)
{
    const AVCodecParameters *from = media->sound->codecpar;
    const AVCodec *codec = avcodec_find_decoder(from->codec_id);
    int error = AVERROR(ENOMEM);

    *d = (Decoder){.media = media, .wanted = (size_t)(seconds * LILT_MEDIA_RATE_HZ)};
    d->codec = avcodec_alloc_context3(codec);
    d->packet = av_packet_alloc();
    d->frame = av_frame_alloc();
    d->pcm = malloc((d->wanted > 0 ? d->wanted : 1) * sizeof *d->pcm);
    if (d->codec != NULL && d->packet != NULL && d->frame != NULL && d->pcm != NULL) {
        d->codec->thread_count = 1; /* a scan is to leave the machine to others */
        d->codec->pkt_timebase = media->sound->time_base;
        error = avcodec_parameters_to_context(d->codec, from);
        if (error >= 0)
            error = avcodec_open2(d->codec, codec, NULL);
    }
    if (error >= 0)
        return LILT_OK;
    decoder_clear(d);
    return lilt_media_fail(media, error == AVERROR(ENOMEM) ? LILT_E_NOMEM : LILT_E_FORMAT, error,
                           diag);
}

/* A resampler for frames like this one; a broken file may change its form on the way. */
static int
set_resampler(Decoder *d)
{
    const AVFrame *f = d->frame;
    AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
    AVChannelLayout layout = {0};
    int error;

    swr_free(&d->resampler);
    if (f->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&layout, f->ch_layout.nb_channels);
    else if ((error = av_channel_layout_copy(&layout, &f->ch_layout)) < 0)
        return error;
    error = swr_alloc_set_opts2(&d->resampler, &mono, AV_SAMPLE_FMT_FLT, LILT_MEDIA_RATE_HZ,
                                &layout, (enum AVSampleFormat)f->format, f->sample_rate, 0, NULL);
    av_channel_layout_uninit(&layout);
    d->rate_hz = f->sample_rate;
    d->form = f->format;
    d->n_channels = f->ch_layout.nb_channels;
    return error < 0 ? error : swr_init(d->resampler);
}

/* Add the frame, or with NULL what the resampler still holds, to the samples. */
static int
add_frame(Decoder *d, const AVFrame *frame)
{
    uint8_t *to = (uint8_t *)(d->pcm + d->n);
    const uint8_t **from = frame != NULL ? (const uint8_t **)frame->extended_data : NULL;
    const int n_from = frame != NULL ? frame->nb_samples : 0;
    int n;

    if (frame != NULL && d->resampler == NULL && (n = set_resampler(d)) < 0)
        return n;
    if (d->resampler == NULL)
        return 0;
    n = swr_get_out_samples(d->resampler, n_from); /* it sets aside as much as it is offered */
    n = (int)FFMIN((size_t)FFMAX(n, 0), d->wanted - d->n);
    n = swr_convert(d->resampler, &to, n, from, n_from);
    if (n > 0)
        d->n += (size_t)n;
    return n;
}

/* Take out all frames that are ready. A change of form inside the file starts a new resampler. */
static void
drain(Decoder *d)
{
    while (d->n < d->wanted && avcodec_receive_frame(d->codec, d->frame) >= 0) {
        const AVFrame *f = d->frame;

        if (d->rate_hz != f->sample_rate || d->form != f->format ||
            d->n_channels != f->ch_layout.nb_channels)
            swr_free(&d->resampler);
        add_frame(d, f);
        av_frame_unref(d->frame);
    }
}

/* Read from where the file stands until enough is decoded. Errors pass: the next packet may do. */
static void
decode_on(Decoder *d)
{
    while (d->n < d->wanted && av_read_frame(d->media->format, d->packet) >= 0) {
        if (d->packet->stream_index == d->media->sound->index &&
            avcodec_send_packet(d->codec, d->packet) >= 0)
            drain(d);
        av_packet_unref(d->packet);
    }
    if (d->n < d->wanted && avcodec_send_packet(d->codec, NULL) >= 0) {
        drain(d);
        add_frame(d, NULL);
    }
}

/* Go to `start_s`; a file that cannot be searched is read from where it stands. */
static void
seek(Decoder *d, double start_s)
{
    const AVStream *sound = d->media->sound;
    const int64_t origin = sound->start_time != AV_NOPTS_VALUE ? sound->start_time : 0;
    const int64_t to = av_rescale_q((int64_t)(start_s * 1e6), (AVRational){1, 1000000},
                                    sound->time_base);

    av_seek_frame(d->media->format, sound->index, origin + to, AVSEEK_FLAG_BACKWARD);
    avcodec_flush_buffers(d->codec);
}

LiltStatus
lilt_media_decode(LiltMedia *media, double seconds, LiltDiag *diag, float **ret_pcm, size_t *ret_n)
{
    const double whole_s = (double)media->tags.duration_ms / 1e3;
    const double start_s = whole_s > seconds ? (whole_s - seconds) / 2 : 0;
    const size_t least = LILT_MEDIA_RATE_HZ / 2;
    Decoder d;
    const LiltStatus status = decoder_init(&d, media, seconds, diag);

    if (status != LILT_OK)
        return status;
    seek(&d, start_s);
    decode_on(&d);
    if (d.n < least && start_s > 0) { /* the file ends before its middle: it was cut */
        d.n = 0;
        swr_free(&d.resampler);
        seek(&d, 0);
        decode_on(&d);
    }
    if (d.n < least) {
        decoder_clear(&d);
        return lilt_fail(diag, LILT_E_FORMAT, "%s: no sound in this file can be read", media->path);
    }
    *ret_pcm = d.pcm;
    *ret_n = d.n;
    d.pcm = NULL;
    decoder_clear(&d);
    return LILT_OK;
}
