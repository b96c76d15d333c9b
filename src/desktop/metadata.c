/* A track as the specification describes it: keys of MPRIS and of Xesam. */
#include "metadata.h"

#define TRACK_PATH "/io/github/lilt_player/Lilt/track/"

char *
metadata_dup_track_path(guint64 ticket)
{
    return ticket != 0 ? g_strdup_printf(TRACK_PATH "%" G_GUINT64_FORMAT, ticket)
                       : g_strdup("/org/mpris/MediaPlayer2/TrackList/NoTrack");
}

static void
add_text(GVariantBuilder *builder, const char *key, const char *text)
{
    if (text != NULL && *text != '\0')
        g_variant_builder_add(builder, "{sv}", key, g_variant_new_string(text));
}

/* The specification has lists of these; Lilt knows one of each. */
static void
add_list(GVariantBuilder *builder, const char *key, const char *text)
{
    if (text != NULL && *text != '\0')
        g_variant_builder_add(builder, "{sv}", key,
                              g_variant_new_strv((const char *const[]){text, NULL}, -1));
}

static void
add_number(GVariantBuilder *builder, const char *key, int number)
{
    if (number > 0)
        g_variant_builder_add(builder, "{sv}", key, g_variant_new_int32(number));
}

static void
add_file(GVariantBuilder *builder, const char *key, const char *path)
{
    g_autofree char *uri = path != NULL ? g_filename_to_uri(path, NULL, NULL) : NULL;

    add_text(builder, key, uri);
}

GVariant *
metadata_new(const LiltMprisTrack *track)
{
    g_autofree char *track_path = metadata_dup_track_path(track != NULL ? track->ticket : 0);
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&builder, "{sv}", "mpris:trackid", g_variant_new_object_path(track_path));
    if (track == NULL)
        return g_variant_builder_end(&builder);
    if (track->duration_us > 0)
        g_variant_builder_add(&builder, "{sv}", "mpris:length",
                              g_variant_new_int64(track->duration_us));
    add_text(&builder, "xesam:title", track->title);
    add_text(&builder, "xesam:album", track->album);
    add_list(&builder, "xesam:artist", track->artist);
    add_list(&builder, "xesam:albumArtist", track->album_artist);
    add_list(&builder, "xesam:genre", track->genre);
    add_number(&builder, "xesam:discNumber", track->disc);
    add_number(&builder, "xesam:trackNumber", track->track);
    add_file(&builder, "xesam:url", track->path);
    add_file(&builder, "mpris:artUrl", track->cover_path);
    return g_variant_builder_end(&builder);
}
