/* JPEG files with known pixels. */
#include "make_jpeg.h"

#include <turbojpeg.h>

#include "check.h"

uint8_t
ramp_luma(int x, int y)
{
    return (uint8_t)(20 + (x / 4 + y / 4) % 200);
}

const char *
make_jpeg(const char *name, int width_px, int height_px, int colour)
{
    static char paths[8][256];
    static int next;
    char *path = paths[next++ % 8];
    uint8_t *pixels = malloc(3 * (size_t)width_px * (size_t)height_px);
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    tjhandle jpeg = tjInitCompress();
    FILE *file;

    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            memset(pixels + 3 * (y * width_px + x), ramp_luma(x, y), 3);
    if (tjCompress2(jpeg, pixels, width_px, 0, height_px, TJPF_RGB, &bytes, &n,
                    colour ? TJSAMP_420 : TJSAMP_GRAY, 95, 0) != 0) {
        fprintf(stderr, "%s: %s\n", name, tjGetErrorStr2(jpeg));
        exit(1);
    }
    snprintf(path, sizeof paths[0], "%s/%s", check_temp_dir(), name);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, n, file) != n || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    tjFree(bytes);
    tjDestroy(jpeg);
    free(pixels);
    return path;
}
