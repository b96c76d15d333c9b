/* Is a file a photo or a video? Told by its first bytes, not by its name. The list is short on
 * purpose: play lists and manifests, which could make a decoder open other places, are not on it.
 */
#include "source.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    LiltSourceKind kind;
    size_t at; /* bytes from the start of the file */
    const char *bytes;
    size_t n;
} Signature;

#define SIGNATURE(kind, at, text)                                                                  \
    {                                                                                              \
        LILT_SOURCE_##kind, at, text, sizeof(text) - 1                                             \
    }

static const Signature signatures[] = {
    SIGNATURE(PHOTO, 0, "\xff\xd8\xff"),         /* JPEG */
    SIGNATURE(PHOTO, 0, "\x89PNG\r\n\x1a\n"),    /* PNG */
    SIGNATURE(PHOTO, 8, "WEBP"),                 /* in RIFF */
    SIGNATURE(PHOTO, 0, "BM"),                   /* BMP */
    SIGNATURE(PHOTO, 0, "P5"),                   /* PGM */
    SIGNATURE(PHOTO, 0, "P6"),                   /* PPM */
    SIGNATURE(VIDEO, 4, "ftyp"),                 /* MP4, MOV */
    SIGNATURE(VIDEO, 0, "\x1a\x45\xdf\xa3"),     /* Matroska, WebM */
    SIGNATURE(VIDEO, 8, "AVI "),                 /* in RIFF */
    SIGNATURE(VIDEO, 0, "OggS"),                 /* Ogg */
    SIGNATURE(VIDEO, 0, "\x00\x00\x01\xba"),     /* MPEG programme stream */
    SIGNATURE(VIDEO, 0, "FLV\x01"),              /* Flash */
    SIGNATURE(VIDEO, 0, "\x30\x26\xb2\x75\x8e"), /* ASF, WMV */
};

LiltSourceKind
sniff_file(const char *path)
{
    char head[16] = {0};
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return LILT_SOURCE_UNKNOWN;
    const ssize_t n_read = read(fd, head, sizeof head);

    close(fd);
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const Signature *s = &signatures[i];

        if (n_read >= (ssize_t)(s->at + s->n) && memcmp(head + s->at, s->bytes, s->n) == 0)
            return s->kind;
    }
    return LILT_SOURCE_UNKNOWN;
}
