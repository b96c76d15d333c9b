/* Drawing a mini-batch: which images, how they are changed, and what is to be said of them. */
#include <math.h>
#include <string.h>

#include "run.h"

/* What a stream of random numbers is for. */
enum { OF_ORDER = 1, OF_FACE, OF_MIXUP };

/* One 64-bit number out of three, well mixed (the finaliser of splitmix64, Steele et al. 2014). */
static uint64_t
mix(uint64_t seed, uint64_t a, uint64_t b)
{
    uint64_t z = seed + 0x9e3779b97f4a7c15u * (a + 1) + 0xd1b54a32d192ed03u * (b + 1);

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* The epoch's order of images (Fisher & Yates). */
static void
shuffle(Run *run, uint64_t epoch)
{
    const size_t n = run->training->train->n;
    LiltRng rng = lilt_rng_new(mix(run->training->seed, epoch, 0), OF_ORDER);

    for (size_t i = 0; i < n; i++)
        run->order[i] = (uint32_t)i;
    for (size_t i = n - 1; i > 0; i--) {
        const size_t j = lilt_rng_below(&rng, (uint32_t)i + 1);
        const uint32_t other = run->order[i];

        run->order[i] = run->order[j];
        run->order[j] = other;
    }
    run->order_epoch = epoch;
}

/* ---- targets ------------------------------------------------------------------------------- */

/* to = (1 - share) * to + share * from, if `from` is known: its sum is not 0. */
static void
blend(float *to, const float *from, float share)
{
    float sum = 0.0f;

    for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
        sum += from[c];
    if (!(sum > 0.0f))
        return;
    for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
        to[c] += share * (from[c] - to[c]);
}

/* Head fer is to say the label, softened by what the crowd saw; head ferplus what the crowd saw,
 * and nothing (all zero) where no vote is known. A teacher's opinion comes on top of both. */
static void
set_target(const Run *run, size_t head, uint32_t image, float *target)
{
    const LiltFaces *faces = run->training->train;
    const LiltRecipe *recipe = run->training->recipe;
    const float *crowd = faces->crowd + (size_t)image * LILT_N_EMOTIONS;

    if (head == HEAD_FER) {
        memset(target, 0, LILT_N_EMOTIONS * sizeof *target);
        target[faces->labels[image]] = 1.0f;
        blend(target, crowd, recipe->crowd);
    } else {
        memcpy(target, crowd, LILT_N_EMOTIONS * sizeof *target);
    }
    if (run->teacher[head] != NULL)
        blend(target, run->teacher[head] + (size_t)faces->index[image] * LILT_N_EMOTIONS,
              recipe->teach);
    if (head == HEAD_FER)
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            target[c] += recipe->smoothing * (1.0f / LILT_N_EMOTIONS - target[c]);
}

/* ---- faces --------------------------------------------------------------------------------- */

/* Draw the faces of one group and their targets. */
static void
draw_group(void *arg, size_t group)
{
    Run *run = arg;
    const LiltRecipe *recipe = run->training->recipe;
    const uint64_t epoch = run->step / run->steps_per_epoch;
    const size_t offset = run->step % run->steps_per_epoch * run->batch;
    const bool mixed = run->drawn_faces != NULL;
    float *faces = mixed ? run->drawn_faces : lilt_graph_input(run->graph);
    float *targets = mixed ? run->drawn_targets : run->targets;
    size_t first, end;

    lilt_graph_group(run->graph, group, &first, &end);
    for (size_t i = first; i < end; i++) {
        const uint32_t image = run->order[offset + i];
        LiltRng rng = lilt_rng_new(mix(run->training->seed, epoch, image), OF_FACE);

        lilt_augment(&recipe->augment,
                     run->training->train->pixels + (size_t)image * LILT_FACE_PIXELS, &rng,
                     faces + i * LILT_FACE_PIXELS);
        for (size_t h = 0; h < run->n_heads; h++)
            set_target(run, h, image, targets + (h * run->batch + i) * LILT_N_EMOTIONS);
    }
}

/* A draw of Beta(a, a), 0 < a <= 1 (Joehnk 1964). */
static float
draw_beta(float a, LiltRng *rng)
{
    for (;;) {
        const float x = powf(lilt_rng_unit(rng), 1.0f / a), y = powf(lilt_rng_unit(rng), 1.0f / a);

        if (x + y > 0.0f && x + y <= 1.0f)
            return x / (x + y);
    }
}

static void
blend_values(size_t n, float share, const float *one, const float *other, float *to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = other[i] + share * (one[i] - other[i]);
}

/* Mixup (Zhang et al. 2018): each face of the group is blended with the next one of the batch,
 * which the shuffle has put there, and so are their targets. */
static void
mix_group(void *arg, size_t group)
{
    Run *run = arg;
    size_t first, end;

    lilt_graph_group(run->graph, group, &first, &end);
    for (size_t i = first; i < end; i++) {
        const size_t j = (i + 1) % run->batch;
        LiltRng rng = lilt_rng_new(mix(run->training->seed, run->step, i), OF_MIXUP);
        const float share = draw_beta(run->training->recipe->mixup, &rng);

        blend_values(LILT_FACE_PIXELS, share, run->drawn_faces + i * LILT_FACE_PIXELS,
                     run->drawn_faces + j * LILT_FACE_PIXELS,
                     lilt_graph_input(run->graph) + i * LILT_FACE_PIXELS);
        for (size_t h = 0; h < run->n_heads; h++) {
            const float *targets = run->drawn_targets + h * run->batch * LILT_N_EMOTIONS;

            blend_values(LILT_N_EMOTIONS, share, targets + i * LILT_N_EMOTIONS,
                         targets + j * LILT_N_EMOTIONS,
                         run->targets + (h * run->batch + i) * LILT_N_EMOTIONS);
        }
    }
}

void
batch_draw(Run *run)
{
    LiltPool *pool = run->training->pool;
    const uint64_t epoch = run->step / run->steps_per_epoch;

    if (run->order_epoch != epoch)
        shuffle(run, epoch);
    lilt_pool_run(pool, lilt_graph_n_groups(run->graph), draw_group, run);
    if (run->drawn_faces != NULL)
        lilt_pool_run(pool, lilt_graph_n_groups(run->graph), mix_group, run);
}
