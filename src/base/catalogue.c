/* Tracks as columns. */
#include "lilt/base.h"

#include <stdlib.h>

LiltCatalogue *
lilt_catalogue_new(size_t capacity)
{
    LiltCatalogue *c = calloc(1, sizeof *c);
    const size_t n = capacity > 0 ? capacity : 1;

    if (c == NULL)
        return NULL;
    c->capacity = capacity;
    c->id = calloc(n, sizeof *c->id);
    c->valence = calloc(n, sizeof *c->valence);
    c->arousal = calloc(n, sizeof *c->arousal);
    c->tempo_bpm = calloc(n, sizeof *c->tempo_bpm);
    c->energy = calloc(n, sizeof *c->energy);
    c->brightness = calloc(n, sizeof *c->brightness);
    c->mode = calloc(n, sizeof *c->mode);
    c->words = calloc(n, sizeof *c->words);
    c->artist = calloc(n, sizeof *c->artist);
    c->genre = calloc(n, sizeof *c->genre);
    c->n_plays = calloc(n, sizeof *c->n_plays);
    c->last_play_s = calloc(n, sizeof *c->last_play_s);
    c->love = calloc(n, sizeof *c->love);
    if (!c->id || !c->valence || !c->arousal || !c->tempo_bpm || !c->energy || !c->brightness ||
        !c->mode || !c->words || !c->artist || !c->genre || !c->n_plays || !c->last_play_s ||
        !c->love) {
        lilt_catalogue_free(c);
        return NULL;
    }
    return c;
}

ptrdiff_t
lilt_catalogue_find(const LiltCatalogue *catalogue, int64_t id)
{
    size_t low = 0, high = catalogue->n_tracks;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (catalogue->id[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < catalogue->n_tracks && catalogue->id[low] == id ? (ptrdiff_t)low : -1;
}

void
lilt_catalogue_free(LiltCatalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    free(catalogue->id);
    free(catalogue->valence);
    free(catalogue->arousal);
    free(catalogue->tempo_bpm);
    free(catalogue->energy);
    free(catalogue->brightness);
    free(catalogue->mode);
    free(catalogue->words);
    free(catalogue->artist);
    free(catalogue->genre);
    free(catalogue->n_plays);
    free(catalogue->last_play_s);
    free(catalogue->love);
    free(catalogue);
}
