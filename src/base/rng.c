/* PCG32, the XSH-RR variant (M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient
 * Statistically Good Algorithms for Random Number Generation", 2014). */
#include "lilt/base.h"

#include <math.h>

LiltRng
lilt_rng_new(uint64_t seed, uint64_t stream)
{
    LiltRng rng = {.state = 0, .increment = stream << 1 | 1};

    lilt_rng_u32(&rng);
    rng.state += seed;
    lilt_rng_u32(&rng);
    return rng;
}

uint32_t
lilt_rng_u32(LiltRng *rng)
{
    const uint64_t old = rng->state;
    const uint32_t mixed = (uint32_t)((old >> 18 ^ old) >> 27);
    const uint32_t turn = (uint32_t)(old >> 59);

    rng->state = old * 6364136223846793005u + rng->increment;
    return mixed >> turn | mixed << (-turn & 31);
}

float
lilt_rng_unit(LiltRng *rng)
{
    return (float)(lilt_rng_u32(rng) >> 8) * 0x1p-24f;
}

uint32_t
lilt_rng_below(LiltRng *rng, uint32_t limit)
{
    const uint32_t unfair =
        -limit % limit; /* 2^32 mod limit: this many low values would come once too often */
    uint32_t value;

    do
        value = lilt_rng_u32(rng);
    while (value < unfair);
    return value % limit;
}

float
lilt_rng_normal(LiltRng *rng)
{
    const float radius = sqrtf(-2.0f * logf(1.0f - lilt_rng_unit(rng))); /* Box & Muller 1958 */

    return radius * cosf(6.28318531f * lilt_rng_unit(rng));
}
