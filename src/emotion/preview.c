/* The preview picture between two threads. */
#include "preview.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What lilt_preview_free() must know lies before the pixels. */
typedef struct {
    _Alignas(64) size_t n_bytes; /* of the pixels */
    uint8_t rgb[];
} Pixels;

struct PreviewBox {
    pthread_mutex_t lock;
    uint8_t *rgb; /* within a Pixels; NULL: empty */
    int width_px, height_px;
};

PreviewBox *
preview_box_new(void)
{
    PreviewBox *box = calloc(1, sizeof *box);

    if (box != NULL)
        pthread_mutex_init(&box->lock, NULL);
    return box;
}

/* Put new pixels in, the old ones are wiped. */
static void
exchange(PreviewBox *box, uint8_t *rgb, int width_px, int height_px)
{
    pthread_mutex_lock(&box->lock);
    uint8_t *old = box->rgb;

    box->rgb = rgb;
    box->width_px = width_px;
    box->height_px = height_px;
    pthread_mutex_unlock(&box->lock);
    lilt_preview_free(old);
}

bool
preview_box_put(PreviewBox *box, const LiltFrame *frame)
{
    const size_t n_bytes = 3 * (size_t)frame->width_px * (size_t)frame->height_px;
    Pixels *pixels = malloc(sizeof *pixels + n_bytes);

    if (pixels == NULL)
        return false;
    pixels->n_bytes = n_bytes;
    memcpy(pixels->rgb, frame->rgb, n_bytes);
    exchange(box, pixels->rgb, frame->width_px, frame->height_px);
    return true;
}

bool
preview_box_take(PreviewBox *box, uint8_t **ret_rgb, int *ret_width_px, int *ret_height_px)
{
    pthread_mutex_lock(&box->lock);
    const bool full = box->rgb != NULL;

    if (full) {
        *ret_rgb = box->rgb;
        *ret_width_px = box->width_px;
        *ret_height_px = box->height_px;
        box->rgb = NULL;
    }
    pthread_mutex_unlock(&box->lock);
    return full;
}

void
preview_box_empty(PreviewBox *box)
{
    exchange(box, NULL, 0, 0);
}

void
preview_box_free(PreviewBox *box)
{
    if (box == NULL)
        return;
    preview_box_empty(box);
    pthread_mutex_destroy(&box->lock);
    free(box);
}

void
lilt_preview_free(uint8_t *rgb)
{
    if (rgb == NULL)
        return;

    Pixels *pixels = (Pixels *)(void *)(rgb - offsetof(Pixels, rgb));

    explicit_bzero(pixels->rgb, pixels->n_bytes);
    free(pixels);
}
