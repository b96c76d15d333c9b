/* Tones and ears. */
#include "sound.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AUDIBLE = 300 }; /* of 32767; a tone's zero crossings stay below it for 0.1 ms */

static void
put(FILE *file, uint32_t value, int n_bytes)
{
    for (int i = 0; i < n_bytes; i++)
        fputc((int)(value >> (8 * i) & 255), file);
}

void
sound_write_tone(const char *path, double hz, double seconds)
{
    const uint32_t n = (uint32_t)(seconds * SOUND_RATE);
    FILE *file = fopen(path, "wb");

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    fputs("RIFF", file);
    put(file, 36 + 2 * n, 4);
    fputs("WAVEfmt ", file);
    put(file, 16, 4);
    put(file, 1, 2); /* PCM */
    put(file, 1, 2); /* one channel */
    put(file, SOUND_RATE, 4);
    put(file, SOUND_RATE * 2, 4);
    put(file, 2, 2);
    put(file, 16, 2);
    fputs("data", file);
    put(file, 2 * n, 4);
    for (uint32_t i = 0; i < n; i++)
        put(file, (uint32_t)(int32_t)(16384 * sin(2 * M_PI * hz * i / SOUND_RATE)), 2);
    fclose(file);
}

bool
sound_record(SoundRecorder *recorder)
{
    int ends[2];

    memset(recorder, 0, sizeof *recorder);
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETPIPE_SZ, 1 << 20); /* over ten seconds wait here until they are read */
    recorder->pid = fork();
    if (recorder->pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execlp("parec", "parec", "-d", "lilt.monitor", "--format=s16le", "--channels=1",
               "--rate=44100", "--latency-msec=20", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    recorder->pipe = ends[0];
    return recorder->pid > 0;
}

void
sound_stop(SoundRecorder *recorder)
{
    size_t capacity = 1 << 22, n = 0;
    unsigned char *bytes = malloc(capacity);
    ssize_t got;

    kill(recorder->pid, SIGTERM);
    while (n < capacity && (got = read(recorder->pipe, bytes + n, capacity - n)) > 0)
        n += (size_t)got;
    close(recorder->pipe);
    waitpid(recorder->pid, NULL, 0);
    recorder->samples = (int16_t *)(void *)bytes;
    recorder->n_samples = n / 2;
}

void
sound_free(SoundRecorder *recorder)
{
    free(recorder->samples);
    recorder->samples = NULL;
}

double
sound_peak(const SoundRecorder *recorder)
{
    int peak = 0;

    for (size_t i = 0; i < recorder->n_samples; i++)
        if (abs(recorder->samples[i]) > peak)
            peak = abs(recorder->samples[i]);
    return peak / 32768.0;
}

/* Where sound is first and last; false when there is none. */
static bool
find_sound(const SoundRecorder *recorder, size_t *first, size_t *last)
{
    bool any = false;

    for (size_t i = 0; i < recorder->n_samples; i++)
        if (abs(recorder->samples[i]) > AUDIBLE) {
            *first = any ? *first : i;
            *last = i;
            any = true;
        }
    return any;
}

double
sound_longest_gap(const SoundRecorder *recorder)
{
    size_t first = 0, last = 0, heard, longest = 0;

    if (!find_sound(recorder, &first, &last))
        return -1;
    heard = first;
    for (size_t i = first; i <= last; i++)
        if (abs(recorder->samples[i]) > AUDIBLE) {
            longest = i - heard > longest ? i - heard : longest;
            heard = i;
        }
    return (double)longest / SOUND_RATE;
}

double
sound_length(const SoundRecorder *recorder)
{
    size_t first = 0, last = 0;

    return find_sound(recorder, &first, &last) ? (double)(last - first) / SOUND_RATE : 0;
}
