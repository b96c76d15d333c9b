/* A track as a row sees it: made when it is looked at, never changed. */
#include "song.h"

struct _LiltSong {
    GObject parent_instance;
    gint64 id;
    char *path, *title, *artist, *album, *album_artist, *genre;
    CoverCache *covers;
    char *cover_path; /* or NULL */
    guint duration_ms;
    int disc, track, year;
    gboolean missing;
    float loudness_lufs;
    LiltPoint point;
};
G_DEFINE_FINAL_TYPE(LiltSong, lilt_song, G_TYPE_OBJECT)

enum {
    PROP_ID = 1,
    PROP_TITLE,
    PROP_ARTIST,
    PROP_ALBUM,
    PROP_DURATION_MS,
    PROP_COVER_PATH,
    PROP_EMOTION,
    N_PROPS
};

static void
lilt_song_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
    LiltSong *self = LILT_SONG(object);

    switch (id) {
    case PROP_ID:
        g_value_set_int64(value, self->id);
        break;
    case PROP_TITLE:
        g_value_set_string(value, self->title);
        break;
    case PROP_ARTIST:
        g_value_set_string(value, self->artist);
        break;
    case PROP_ALBUM:
        g_value_set_string(value, self->album);
        break;
    case PROP_DURATION_MS:
        g_value_set_uint(value, self->duration_ms);
        break;
    case PROP_COVER_PATH:
        g_value_set_string(value, self->cover_path);
        break;
    case PROP_EMOTION:
        g_value_set_int(value, lilt_song_get_emotion(self));
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void
lilt_song_finalize(GObject *object)
{
    LiltSong *self = LILT_SONG(object);

    g_free(self->path);
    g_free(self->title);
    g_free(self->artist);
    g_free(self->album);
    g_free(self->album_artist);
    g_free(self->genre);
    g_free(self->cover_path);
    cover_cache_unref(self->covers);
    G_OBJECT_CLASS(lilt_song_parent_class)->finalize(object);
}

static void
lilt_song_class_init(LiltSongClass *class)
{
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
    GParamSpec *const props[N_PROPS] = {
        [PROP_ID] = g_param_spec_int64("id", NULL, NULL, 0, G_MAXINT64, 0, flags),
        [PROP_TITLE] = g_param_spec_string("title", NULL, NULL, "", flags),
        [PROP_ARTIST] = g_param_spec_string("artist", NULL, NULL, "", flags),
        [PROP_ALBUM] = g_param_spec_string("album", NULL, NULL, "", flags),
        [PROP_DURATION_MS] = g_param_spec_uint("duration-ms", NULL, NULL, 0, G_MAXUINT, 0, flags),
        [PROP_COVER_PATH] = g_param_spec_string("cover-path", NULL, NULL, NULL, flags),
        [PROP_EMOTION] = g_param_spec_int("emotion", NULL, NULL, LILT_EMOTION_UNKNOWN,
                                          LILT_N_EMOTIONS - 1, LILT_NEUTRAL, flags),
    };

    G_OBJECT_CLASS(class)->get_property = lilt_song_get_property;
    G_OBJECT_CLASS(class)->finalize = lilt_song_finalize;
    g_object_class_install_properties(G_OBJECT_CLASS(class), N_PROPS, (GParamSpec **)props);
}

static void
lilt_song_init(LiltSong *self)
{
    (void)self;
}

LiltSong *
lilt_song_new(const LiltStoreTrack *track, CoverCache *covers)
{
    LiltSong *self = g_object_new(LILT_TYPE_SONG, NULL);

    self->id = track->id;
    self->path = g_strdup(track->path);
    self->title = g_strdup(track->title);
    self->artist = g_strdup(track->artist);
    self->album = g_strdup(track->album);
    self->album_artist = g_strdup(track->album_artist);
    self->genre = g_strdup(track->genre);
    self->duration_ms = (guint)CLAMP(track->duration_ms, 0, (int64_t)G_MAXUINT);
    self->disc = track->disc;
    self->track = track->track;
    self->year = track->year;
    self->missing = track->missing;
    self->loudness_lufs = track->sound.loudness_lufs;
    self->point = track->sound.point;
    self->covers = cover_cache_ref(covers);
    if (track->cover[0] != '\0')
        self->cover_path = cover_cache_dup_path(covers, track->cover);
    return self;
}

gint64
lilt_song_get_id(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), 0);
    return self->id;
}

const char *
lilt_song_get_path(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), "");
    return self->path;
}

gboolean
lilt_song_is_there(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), FALSE);
    return !self->missing;
}

gboolean
lilt_song_is_elsewhere(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), FALSE);
    return self->path[0] != '/';
}

const char *
lilt_song_get_title(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), "");
    return self->title;
}

const char *
lilt_song_get_artist(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), "");
    return self->artist;
}

const char *
lilt_song_get_album(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), "");
    return self->album;
}

const char *
lilt_song_get_album_artist(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), "");
    return self->album_artist;
}

const char *
lilt_song_get_genre(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), "");
    return self->genre;
}

guint
lilt_song_get_duration_ms(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), 0);
    return self->duration_ms;
}

const char *
lilt_song_get_cover_path(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), NULL);
    return self->cover_path;
}

void
lilt_song_fetch_cover_async(LiltSong *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr(GTask) task = NULL;

    g_return_if_fail(LILT_IS_SONG(self));
    task = g_task_new(self, cancellable, callback, user_data);
    if (self->cover_path == NULL)
        g_task_return_boolean(task, FALSE);
    else
        cover_cache_fetch(self->covers, self->cover_path, self->path, task);
}

gboolean
lilt_song_fetch_cover_finish(LiltSong *self, GAsyncResult *result)
{
    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    return g_task_propagate_boolean(G_TASK(result), NULL);
}

float
lilt_song_get_loudness_lufs(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), 0.0f);
    return self->loudness_lufs;
}

LiltPoint
lilt_song_get_point(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), ((LiltPoint){0.0f, 0.0f}));
    return self->point;
}

LiltEmotion
lilt_song_get_emotion(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), LILT_EMOTION_UNKNOWN);
    return lilt_emotion_nearest(self->point);
}

int
lilt_song_get_track(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), 0);
    return self->track;
}

int
lilt_song_get_disc(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), 0);
    return self->disc;
}

int
lilt_song_get_year(LiltSong *self)
{
    g_return_val_if_fail(LILT_IS_SONG(self), 0);
    return self->year;
}
