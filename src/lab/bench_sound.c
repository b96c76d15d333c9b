/* Analysis of sound, set against the decoding that it needs. */
#include "bench_sound.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "json.h"
#include "lilt/media.h"
#include "lilt/sound.h"

enum { ROUNDS = 9, DAY_S = 86400 };

/* CPU time. */
typedef struct {
    double decode_ms, analyse_ms, whole_ms; /* the excerpt, decoding it included; the whole file */
    double seconds;                         /* of the excerpt */
} Cost;

/* Decode up to `seconds` from the middle; *ret_pcm: free(). */
static LiltStatus
decode(const char *path, double seconds, LiltDiag *diag, float **ret_pcm, size_t *ret_n)
{
    LiltMedia *media;
    LiltStatus status = lilt_media_open(path, diag, &media);

    if (status != LILT_OK)
        return status;
    status = lilt_media_decode(media, seconds, diag, ret_pcm, ret_n);
    lilt_media_close(media);
    return status;
}

static LiltStatus
measure(const char *path, const LiltSoundModel *model, LiltDiag *diag, Cost *least)
{
    int64_t began_us = lilt_clock_cpu_us();
    LiltSound sound;
    float *pcm;
    size_t n;
    LiltStatus status = decode(path, LILT_SOUND_EXCERPT_S, diag, &pcm, &n);

    if (status != LILT_OK)
        return status;
    least->decode_ms = fmin(least->decode_ms, (double)(lilt_clock_cpu_us() - began_us) * 1e-3);
    status = lilt_sound_analyse(model, pcm, n, LILT_GENRE_UNKNOWN, diag, &sound);
    least->analyse_ms = fmin(least->analyse_ms, (double)(lilt_clock_cpu_us() - began_us) * 1e-3);
    least->seconds = (double)n / LILT_SOUND_RATE_HZ;
    free(pcm);
    if (status != LILT_OK)
        return status;
    began_us = lilt_clock_cpu_us();
    status = decode(path, DAY_S, diag, &pcm, &n);
    if (status != LILT_OK)
        return status;
    least->whole_ms = fmin(least->whole_ms, (double)(lilt_clock_cpu_us() - began_us) * 1e-3);
    free(pcm);
    return LILT_OK;
}

LiltStatus
lab_bench_sound(const char *path, bool json, LiltDiag *diag)
{
    Cost cost = {INFINITY, INFINITY, INFINITY, 0.0};
    LiltSoundModel *model;
    LiltStatus status = lilt_sound_model_load(NULL, diag, &model);

    if (status != LILT_OK)
        return status;
    for (int i = 0; i < ROUNDS && status == LILT_OK; i++)
        status = measure(path, model, diag, &cost);
    lilt_sound_model_free(model);
    if (status != LILT_OK)
        return status;
    const double speed = 1e3 * cost.seconds / cost.analyse_ms;
    const double decode_speed = 1e3 * cost.seconds / cost.decode_ms;
    const double ratio = cost.analyse_ms / cost.decode_ms;
    const double to_whole = cost.analyse_ms / cost.whole_ms;

    if (json) {
        fputs("{\"file\": ", stdout);
        lab_json_text(stdout, path);
        printf(", \"seconds\": %.1f, \"x_realtime\": %.0f, \"decode_x_realtime\": %.0f, "
               "\"ratio\": %.3f, \"ratio_to_whole\": %.3f}\n",
               cost.seconds, speed, decode_speed, ratio, to_whole);
    } else {
        printf("%s: %.1f s analysed %.0f x faster than they last, decoded %.0f x: ratio %.2f, to "
               "decoding all of the file %.2f\n",
               path, cost.seconds, speed, decode_speed, ratio, to_whole);
    }
    return LILT_OK;
}
