/* TagLib: tags that are written, lyrics, and what a WAV file has in ID3v2. Its C interface knows
 * neither album artist nor disc, hence C++. libavformat, which reads tags everywhere else, cannot
 * write them in place. */
#include "tagfile.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include <taglib/aifffile.h>
#include <taglib/apetag.h>
#include <taglib/attachedpictureframe.h>
#include <taglib/fileref.h>
#include <taglib/id3v2tag.h>
#include <taglib/mpegfile.h>
#include <taglib/synchronizedlyricsframe.h>
#include <taglib/tdebuglistener.h>
#include <taglib/tpropertymap.h>
#include <taglib/trueaudiofile.h>
#include <taglib/wavfile.h>

namespace
{

const size_t MOST_LYRICS_BYTES = 256 * 1024;

/* TagLib's names of LiltTag. */
const char *const names[LILT_N_TAGS] = {
    "TITLE", "ARTIST", "ALBUM", "ALBUMARTIST", "GENRE", "TRACKNUMBER", "DISCNUMBER", "DATE",
};

/* What ffmpeg calls the album's artist where a kind of tag has no name for it. */
const char *const other_album_artist = "ALBUM_ARTIST";

/* What is wrong with a file is said by `diag`. */
class Silence : public TagLib::DebugListener
{
    void
    printMessage(const TagLib::String &) override
    {
    }
};
Silence silence;

LiltStatus
unknown_kind(const char *path, LiltDiag *diag)
{
    return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: the tags of this kind of file cannot be edited",
                     path);
}

LiltStatus
out_of_memory(const char *path, LiltDiag *diag)
{
    return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
}

/* A file that TagLib knows; its sound is not looked at. */
class Opened
{
  public:
    explicit Opened(const char *path) : ref(path, false)
    {
    }

    TagLib::File *
    file()
    {
        return ref.isNull() ? nullptr : ref.file();
    }

  private:
    TagLib::FileRef ref;
};

/* The ID3v2 tag of the kinds of files that have one, or null. */
TagLib::ID3v2::Tag *
id3v2_of(TagLib::File *file)
{
    if (auto mpeg = dynamic_cast<TagLib::MPEG::File *>(file))
        return mpeg->ID3v2Tag();
    if (auto wav = dynamic_cast<TagLib::RIFF::WAV::File *>(file))
        return wav->ID3v2Tag();
    if (auto aiff = dynamic_cast<TagLib::RIFF::AIFF::File *>(file))
        return aiff->tag();
    if (auto tta = dynamic_cast<TagLib::TrueAudio::File *>(file))
        return tta->ID3v2Tag();
    return nullptr;
}

/* Only the kinds of tags that an mp3 file has, in the version it has them in. */
bool
save(TagLib::File *file)
{
    using TagLib::MPEG::File;
    auto mpeg = dynamic_cast<File *>(file);

    if (mpeg == nullptr)
        return file->save();
    const auto version = mpeg->ID3v2Tag(true)->header()->majorVersion() == 3 ? TagLib::ID3v2::v3
                                                                             : TagLib::ID3v2::v4;
    const int tags = File::ID3v2 | (mpeg->hasID3v1Tag() ? File::ID3v1 : 0) |
                     (mpeg->hasAPETag() ? File::APE : 0);

    return mpeg->save(tags, File::StripNone, version, File::DoNotDuplicate);
}

/* The values, one a line. */
TagLib::String
joined(const TagLib::StringList &values)
{
    return values.toString("\n");
}

/* What an mp3 file is told in an APE tag it tells in ID3v2 as well: players differ in what they
 * believe. */
void
set_properties(TagLib::File *file, const TagLib::PropertyMap &properties)
{
    auto mpeg = dynamic_cast<TagLib::MPEG::File *>(file);

    file->setProperties(properties);
    if (mpeg != nullptr && mpeg->hasAPETag())
        mpeg->APETag()->setProperties(properties);
}

LiltStatus
read_texts(const char *path, LiltDiag *diag, LiltMediaTexts *texts)
{
    Opened opened(path);
    TagLib::File *file = opened.file();

    if (file == nullptr || !file->isValid())
        return unknown_kind(path, diag);
    const TagLib::PropertyMap properties = file->properties();

    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        auto found = properties.find(names[tag]);

        if (found == properties.end() && tag == LILT_TAG_ALBUM_ARTIST)
            found = properties.find(other_album_artist);
        const TagLib::String text = found != properties.end() ? joined(found->second) : "";

        texts->text[tag] = strdup(text.toCString(true));
        if (texts->text[tag] == nullptr)
            return out_of_memory(path, diag);
    }
    return LILT_OK;
}

LiltStatus
write_texts(const char *path, const LiltMediaTexts *texts, LiltDiag *diag)
{
    Opened opened(path);
    TagLib::File *file = opened.file();

    if (file == nullptr || !file->isValid())
        return unknown_kind(path, diag);
    TagLib::PropertyMap properties = file->properties();

    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        if (texts->text[tag] == nullptr)
            continue;
        properties.erase(names[tag]);
        if (tag == LILT_TAG_ALBUM_ARTIST)
            properties.erase(other_album_artist);
        if (texts->text[tag][0] != '\0')
            properties.insert(names[tag],
                              TagLib::String(texts->text[tag], TagLib::String::UTF8).split("\n"));
    }
    set_properties(file, properties);
    return save(file) ? LILT_OK
                      : lilt_fail(diag, LILT_E_IO, "%s: the tags cannot be written", path);
}

/* ---- picture --------------------------------------------------------------------------------- */

using Picture = TagLib::ID3v2::AttachedPictureFrame;

const Picture *
front_picture(const TagLib::ID3v2::Tag *tag)
{
    const Picture *best = nullptr;

    for (const auto frame : tag->frameList("APIC")) {
        const auto picture = dynamic_cast<const Picture *>(frame);

        if (picture != nullptr && (best == nullptr || picture->type() == Picture::FrontCover))
            best = picture;
    }
    return best;
}

LiltStatus
read_picture(const char *path, uint8_t **ret_bytes, size_t *ret_n)
{
    Opened opened(path);
    TagLib::ID3v2::Tag *tag = opened.file() != nullptr ? id3v2_of(opened.file()) : nullptr;
    const Picture *picture = tag != nullptr ? front_picture(tag) : nullptr;

    if (picture == nullptr || picture->picture().isEmpty())
        return LILT_E_ABSENT;
    const TagLib::ByteVector &bytes = picture->picture();
    uint8_t *copy = static_cast<uint8_t *>(malloc(bytes.size()));

    if (copy == nullptr)
        return LILT_E_NOMEM;
    memcpy(copy, bytes.data(), bytes.size());
    *ret_bytes = copy;
    *ret_n = bytes.size();
    return LILT_OK;
}

/* ---- lyrics ---------------------------------------------------------------------------------- */

/* ID3v2's timed lyrics as LRC. A text that begins with a new line begins a line; where none does,
 * each text is a line. */
TagLib::String
lrc_of(const TagLib::ID3v2::SynchronizedLyricsFrame *frame)
{
    const auto &texts = frame->synchedText();
    bool parts = false;
    TagLib::String lrc;

    for (const auto &timed : texts)
        parts = parts || timed.text.startsWith("\n");
    for (const auto &timed : texts) {
        char stamp[32];

        snprintf(stamp, sizeof stamp, "\n[%u:%02u.%03u]", timed.time / 60000,
                 timed.time / 1000 % 60, timed.time % 1000);
        if (!parts || lrc.isEmpty() || timed.text.startsWith("\n"))
            lrc += stamp;
        for (const auto letter : timed.text)
            if (letter != '\n' && letter != '\r')
                lrc += letter;
        if (lrc.size() > MOST_LYRICS_BYTES)
            break;
    }
    return lrc;
}

TagLib::String
timed_lyrics(TagLib::File *file)
{
    using Frame = TagLib::ID3v2::SynchronizedLyricsFrame;
    TagLib::ID3v2::Tag *tag = id3v2_of(file);

    if (tag == nullptr)
        return "";
    for (const auto frame : tag->frameList("SYLT")) {
        const auto lyrics = dynamic_cast<const Frame *>(frame);

        if (lyrics != nullptr && lyrics->timestampFormat() == Frame::AbsoluteMilliseconds &&
            (lyrics->type() == Frame::Lyrics || lyrics->type() == Frame::TextTranscription))
            return lrc_of(lyrics);
    }
    return "";
}

/* Those of the common names, a description behind it aside ("LYRICS:English"). */
TagLib::String
plain_lyrics(TagLib::File *file)
{
    static const char *const lyrics[] = {"SYNCEDLYRICS", "LYRICS", "UNSYNCEDLYRICS",
                                         "UNSYNCED LYRICS"};
    const TagLib::PropertyMap properties = file->properties();

    for (const char *name : lyrics)
        for (const auto &[key, values] : properties)
            if ((key == name || key.startsWith(TagLib::String(name) + ":")) && !values.isEmpty() &&
                !values.front().isEmpty())
                return values.front();
    return "";
}

LiltStatus
read_lyrics(const char *path, LiltDiag *diag, char **ret_text)
{
    Opened opened(path);
    TagLib::File *file = opened.file();

    if (file == nullptr || !file->isValid())
        return lilt_fail(diag, LILT_E_ABSENT, "%s: no lyrics can be read from it", path);
    TagLib::String text = timed_lyrics(file);

    if (text.isEmpty())
        text = plain_lyrics(file);
    if (text.isEmpty())
        return lilt_fail(diag, LILT_E_ABSENT, "%s: no lyrics", path);
    char *copy = strndup(text.toCString(true), MOST_LYRICS_BYTES);

    if (copy == nullptr)
        return out_of_memory(path, diag);
    *ret_text = copy;
    return LILT_OK;
}

} // namespace

/* ---- the door -------------------------------------------------------------------------------- */

LiltStatus
lilt_tagfile_read(const char *path, LiltDiag *diag, LiltMediaTexts *ret_texts)
{
    LiltMediaTexts texts = {};
    LiltStatus status;

    TagLib::setDebugListener(&silence);
    try {
        status = read_texts(path, diag, &texts);
    } catch (const std::bad_alloc &) {
        status = out_of_memory(path, diag);
    }
    if (status == LILT_OK)
        *ret_texts = texts;
    else
        lilt_media_texts_clear(&texts);
    return status;
}

LiltStatus
lilt_tagfile_write(const char *path, const LiltMediaTexts *texts, LiltDiag *diag)
{
    TagLib::setDebugListener(&silence);
    try {
        return write_texts(path, texts, diag);
    } catch (const std::bad_alloc &) {
        return out_of_memory(path, diag);
    }
}

LiltStatus
lilt_tagfile_dup_picture(const char *path, uint8_t **ret_bytes, size_t *ret_n)
{
    TagLib::setDebugListener(&silence);
    try {
        return read_picture(path, ret_bytes, ret_n);
    } catch (const std::bad_alloc &) {
        return LILT_E_NOMEM;
    }
}

LiltStatus
lilt_media_dup_lyrics(const char *path, LiltDiag *diag, char **ret_text)
{
    TagLib::setDebugListener(&silence);
    try {
        return read_lyrics(path, diag, ret_text);
    } catch (const std::bad_alloc &) {
        return out_of_memory(path, diag);
    }
}
