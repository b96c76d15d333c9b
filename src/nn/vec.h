/* vec.h - vectors of WIDTH floats for the sources that are written once for every instruction set.
 * Include it after WIDTH is defined, in a file compiled with that set's flags. */
#pragma once

#include <stdint.h>
#include <string.h>

/* Loops whose bounds are constants unroll, so that vectors stay in registers. Not under the address
 * sanitizer, which would take a minute to compile each file. */
#ifdef __SANITIZE_ADDRESS__
#define UNROLL
#else
#define UNROLL _Pragma("GCC unroll 6")
#endif

#define INLINE __attribute__((always_inline)) static inline

typedef float Vec __attribute__((vector_size(WIDTH * sizeof(float))));
typedef int32_t VecBits __attribute__((vector_size(WIDTH * sizeof(float)))); /* a comparison's */

/* `count` values, at most WIDTH, a constant wherever it can be; the other lanes are 0. */
INLINE Vec
vec_load(const float *p, size_t count)
{
    Vec v = {0.0f};

    memcpy(&v, p, count * sizeof *p);
    return v;
}

INLINE void
vec_store(float *p, Vec v, size_t count)
{
    memcpy(p, &v, count * sizeof *p);
}

INLINE Vec
vec_where(VecBits mask, Vec v)
{
    return (Vec)(mask & (VecBits)v);
}

/* a > b ? a : b, and b where either is NaN. */
INLINE Vec
vec_max(Vec a, Vec b)
{
    const VecBits from_a = a > b;

    return (Vec)((from_a & (VecBits)a) | (~from_a & (VecBits)b));
}
