/* The room, by the means of blocks of pixels: a sensor's noise, strong in the dark, is the same
 * everywhere and all but gone from a mean; what a room is made of is larger than that. */
#include "scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 8 /* pixels a side */ };

static const double blank_below = 1.5;      /* standard deviation of the means, of 255 */
static const float least_change = 8.0f;     /* of a mean, of 255 */
static const float least_part = 1 / 200.0f; /* of all blocks: 39 x 39 pixels of 640 x 480 */

static float
block_mean(LiltGrey picture, int column, int row)
{
    const uint8_t *first = picture.pixels + (ptrdiff_t)row * BLOCK * picture.stride +
                           column * BLOCK;
    int sum = 0;

    for (int y = 0; y < BLOCK; y++)
        for (int x = 0; x < BLOCK; x++)
            sum += first[y * picture.stride + x];
    return (float)sum / (BLOCK * BLOCK);
}

bool
scene_is_blank(LiltGrey picture)
{
    const int columns = picture.width_px / BLOCK, rows = picture.height_px / BLOCK;
    const double n = (double)columns * rows;
    double sum = 0, squares = 0;

    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++) {
            const double mean = (double)block_mean(picture, column, row);

            sum += mean;
            squares += mean * mean;
        }
    return n > 0 && squares / n - (sum / n) * (sum / n) < blank_below * blank_below;
}

void
scene_remember(Scene *scene, LiltGrey picture)
{
    const int columns = picture.width_px / BLOCK, rows = picture.height_px / BLOCK;

    if (columns != scene->columns || rows != scene->rows) {
        scene_clear(scene);
        scene->means = malloc((size_t)columns * (size_t)rows * sizeof *scene->means);
        if (scene->means == NULL)
            return;
        scene->columns = columns;
        scene->rows = rows;
    }
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            scene->means[row * columns + column] = block_mean(picture, column, row);
}

/* How much brighter all of the picture is: a lamp, a cloud, the camera's own gain. */
static float
brighter_by(const Scene *scene, LiltGrey picture)
{
    double sum = 0;

    for (int row = 0; row < scene->rows; row++)
        for (int column = 0; column < scene->columns; column++)
            sum += (double)(block_mean(picture, column, row) -
                            scene->means[row * scene->columns + column]);
    return (float)(sum / ((double)scene->rows * scene->columns));
}

bool
scene_has_changed(const Scene *scene, LiltGrey picture)
{
    if (scene->means == NULL || scene->columns != picture.width_px / BLOCK ||
        scene->rows != picture.height_px / BLOCK)
        return true;
    const float all = brighter_by(scene, picture);
    int n_changed = 0;

    for (int row = 0; row < scene->rows; row++)
        for (int column = 0; column < scene->columns; column++)
            n_changed += fabsf(block_mean(picture, column, row) - all -
                               scene->means[row * scene->columns + column]) > least_change;
    return (float)n_changed > least_part * (float)(scene->rows * scene->columns);
}

void
scene_clear(Scene *scene)
{
    const size_t bytes = (size_t)scene->columns * (size_t)scene->rows * sizeof *scene->means;

    if (scene->means != NULL)
        explicit_bzero(scene->means, bytes);
    free(scene->means);
    *scene = (Scene){0};
}
