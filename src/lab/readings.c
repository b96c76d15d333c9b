/* Readings on file. A line holds time, width and height of the picture, faces, hints, and, if one
 * was read, its box, quality and seven probabilities. */
#include "readings.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

static const char first_line[] = "lilt-readings 1\n";

LiltStatus
lab_readings_create(const char *path, LiltDiag *diag, FILE **ret_file)
{
    FILE *file = fopen(path, "w");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    fputs(first_line, file);
    *ret_file = file;
    return LILT_OK;
}

LiltStatus
lab_readings_close(FILE *file)
{
    const bool written = !ferror(file);

    return fclose(file) == 0 && written ? LILT_OK : LILT_E_IO;
}

void
lab_readings_write(FILE *file, const LiltReading *reading)
{
    const LiltBox *face = &reading->face;

    fprintf(file, "%" PRId64 " %d %d %d %u", reading->time_us, reading->width_px,
            reading->height_px, reading->n_faces, reading->hints);
    if (reading->has_face) {
        fprintf(file, " %d %d %d %d %.9g", face->x, face->y, face->width, face->height,
                (double)reading->quality);
        for (int i = 0; i < LILT_N_EMOTIONS; i++)
            fprintf(file, " %.9g", (double)reading->probs[i]);
    }
    fputc('\n', file);
}

LiltStatus
lab_readings_open(const char *path, LiltDiag *diag, FILE **ret_file)
{
    char line[sizeof first_line];
    FILE *file = fopen(path, "r");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    if (fgets(line, sizeof line, file) == NULL || strcmp(line, first_line) != 0) {
        fclose(file);
        return lilt_fail(diag, LILT_E_FORMAT, "%s: not a record of readings", path);
    }
    *ret_file = file;
    return LILT_OK;
}

/* The part that only a face has. */
static bool
read_face(const char *text, LiltReading *reading)
{
    LiltBox *face = &reading->face;
    float *p = reading->probs;
    int n = 0;

    reading->has_face = sscanf(text, "%d %d %d %d %f %f %f %f %f %f %f %f %n", &face->x, &face->y,
                               &face->width, &face->height, &reading->quality, &p[0], &p[1], &p[2],
                               &p[3], &p[4], &p[5], &p[6], &n) == 5 + LILT_N_EMOTIONS;
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        if (!isfinite(p[i]))
            return false;
    return reading->has_face && text[n] == '\0' && isfinite(reading->quality);
}

LiltStatus
lab_readings_read(FILE *file, const char *path, long line, LiltDiag *diag, LiltReading *ret_reading)
{
    char text[512];
    LiltReading reading = {0};
    int n = 0;

    if (fgets(text, sizeof text, file) == NULL)
        return LILT_E_END;
    const bool good = sscanf(text, "%" SCNd64 " %d %d %d %u %n", &reading.time_us,
                             &reading.width_px, &reading.height_px, &reading.n_faces,
                             &reading.hints, &n) == 5;

    if (!good || (text[n] != '\0' && !read_face(text + n, &reading)))
        return lilt_fail(diag, LILT_E_FORMAT, "%s: line %ld is no reading", path, line);
    *ret_reading = reading;
    return LILT_OK;
}
