/* What augmentation does to a face: each number alone, how far it goes and how often, and all of
 * them together. */
#include "check.h"
#include "lilt/train.h"
#include "make_faces.h"

enum { SIDE = LILT_FACE_SIDE, N_PIXELS = LILT_FACE_PIXELS, N_DRAWS = 400 };

static const double middle = 0.5 * (SIDE - 1);

static LiltRng
new_rng(void)
{
    return lilt_rng_new(check_seed(), 1);
}

/* A soft bright spot on dark grey, so far right of and below the middle. */
static void
draw_spot(double right, double below, uint8_t pixels[N_PIXELS])
{
    for (size_t i = 0; i < N_PIXELS; i++) {
        const double dx = (double)(i % SIDE) - middle - right;
        const double dy = (double)(i / SIDE) - middle - below;

        pixels[i] = (uint8_t)lround(40.0 + 200.0 * exp(-(dx * dx + dy * dy) / 18.0));
    }
}

typedef struct {
    double right, below; /* of the middle */
    double spread;       /* mean square distance from there, both ways together */
} Spot;

/* Where the spot is now. */
static Spot
find_spot(const float *luma)
{
    double sum = 0.0, x = 0.0, y = 0.0, squares = 0.0;

    for (size_t i = 0; i < N_PIXELS; i++) {
        const double light = (double)luma[i] - 40.0 / 255.0;
        const double dx = (double)(i % SIDE) - middle, dy = (double)(i / SIDE) - middle;

        sum += light;
        x += light * dx;
        y += light * dy;
        squares += light * (dx * dx + dy * dy);
    }
    x /= sum;
    y /= sum;
    return (Spot){x, y, squares / sum - x * x - y * y};
}

/* The smallest and the largest so far. */
typedef struct {
    double low, high;
} Range;

static void
widen(Range *range, double value)
{
    range->low = fmin(range->low, value);
    range->high = fmax(range->high, value);
}

/* It comes close to both limits and stays within. */
static void
check_range(const char *what, Range range, double low, double high, double slack)
{
    const double reach = 0.1 * (high - low);

    CHECK(range.low >= low - slack && range.low <= low + reach, "%s: from %g, want %g", what,
          range.low, low);
    CHECK(range.high <= high + slack && range.high >= high - reach, "%s: to %g, want %g", what,
          range.high, high);
}

TEST(nothing_changes_by_itself)
{
    const LiltAugment still = {.flip = false};
    const MadeFaces *made = make_faces();
    LiltRng rng = new_rng();
    float luma[N_PIXELS];

    lilt_augment(&still, made->pixels[0], &rng, luma);
    for (size_t i = 0; i < N_PIXELS; i++)
        CHECK_NEAR(made->pixels[0][i] / 255.0, luma[i], 1e-5, "pixel %zu", i);
}

TEST(half_of_the_faces_are_flipped)
{
    const LiltAugment still = {.flip = false}, flip = {.flip = true};
    const MadeFaces *made = make_faces();
    LiltRng rng = new_rng();
    float luma[N_PIXELS], other[N_PIXELS];
    int n_flipped = 0;

    lilt_augment(&still, made->pixels[0], &rng, luma);
    for (int round = 0; round < N_DRAWS; round++) {
        lilt_augment(&flip, made->pixels[0], &rng, other);
        const bool same = fabsf(other[5] - luma[5]) < 1e-5f && fabsf(other[7] - luma[7]) < 1e-5f;

        n_flipped += !same;
        for (size_t x = 0; x < SIDE; x++)
            CHECK_NEAR(luma[same ? x : SIDE - 1 - x], other[x], 1e-5, "column %zu", x);
    }
    CHECK(n_flipped > N_DRAWS * 0.4 && n_flipped < N_DRAWS * 0.6, "%d flipped", n_flipped);
}

TEST(shifts_go_each_way)
{
    const LiltAugment augment = {.shift_px = 5.0f};
    Range x = {0.0, 0.0}, y = {0.0, 0.0};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];

    draw_spot(2.0, -3.0, pixels);
    for (int round = 0; round < N_DRAWS; round++) {
        lilt_augment(&augment, pixels, &rng, luma);
        widen(&x, find_spot(luma).right - 2.0);
        widen(&y, find_spot(luma).below + 3.0);
    }
    check_range("right", x, -5.0, 5.0, 0.05);
    check_range("below", y, -5.0, 5.0, 0.05);
}

TEST(turns_keep_the_distance_from_the_middle)
{
    const LiltAugment augment = {.turn_rad = 0.4f};
    Range angle = {0.0, 0.0}, distance = {12.0, 12.0};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];

    draw_spot(12.0, 0.0, pixels);
    for (int round = 0; round < N_DRAWS; round++) {
        lilt_augment(&augment, pixels, &rng, luma);
        const Spot spot = find_spot(luma);

        widen(&angle, atan2(spot.below, spot.right));
        widen(&distance, hypot(spot.right, spot.below));
    }
    check_range("angle", angle, -0.4, 0.4, 0.01);
    CHECK(distance.low > 11.8 && distance.high < 12.2, "%g to %g", distance.low, distance.high);
}

TEST(sizes_change_together_or_in_width)
{
    const LiltAugment stretch = {.stretch = 0.2f}, squeeze = {.squeeze = 0.2f};
    Range size = {1.0, 1.0}, width = {1.0, 1.0}, height = {1.0, 1.0}, ratio = {1.0, 1.0};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];

    draw_spot(10.0, 10.0, pixels);
    for (int round = 0; round < N_DRAWS; round++) {
        lilt_augment(&stretch, pixels, &rng, luma);
        const Spot larger = find_spot(luma);

        widen(&size, larger.right / 10.0);
        widen(&ratio, larger.right / larger.below);
        lilt_augment(&squeeze, pixels, &rng, luma);
        const Spot wider = find_spot(luma);

        widen(&width, wider.right / 10.0);
        widen(&height, wider.below / 10.0);
    }
    check_range("size", size, 0.8, 1.2, 0.01);
    CHECK(ratio.low > 0.99 && ratio.high < 1.01, "both ways: %g to %g", ratio.low, ratio.high);
    check_range("width", width, 0.8, 1.2, 0.01);
    CHECK(height.low > 0.99 && height.high < 1.01, "height: %g to %g", height.low, height.high);
}

/* The luma that a grey of `value` has in N_DRAWS pictures. */
static Range
tones_of(const LiltAugment *augment, uint8_t value)
{
    Range range = {(double)value / 255.0, (double)value / 255.0};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];

    memset(pixels, value, sizeof pixels);
    for (int round = 0; round < N_DRAWS; round++) {
        lilt_augment(augment, pixels, &rng, luma);
        widen(&range, (double)luma[1000]);
    }
    return range;
}

TEST(tones_are_clipped_to_black_and_white)
{
    const LiltAugment brightness = {.brightness = 0.2f}, contrast = {.contrast = 0.5f},
                      gamma = {.gamma = 1.0f};

    check_range("brighter", tones_of(&brightness, 102), 0.2, 0.6, 1e-4);
    check_range("brighter white", tones_of(&brightness, 255), 0.8, 1.0, 1e-4);
    check_range("contrast of light", tones_of(&contrast, 204), 0.65, 0.95, 1e-4);
    check_range("contrast of black", tones_of(&contrast, 0), 0.0, 0.25, 1e-4);
    check_range("gamma", tones_of(&gamma, 51), 0.04, sqrt(0.2), 1e-4);
    CHECK(tones_of(&gamma, 255).low > 0.9999, "white stays white");
}

TEST(a_quarter_of_the_faces_is_blurred)
{
    const LiltAugment augment = {.blur_px = 2.0f};
    Range spread = {0.0, 0.0};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];
    int n_blurred = 0;

    draw_spot(0.0, 0.0, pixels);
    for (size_t i = 0; i < N_PIXELS; i++)
        luma[i] = (float)pixels[i] / 255.0f;
    const double before = find_spot(luma).spread;

    for (int round = 0; round < 4 * N_DRAWS; round++) {
        lilt_augment(&augment, pixels, &rng, luma);
        const double more = 0.5 * (find_spot(luma).spread - before); /* variance each way */

        widen(&spread, more);
        n_blurred += more > 1e-6;
    }
    CHECK(n_blurred > 0.2 * 4 * N_DRAWS && n_blurred < 0.3 * 4 * N_DRAWS, "%d blurred", n_blurred);
    check_range("variance", spread, 0.0, 4.0, 0.1);
}

TEST(a_quarter_of_the_faces_is_coarse)
{
    const LiltAugment augment = {.coarse = 2.0f};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];
    int n_coarse = 0;
    double roughest = 1.0;

    for (size_t i = 0; i < N_PIXELS; i++) /* stripes that no coarse picture can hold */
        pixels[i] = i % 2 == 0 ? 64 : 192;
    for (int round = 0; round < 4 * N_DRAWS; round++) {
        double steps = 0.0;

        lilt_augment(&augment, pixels, &rng, luma);
        for (size_t i = 0; i + 1 < N_PIXELS; i++)
            steps += fabs((double)(luma[i + 1] - luma[i])) / N_PIXELS;
        n_coarse += steps < 0.45;
        roughest = fmin(roughest, steps);
    }
    CHECK(n_coarse > 0.18 * 4 * N_DRAWS && n_coarse < 0.3 * 4 * N_DRAWS, "%d coarse", n_coarse);
    CHECK(roughest < 0.2, "the coarsest still has steps of %g", roughest);
}

TEST(a_quarter_of_the_faces_is_noisy)
{
    const LiltAugment augment = {.noise = 0.1f};
    Range deviation = {0.0, 0.0};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];
    int n_noisy = 0;

    memset(pixels, 128, sizeof pixels);
    for (int round = 0; round < 4 * N_DRAWS; round++) {
        double squares = 0.0, sum = 0.0;

        lilt_augment(&augment, pixels, &rng, luma);
        for (size_t i = 0; i < N_PIXELS; i++) {
            const double off = (double)luma[i] - 128.0 / 255.0;

            sum += off;
            squares += off * off;
        }
        n_noisy += squares > 1e-6;
        widen(&deviation, sqrt(squares / N_PIXELS));
        CHECK(fabs(sum / N_PIXELS) < 0.02, "it has no tendency");
    }
    CHECK(n_noisy > 0.2 * 4 * N_DRAWS && n_noisy < 0.3 * 4 * N_DRAWS, "%d noisy", n_noisy);
    check_range("deviation", deviation, 0.0, 0.1, 0.005);
}

TEST(rectangles_are_erased)
{
    const LiltAugment augment = {.erase = 0.5f, .erase_area = 0.25f};
    LiltRng rng = new_rng();
    uint8_t pixels[N_PIXELS];
    float luma[N_PIXELS];
    Range area = {0.0, 0.0};
    int n_erased = 0, n_flat = 0;

    memset(pixels, 128, sizeof pixels);
    for (int round = 0; round < 4 * N_DRAWS; round++) {
        size_t n = 0, left = SIDE, right = 0, top = SIDE, bottom = 0;
        Range tones = {1.0, 0.0};

        lilt_augment(&augment, pixels, &rng, luma);
        for (size_t i = 0; i < N_PIXELS; i++) {
            if (fabs((double)luma[i] - 128.0 / 255.0) < 1e-6)
                continue;
            n++;
            left = i % SIDE < left ? i % SIDE : left;
            right = i % SIDE > right ? i % SIDE : right;
            top = i / SIDE < top ? i / SIDE : top;
            bottom = i / SIDE > bottom ? i / SIDE : bottom;
            widen(&tones, (double)luma[i]);
        }
        n_erased += n > 0;
        n_flat += n > 4 && tones.high - tones.low < 1e-6;
        widen(&area, (double)n / N_PIXELS);
        /* Noise now and then meets the grey of the face. */
        CHECK(n == 0 || n + 3 >= (right - left + 1) * (bottom - top + 1), "%zu pixels, a rectangle",
              n);
    }
    CHECK(n_erased > 0.45 * 4 * N_DRAWS && n_erased < 0.55 * 4 * N_DRAWS, "%d erased", n_erased);
    CHECK(n_flat > 0.4 * n_erased && n_flat < 0.6 * n_erased, "%d of them flat", n_flat);
    check_range("area", area, 0.0, 0.25, 1e-6);
}

TEST(everything_together_stays_a_picture)
{
    const LiltRecipe *recipe = lilt_recipe_find("mcnn");
    const MadeFaces *made = make_faces();
    LiltRng rng = new_rng(), same = rng;
    float luma[N_PIXELS], again[N_PIXELS];

    for (int round = 0; round < N_DRAWS; round++) {
        lilt_augment(&recipe->augment, made->pixels[round % MADE_FACES], &rng, luma);
        lilt_augment(&recipe->augment, made->pixels[round % MADE_FACES], &same, again);
        CHECK_BYTES(luma, again, sizeof luma, "the same numbers, the same picture");
        for (size_t i = 0; i < N_PIXELS; i++)
            if (!(luma[i] >= -1e-6f && luma[i] <= 1.0f + 1e-6f))
                CHECK(false, "round %d, pixel %zu: %f", round, i, (double)luma[i]);
    }
}

TEST_MAIN()
