/* The words of a song: those beside it, or else those in its tags. */
#include "program.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "words.h"

enum { MOST_BYTES = 256 << 10 };

/* Up to MOST_BYTES of a plain file as text; free(). NULL when there is none. */
static char *
read_text(const char *path)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *text = NULL;
    struct stat info;
    size_t n = 0;
    ssize_t more = 0;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (text = malloc(MOST_BYTES + 1)) != NULL) {
        while (n < MOST_BYTES && (more = read(fd, text + n, MOST_BYTES - n)) > 0)
            n += (size_t)more;
        text[n] = '\0';
    }
    close(fd);
    return text;
}

static char *
read_beside(const char *path)
{
    static const char *const suffixes[] = {".lrc", ".LRC"};
    const char *name = strrchr(path, '/'), *dot = strrchr(path, '.');
    const size_t n = dot != NULL && dot > name ? (size_t)(dot - path) : strlen(path);
    char *beside = malloc(n + 5), *text = NULL;

    for (size_t i = 0; i < 2 && beside != NULL && text == NULL; i++) {
        memcpy(beside, path, n);
        memcpy(beside + n, suffixes[i], 5);
        text = read_text(beside);
    }
    free(beside);
    return text;
}

float
lilt_scan_judge_words(const char *path)
{
    char *text = read_beside(path);
    float brightness = 0;

    if (text != NULL || lilt_media_dup_lyrics(path, NULL, &text) == LILT_OK)
        brightness = lilt_words_brightness(text);
    free(text);
    return brightness;
}
