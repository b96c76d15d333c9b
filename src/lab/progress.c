/* Progress of a training run: a line an epoch, on a terminal also one that moves within it. */
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum { SHOWN_EVERY_US = 200000 };

/* "1:02:03" */
static const char *
time_text(double seconds, char text[32])
{
    const long s = lround(seconds);

    snprintf(text, 32, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
    return text;
}

void
lab_show_step(void *user, const LiltEpoch *e)
{
    static int64_t shown_us;
    const int64_t now_us = lilt_clock_us();
    char left[32];

    (void)user;
    if (now_us - shown_us < SHOWN_EVERY_US)
        return;
    shown_us = now_us;
    printf("\repoch %zu/%zu %3zu %%  loss %.4f  train %.2f %%  %.0f images/s  %s left\033[K",
           e->epoch, e->n_epochs, 100 * e->step / e->n_steps, e->loss, 100.0 * e->train_accuracy,
           e->images_per_s, time_text(e->left_s, left));
    fflush(stdout);
}

void
lab_show_epoch(void *user, const LiltEpoch *e)
{
    char left[32], ferplus[48] = "";

    (void)user;
    if (!isnan(e->valid_ferplus_accuracy))
        snprintf(ferplus, sizeof ferplus, "  ferplus %.2f %%", 100.0 * e->valid_ferplus_accuracy);
    if (isatty(STDOUT_FILENO) == 1)
        fputs("\r\033[K", stdout);
    printf("epoch %zu/%zu  loss %.4f  train %.2f %%  valid %.4f  %.2f %%%s%s  %.0f images/s  "
           "%s left\n",
           e->epoch, e->n_epochs, e->loss, 100.0 * e->train_accuracy, e->valid_loss,
           100.0 * e->valid_accuracy, ferplus, e->best ? " *" : "", e->images_per_s,
           time_text(e->left_s, left));
    fflush(stdout);
}
