/* Changing tags without ever having half a file: a copy is changed, compared and put in its place.
 */
#include "media_private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tagfile.h"

void
lilt_media_texts_clear(LiltMediaTexts *texts)
{
    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        free(texts->text[tag]);
        texts->text[tag] = NULL;
    }
}

static LiltStatus
fail_by_errno(const char *path, LiltDiag *diag)
{
    return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
}

/* ---- the copy -------------------------------------------------------------------------------- */

/* Nobody may write: that counts for root as well. */
static LiltStatus
check_writable(const char *path, LiltDiag *diag)
{
    struct stat info;

    if (stat(path, &info) != 0)
        return fail_by_errno(path, diag);
    if (!S_ISREG(info.st_mode))
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: not a file", path);
    if ((info.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0 || access(path, W_OK) != 0)
        return lilt_fail(diag, LILT_E_DENIED, "%s: this file is read-only", path);
    return LILT_OK;
}

/* The name of the copy, which TagLib knows the kind of file by. False when it is too long. */
static bool
name_draft(const char *path, const char *mark, char *draft, size_t draft_bytes)
{
    const char *name = strrchr(path, '/') + 1, *suffix = strrchr(name, '.');

    return (size_t)snprintf(draft, draft_bytes, "%.*s.lilt-%s%s", (int)(name - path), path, mark,
                            suffix != NULL ? suffix : "") < draft_bytes;
}

static bool
copy_bytes(int from, int to)
{
    char bytes[1 << 16];
    ssize_t n;

    while ((n = read(from, bytes, sizeof bytes)) > 0)
        for (ssize_t done = 0, more; done < n; done += more)
            if ((more = write(to, bytes + done, (size_t)(n - done))) < 0)
                return false;
    return n == 0;
}

/* The copy belongs to whom the original does, where this may be; else it is the writer's. */
static bool
make_draft(const char *path, const char *draft)
{
    const int from = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;

    if (from < 0)
        return false;
    const int to = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = to >= 0 && fstat(from, &info) == 0 && copy_bytes(from, to);

    if (good && fchown(to, info.st_uid, info.st_gid) != 0)
        errno = 0;
    good = good && fchmod(to, info.st_mode & 07777) == 0;
    const int error = errno;

    close(from);
    if (to >= 0 && close(to) != 0)
        return false;
    errno = error;
    return good;
}

/* What was written has reached the disk. */
static bool
sync_path(const char *path, int flags)
{
    const int fd = open(path, flags | O_CLOEXEC);
    const bool good = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return good;
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* The next packet of sound; false at the end. */
static bool
next_packet(LiltMedia *media, AVPacket *packet)
{
    av_packet_unref(packet);
    while (av_read_frame(media->format, packet) >= 0) {
        if (packet->stream_index == media->sound->index)
            return true;
        av_packet_unref(packet);
    }
    return false;
}

static bool
same_packets(LiltMedia *a, LiltMedia *b, AVPacket *of_a, AVPacket *of_b)
{
    for (;;) {
        const bool more_a = next_packet(a, of_a), more_b = next_packet(b, of_b);

        if (!more_a || !more_b)
            return more_a == more_b;
        if (of_a->size != of_b->size || memcmp(of_a->data, of_b->data, (size_t)of_a->size) != 0)
            return false;
    }
}

/* Both files hold the very same compressed sound, to the end. */
static LiltStatus
compare_sound(const char *path, const char *draft, LiltDiag *diag)
{
    LiltMedia *a = NULL, *b = NULL;
    AVPacket *of_a = av_packet_alloc(), *of_b = av_packet_alloc();
    LiltStatus status = of_a != NULL && of_b != NULL
                            ? lilt_media_open(path, diag, &a)
                            : lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);

    if (status == LILT_OK &&
        (lilt_media_open(draft, NULL, &b) != LILT_OK || !same_packets(a, b, of_a, of_b)))
        status = lilt_fail(diag, LILT_E_IO, "%s: a copy with the new tags cannot be written", path);
    lilt_media_close(a);
    lilt_media_close(b);
    av_packet_free(&of_a);
    av_packet_free(&of_b);
    return status;
}

/* Whether the library will find something under that tag. */
static bool
is_told(const LiltMediaTags *tags, LiltTag tag)
{
    switch (tag) {
    case LILT_TAG_TITLE:
        return *tags->title != '\0';
    case LILT_TAG_ARTIST:
        return *tags->artist != '\0';
    case LILT_TAG_ALBUM:
        return *tags->album != '\0';
    case LILT_TAG_ALBUM_ARTIST:
        return *tags->album_artist != '\0';
    case LILT_TAG_GENRE:
        return *tags->genre != '\0';
    case LILT_TAG_TRACK:
        return tags->track > 0;
    case LILT_TAG_DISC:
        return tags->disc > 0;
    default:
        return tags->year > 0;
    }
}

/* Some kinds of tags keep numbers and dates in a form of their own: then the number is right. */
static bool
same_text(LiltTag tag, const char *wanted, const char *written)
{
    return strcmp(wanted, written) == 0 || (tag >= LILT_TAG_TRACK && atoi(wanted) == atoi(written));
}

/* The copy says what it was to say, and says it so that the library hears it. */
static LiltStatus
compare_texts(const char *path, const char *draft, const LiltMediaTexts *change, LiltDiag *diag)
{
    LiltMediaTexts now = {{NULL}};
    LiltMedia *media = NULL;
    LiltStatus status = lilt_tagfile_read(draft, NULL, &now);

    if (status == LILT_OK)
        status = lilt_media_open(draft, NULL, &media);
    if (status != LILT_OK)
        lilt_fail(diag, status, "%s: a copy with the new tags cannot be written", path);
    for (int tag = 0; status == LILT_OK && tag < LILT_N_TAGS; tag++) {
        const char *wanted = change->text[tag];

        if (wanted != NULL && (!same_text((LiltTag)tag, wanted, now.text[tag]) ||
                               (*wanted != '\0' && !is_told(&media->tags, (LiltTag)tag))))
            status = lilt_fail(diag, LILT_E_UNSUPPORTED,
                               "%s: this kind of file cannot keep the tag “%s”", path,
                               lilt_tag_label((LiltTag)tag));
    }
    lilt_media_close(media);
    lilt_media_texts_clear(&now);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static LiltStatus
exchange(const char *path, const char *draft, const LiltMediaTexts *change, LiltDiag *diag)
{
    char folder[PATH_MAX];

    if (!make_draft(path, draft))
        return fail_by_errno(path, diag);
    LiltStatus status = lilt_tagfile_write(draft, change, NULL);

    if (status != LILT_OK)
        return lilt_fail(diag, status, "%s: the tags cannot be written", path);
    status = compare_texts(path, draft, change, diag);
    if (status == LILT_OK)
        status = compare_sound(path, draft, diag);
    if (status != LILT_OK)
        return status;
    if (!sync_path(draft, O_RDWR) || rename(draft, path) != 0)
        return fail_by_errno(path, diag);
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path + 1), path);
    sync_path(folder, O_RDONLY | O_DIRECTORY); /* the new file is whole either way */
    return LILT_OK;
}

/* Only what is changed is worth taking back. */
static void
keep_changed(LiltMediaTexts *before, const LiltMediaTexts *change)
{
    for (int tag = 0; tag < LILT_N_TAGS; tag++)
        if (change->text[tag] == NULL) {
            free(before->text[tag]);
            before->text[tag] = NULL;
        }
}

LiltStatus
lilt_media_retag(const char *path, const LiltMediaTexts *change, const char *draft_mark,
                 LiltDiag *diag, LiltMediaTexts *ret_before)
{
    LiltMediaTexts before = {{NULL}};
    char whole[PATH_MAX], draft[PATH_MAX];

    if (realpath(path, whole) == NULL)
        return fail_by_errno(path, diag);
    if (!name_draft(whole, draft_mark, draft, sizeof draft))
        return lilt_fail(diag, LILT_E_IO, "%s: the name is too long", path);
    signal(SIGXFSZ, SIG_IGN); /* a limit is an error like a full disk */
    LiltStatus status = check_writable(whole, diag);

    if (status == LILT_OK)
        status = lilt_tagfile_read(whole, diag, &before);
    if (status == LILT_OK) {
        status = exchange(whole, draft, change, diag);
        if (status != LILT_OK)
            unlink(draft);
    }
    if (status != LILT_OK) {
        lilt_media_texts_clear(&before);
        return status;
    }
    keep_changed(&before, change);
    *ret_before = before;
    return LILT_OK;
}
