/* A file that grows, or a FIFO: opened so that nothing waits for a writer, read as far as there is
 * something, given up and looked for again when it is gone or another one is in its place. */
#include "numbers_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LOOK_S = 1,
    LAST_BYTES = 4096, /* of a file that was there before: its newest lines */
    CHUNK = 4096,
    MOST_CHUNKS = 16, /* a turn: who writes without end does not hold up the window */
    MOST_LINE = 128,
};

struct LiltNumbersFile {
    char *path;
    int fd; /* -1: not open */
    struct stat opened;
    char line[MOST_LINE]; /* the one that is not over yet */
    gsize n_line;
    gboolean passing; /* over the rest of a line that is too long, or was begun before */
    LiltBodyTrack track;
    LiltNumbersState state;
    guint timer;
    void (*changed)(gpointer data);
    gpointer data;
};

/* ---- lines ----------------------------------------------------------------------------------- */

static void
end_line(LiltNumbersFile *self)
{
    float value;
    bool skin;

    self->line[self->n_line] = '\0';
    self->n_line = 0;
    if (self->passing) {
        self->passing = FALSE;
        return;
    }
    if (lilt_body_is_remark(self->line))
        return;
    if (lilt_body_parse(self->line, &value, &skin)) {
        lilt_body_hear(&self->track, value, skin, g_get_monotonic_time());
        self->state = LILT_NUMBERS_COME;
    } else {
        self->state = LILT_NUMBERS_NO_NUMBER;
    }
}

static void
take_bytes(LiltNumbersFile *self, const char *bytes, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (bytes[i] == '\n') {
            end_line(self);
        } else if (self->n_line + 1 < sizeof self->line) {
            self->line[self->n_line++] = bytes[i];
        } else if (!self->passing) {
            self->passing = TRUE;
            self->state = LILT_NUMBERS_NO_NUMBER;
        }
    }
}

/* ---- the file -------------------------------------------------------------------------------- */

static void
close_file(LiltNumbersFile *self)
{
    if (self->fd >= 0)
        close(self->fd);
    self->fd = -1;
    self->n_line = 0;
    self->passing = FALSE;
}

static void
give_up(LiltNumbersFile *self, LiltNumbersState state)
{
    close_file(self);
    self->state = state;
}

static gboolean
is_fit(const struct stat *file)
{
    return S_ISREG(file->st_mode) || S_ISFIFO(file->st_mode);
}

/* Never waits for the writer of a FIFO. What is neither that nor a file is not even opened: it may
 * be a camera. */
static void
open_file(LiltNumbersFile *self)
{
    if (stat(self->path, &self->opened) == 0 && !is_fit(&self->opened)) {
        give_up(self, LILT_NUMBERS_NO_FILE);
        return;
    }
    self->fd = open(self->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (self->fd < 0) {
        give_up(self,
                errno == ENOENT || errno == ENOTDIR ? LILT_NUMBERS_MISSING : LILT_NUMBERS_UNREAD);
        return;
    }
    if (fstat(self->fd, &self->opened) != 0 || !is_fit(&self->opened)) {
        give_up(self, LILT_NUMBERS_NO_FILE);
        return;
    }
    self->state = LILT_NUMBERS_WAIT;
    if (S_ISREG(self->opened.st_mode) && self->opened.st_size > LAST_BYTES) {
        lseek(self->fd, -LAST_BYTES, SEEK_END);
        self->passing = TRUE; /* the middle of a line, most likely */
    }
}

/* The path may name another file by now, or none; the file may have been begun anew. */
static void
check_file(LiltNumbersFile *self)
{
    struct stat now;

    if (stat(self->path, &now) != 0)
        give_up(self, LILT_NUMBERS_MISSING);
    else if (now.st_ino != self->opened.st_ino || now.st_dev != self->opened.st_dev)
        close_file(self);
    else if (S_ISREG(now.st_mode) && now.st_size < lseek(self->fd, 0, SEEK_CUR))
        lseek(self->fd, 0, SEEK_SET);
}

static void
read_file(LiltNumbersFile *self)
{
    char bytes[CHUNK];

    for (int i = 0; i < MOST_CHUNKS; i++) {
        const ssize_t n = read(self->fd, bytes, sizeof bytes);

        if (n < 0 && errno != EAGAIN && errno != EINTR)
            give_up(self, LILT_NUMBERS_UNREAD);
        if (n <= 0) /* nothing for now, or no writer */
            return;
        take_bytes(self, bytes, (gsize)n);
    }
}

static gboolean
look(gpointer data)
{
    LiltNumbersFile *self = data;
    const LiltNumbersState before = self->state;
    const guint n_before = self->track.n;

    if (self->fd >= 0)
        check_file(self);
    if (self->fd < 0)
        open_file(self);
    if (self->fd >= 0)
        read_file(self);
    if (self->state != before || self->track.n != n_before)
        self->changed(self->data);
    return G_SOURCE_CONTINUE;
}

LiltNumbersFile *
lilt_numbers_file_new(const char *path, void (*changed)(gpointer data), gpointer data)
{
    LiltNumbersFile *self = g_new0(LiltNumbersFile, 1);

    self->path = g_strdup(path);
    self->fd = -1;
    self->changed = changed;
    self->data = data;
    self->timer = g_timeout_add_seconds(LOOK_S, look, self);
    return self;
}

LiltNumbersState
lilt_numbers_file_get_state(const LiltNumbersFile *self)
{
    return self->state;
}

const LiltBodyTrack *
lilt_numbers_file_get_track(const LiltNumbersFile *self)
{
    return &self->track;
}

void
lilt_numbers_file_free(LiltNumbersFile *self)
{
    if (self == NULL)
        return;
    g_source_remove(self->timer);
    close_file(self);
    g_free(self->path);
    g_free(self);
}
