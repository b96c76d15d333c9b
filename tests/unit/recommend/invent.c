#include "invent.h"

LiltCatalogue *
make_library(size_t n, uint32_t n_artists, uint64_t seed)
{
    LiltCatalogue *c = lilt_catalogue_new(n);
    LiltRng rng = lilt_rng_new(seed, 1), sung = lilt_rng_new(seed, 2);

    for (size_t i = 0; c != NULL && i < n; i++) {
        c->id[i] = (int64_t)(10 + 3 * i);
        c->valence[i] = 2.0f * lilt_rng_unit(&rng) - 1.0f;
        c->arousal[i] = 2.0f * lilt_rng_unit(&rng) - 1.0f;
        c->tempo_bpm[i] = 60.0f + 120.0f * lilt_rng_unit(&rng);
        c->artist[i] = lilt_rng_below(&rng, n_artists) + 1;
        c->genre[i] = lilt_rng_below(&rng, LILT_N_GENRES);
        c->n_plays[i] = lilt_rng_below(&rng, 4) == 0 ? lilt_rng_below(&rng, 30) : 0;
        c->last_play_s[i] = c->n_plays[i] > 0 ? NOW_S - (int64_t)lilt_rng_below(&rng, 9000000) : 0;
        c->love[i] = (int8_t)((int)lilt_rng_below(&rng, 3) - 1);
        c->mode[i] = 0.6f * lilt_rng_unit(&sung) - 0.3f;
        c->words[i] = lilt_rng_below(&sung, 3) == 0 ? 2.0f * lilt_rng_unit(&sung) - 1.0f : 0.0f;
        c->n_tracks++;
    }
    return c;
}

LiltRequest
request_for(const LiltCatalogue *c, LiltEmotion mood, LiltPolicy policy)
{
    return (LiltRequest){.catalogue = c,
                         .mood = mood,
                         .from = lilt_emotion_place(mood),
                         .goal = lilt_emotion_place(LILT_HAPPY),
                         .policy = policy,
                         .now_s = NOW_S,
                         .seed = 7};
}
