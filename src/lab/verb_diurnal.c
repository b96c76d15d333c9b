/* lilt-lab diurnal: fit two waves a day to when people listen to what, the numbers of
 * src/recommend/hour.c. */
#include "lab.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DAYS = 7, WEEKEND_DAY = 5, HOURS = 24, TERMS = 5, PATH_BYTES = 4096 };

typedef double Week[DAYS][HOURS];

/* "hour,day,value,..." below a head, in any order; every hour once. */
static LiltStatus
read_week(const char *folder, const char *name, LiltDiag *diag, Week week)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    char path[PATH_BYTES], line[256], day[4];
    int n = 0, hour;
    double value;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "%d,%3[A-Za-z],%lf", &hour, day, &value) != 3)
            continue;
        const char *found = strstr(days, day);

        if (hour < 0 || hour >= HOURS || strlen(day) != 3 || found == NULL)
            break;
        week[(found - days) / 3][hour] = value;
        n++;
    }
    fclose(file);
    return n == DAYS * HOURS
               ? LILT_OK
               : lilt_fail(diag, LILT_E_FORMAT, "%s: not a value for each hour of a week", path);
}

/* Deviations from the week's mean, the largest of them 1. */
static void
scale(Week week)
{
    double mean = 0.0, most = 0.0;

    for (int i = 0; i < DAYS * HOURS; i++)
        mean += week[i / HOURS][i % HOURS] / (DAYS * HOURS);
    for (int i = 0; i < DAYS * HOURS; i++)
        most = fmax(most, fabs(week[i / HOURS][i % HOURS] - mean));
    for (int i = 0; i < DAYS * HOURS; i++)
        week[i / HOURS][i % HOURS] = (week[i / HOURS][i % HOURS] - mean) / most;
}

/* Mean, cosine and sine of one wave a day and of two. The waves are orthogonal over the hours of a
 * day, so that least squares are sums. */
static void
fit(Week week, int first, int end, double terms[TERMS])
{
    memset(terms, 0, TERMS * sizeof *terms);
    for (int day = first; day < end; day++)
        for (int hour = 0; hour < HOURS; hour++) {
            const double angle = 2.0 * 3.14159265358979 * hour / HOURS;
            const double part = week[day][hour] / (HOURS * (end - first));

            terms[0] += part;
            terms[1] += 2.0 * part * cos(angle);
            terms[2] += 2.0 * part * sin(angle);
            terms[3] += 2.0 * part * cos(2.0 * angle);
            terms[4] += 2.0 * part * sin(2.0 * angle);
        }
}

static void
print(const char *measure, bool weekend, const double terms[TERMS], bool json)
{
    const char *days = weekend ? "weekend" : "working days";

    if (json)
        printf("{\"measure\": \"%s\", \"days\": \"%s\", \"terms\": [%.3f, %.3f, %.3f, %.3f, "
               "%.3f]}\n",
               measure, days, terms[0], terms[1], terms[2], terms[3], terms[4]);
    else
        printf("%-9s %-12s  %6.3f %6.3f %6.3f %6.3f %6.3f\n", measure, days, terms[0], terms[1],
               terms[2], terms[3], terms[4]);
}

int
lab_diurnal(int argc, char **argv)
{
    static const char *const measures[] = {"valence", "intensity"};
    const char *folder = NULL, *value;
    bool json = false;

    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--data")) != NULL)
            folder = value;
        else if (strcmp(argv[i], "--json") == 0)
            json = true;
        else
            return lab_usage("diurnal", "unknown option %s", argv[i]);
    }
    if (folder == NULL)
        return lab_usage("diurnal", "--data DIR is wanted");
    for (int m = 0; m < 2; m++) {
        char name[64];
        double terms[TERMS];
        LiltDiag diag = {""};
        Week week = {{0}};

        snprintf(name, sizeof name, "%s-by-hour.csv", measures[m]);
        if (read_week(folder, name, &diag, week) != LILT_OK)
            return lab_fail("diurnal", "%s", diag.text);
        scale(week);
        fit(week, 0, WEEKEND_DAY, terms);
        print(measures[m], false, terms, json);
        fit(week, WEEKEND_DAY, DAYS, terms);
        print(measures[m], true, terms, json);
    }
    return LAB_DONE;
}
