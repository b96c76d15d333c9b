/* Tags, whatever the container calls them: libavformat gives the common names, some on the file and
 * some (Ogg) on the stream. WAV files are asked for by TagLib as well. */
#include "media_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tagfile.h"

static const char *
find_tag(const LiltMedia *media, const char *name)
{
    const AVDictionaryEntry *entry = av_dict_get(media->format->metadata, name, NULL, 0);

    if (entry == NULL)
        entry = av_dict_get(media->sound->metadata, name, NULL, 0);
    return entry != NULL ? entry->value : "";
}

/* An album by several artists that is told by a mark only: iTunes and ID3v2, Vorbis comments, APE.
 */
static bool
is_compilation(const LiltMedia *media)
{
    static const char *const names[] = {"compilation", "TCMP"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(find_tag(media, names[i]), "1") == 0)
            return true;
    return false;
}

/* In APE tags it goes by several names, which libavformat leaves as they are. */
static const char *
find_album_artist(const LiltMedia *media)
{
    static const char *const names[] = {"album_artist", "albumartist", "album artist"};
    const char *text = "";

    for (size_t i = 0; i < sizeof names / sizeof *names && *text == '\0'; i++)
        text = find_tag(media, names[i]);
    return *text == '\0' && is_compilation(media) ? "Various Artists" : text;
}

/* How many bytes the UTF-8 character at `text` has, 0 when there is none: RFC 3629's table, so that
 * overlong forms and surrogates are none. */
static size_t
utf8_length(const unsigned char *text)
{
    const unsigned char c = text[0];
    const size_t n = c < 0x80                 ? 1
                     : c >= 0xc2 && c <= 0xdf ? 2
                     : c >= 0xe0 && c <= 0xef ? 3
                     : c >= 0xf0 && c <= 0xf4 ? 4
                                              : 0;

    for (size_t i = 1; i < n; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    if ((c == 0xe0 && text[1] < 0xa0) || (c == 0xed && text[1] > 0x9f) ||
        (c == 0xf0 && text[1] < 0x90) || (c == 0xf4 && text[1] > 0x8f))
        return 0;
    return n;
}

/* The text trimmed, bytes that are not UTF-8 and control characters replaced by "?". */
static const char *
clean(LiltMedia *media, const char *text)
{
    char *copy;

    while (isspace((unsigned char)*text))
        text++;
    copy = lilt_arena_strdup(media->arena, text);
    if (copy == NULL)
        return NULL;
    for (char *c = copy; *c != '\0';) {
        const size_t n = utf8_length((const unsigned char *)c);

        if (n == 0 || iscntrl((unsigned char)*c))
            *c = '?';
        c += n > 0 ? n : 1;
    }
    for (size_t n = strlen(copy); n > 0 && isspace((unsigned char)copy[n - 1]); n--)
        copy[n - 1] = '\0';
    return copy;
}

/* The number at the front of "3/12" or "2009-05-01"; 0 when there is none or it is absurd. */
static int
leading_number(const char *text)
{
    const long number = strtol(text, NULL, 10);

    return number > 0 && number < 100000 ? (int)number : 0;
}

static int64_t
read_duration_ms(const LiltMedia *media)
{
    const AVStream *sound = media->sound;

    if (media->format->duration > 0)
        return media->format->duration / (AV_TIME_BASE / 1000);
    if (sound->duration > 0)
        return av_rescale_q(sound->duration, sound->time_base, (AVRational){1, 1000});
    return 0;
}

/* libavformat reads of a WAV file what its LIST chunk says; TagLib knows the ID3v2 tag in it, too,
 * and its picture. False when memory is short. */
static bool
read_wav(LiltMedia *media, LiltMediaTexts *texts)
{
    if (strcmp(media->format->iformat->name, "wav") != 0)
        return true;
    if (lilt_tagfile_dup_picture(media->path, &media->picture, &media->n_picture) == LILT_E_NOMEM ||
        lilt_tagfile_read(media->path, NULL, texts) == LILT_E_NOMEM)
        return false;
    for (int tag = 0; tag < LILT_N_TAGS; tag++) /* several values: as libavformat joins them */
        for (char *c = texts->text[tag]; c != NULL && *c != '\0'; c++)
            if (*c == '\n')
                *c = ';';
    return true;
}

/* What TagLib found, or else libavformat. */
static const char *
either(const LiltMediaTexts *texts, LiltTag tag, const char *found)
{
    const char *text = texts->text[tag];

    return text != NULL && *text != '\0' ? text : found;
}

bool
lilt_media_read_tags(LiltMedia *media)
{
    const char *year = find_tag(media, "date");
    LiltMediaTags *tags = &media->tags;
    LiltMediaTexts wav = {{NULL}};

    if (!read_wav(media, &wav))
        return false;
    if (*year == '\0')
        year = find_tag(media, "year");
    *tags = (LiltMediaTags){
        .title = clean(media, either(&wav, LILT_TAG_TITLE, find_tag(media, "title"))),
        .artist = clean(media, either(&wav, LILT_TAG_ARTIST, find_tag(media, "artist"))),
        .album_artist = clean(media, either(&wav, LILT_TAG_ALBUM_ARTIST, find_album_artist(media))),
        .album = clean(media, either(&wav, LILT_TAG_ALBUM, find_tag(media, "album"))),
        .genre = clean(media, either(&wav, LILT_TAG_GENRE, find_tag(media, "genre"))),
        .disc = leading_number(either(&wav, LILT_TAG_DISC, find_tag(media, "disc"))),
        .track = leading_number(either(&wav, LILT_TAG_TRACK, find_tag(media, "track"))),
        .year = leading_number(either(&wav, LILT_TAG_YEAR, year)),
        .duration_ms = read_duration_ms(media),
    };
    lilt_media_texts_clear(&wav);
    return tags->title != NULL && tags->artist != NULL && tags->album_artist != NULL &&
           tags->album != NULL && tags->genre != NULL;
}
