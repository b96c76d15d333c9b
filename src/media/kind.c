/* What kind of file it is, told by its first bytes. libavformat would ask all its containers, and
 * again with twice as many bytes while a tag fills them: of an mp3 file with a picture in front
 * that is twenty times the cost of all the rest. What is not told here it finds out by itself. */
#include "media_private.h"

#include <string.h>
#include <unistd.h>

enum { ID3_HEAD = 10, FRAME_HEAD = 4 };

/* Does a frame of MPEG audio, layer III, begin so? */
static bool
is_mp3_frame(const uint8_t head[FRAME_HEAD])
{
    const int version = head[1] >> 3 & 3, layer = head[1] >> 1 & 3;
    const int bit_rate = head[2] >> 4, sample_rate = head[2] >> 2 & 3;

    return head[0] == 0xff && head[1] >> 5 == 7 && version != 1 && layer == 1 && bit_rate != 0 &&
           bit_rate != 15 && sample_rate != 3;
}

/* Is the sound behind the ID3v2 tag mp3? The size of a tag is told in four times seven bits. */
static bool
is_tagged_mp3(int fd, const uint8_t head[ID3_HEAD])
{
    const off_t size = (off_t)(head[6] & 0x7f) << 21 | (off_t)(head[7] & 0x7f) << 14 |
                       (off_t)(head[8] & 0x7f) << 7 | (off_t)(head[9] & 0x7f);
    uint8_t frame[FRAME_HEAD];

    return pread(fd, frame, sizeof frame, ID3_HEAD + size) == (ssize_t)sizeof frame &&
           is_mp3_frame(frame);
}

const AVInputFormat *
lilt_media_find_kind(int fd)
{
    uint8_t head[ID3_HEAD];

    if (pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head)
        return NULL;
    if (memcmp(head, "fLaC", 4) == 0)
        return av_find_input_format("flac");
    if (memcmp(head, "OggS", 4) == 0)
        return av_find_input_format("ogg");
    if (memcmp(head, "ID3", 3) == 0 && is_tagged_mp3(fd, head))
        return av_find_input_format("mp3");
    return NULL;
}
