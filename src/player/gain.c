/* GStreamer's own rgvolume forgets the gain of a track only at the end of the stream, which never
 * comes between tracks that follow each other without a gap, and knows no loudness but that of the
 * tags. So the gain is worked out here, where one stream ends and the next begins. */
#include "gain.h"

#include <math.h>

enum { R128_ABOVE_REPLAYGAIN_DB = 5 }; /* R128 gains of Opus aim at -23 LUFS, ReplayGain at -18 */
static const double reference_lufs = -18.0;
static const double most_db = 20.0; /* a quieter track is silence, or its tags are wrong */

struct LiltGain {
    GMutex lock; /* held by the main and the streaming thread */
    GstElement *bin, *volume, *limiter;
    LiltReplayGain mode;
    LiltGainTags tags; /* of the track that streams */
    double lufs;       /* likewise */
    GQueue coming;     /* of double*: the loudness of those that follow, first the one that opens */
    guint group;       /* of the stream that came last */
};

/* ---- working it out ------------------------------------------------------------------------- */

double
lilt_gain_factor(LiltReplayGain mode, const LiltGainTags *tags, double lufs, gboolean *ret_limit)
{
    const gboolean album = tags->has_album && (mode == LILT_REPLAY_GAIN_ALBUM || !tags->has_track);
    const double peak = album ? tags->album_peak : tags->has_track ? tags->track_peak : 0.0;
    double db = 0.0;

    *ret_limit = FALSE;
    if (mode == LILT_REPLAY_GAIN_OFF)
        return 1.0;
    if (album)
        db = tags->album_db;
    else if (tags->has_track)
        db = tags->track_db;
    else if (lufs < 0.0)
        db = reference_lufs - lufs;
    const double factor = pow(10.0, CLAMP(db, -most_db, most_db) / 20.0);

    if (peak > 0.0)
        return MIN(factor, MAX(1.0 / peak, 0.1));
    *ret_limit = factor > 1.0;
    return factor;
}

/* Opus files carry R128_TRACK_GAIN=-573, in 1/256 dB, which GStreamer hands on as it is. */
static void
read_r128(LiltGainTags *tags, const GstTagList *list)
{
    static const char track[] = "R128_TRACK_GAIN=", album[] = "R128_ALBUM_GAIN=";
    const guint n = gst_tag_list_get_tag_size(list, GST_TAG_EXTENDED_COMMENT);

    for (guint i = 0; i < n; i++) {
        const char *comment = NULL;

        if (!gst_tag_list_peek_string_index(list, GST_TAG_EXTENDED_COMMENT, i, &comment))
            continue;
        const gboolean is_track = g_ascii_strncasecmp(comment, track, sizeof track - 1) == 0;

        if (!is_track && g_ascii_strncasecmp(comment, album, sizeof album - 1) != 0)
            continue;
        const double db = g_ascii_strtod(comment + sizeof track - 1, NULL) / 256.0 +
                          R128_ABOVE_REPLAYGAIN_DB;

        *(is_track ? &tags->has_track : &tags->has_album) = TRUE;
        *(is_track ? &tags->track_db : &tags->album_db) = db;
    }
}

void
lilt_gain_read_tags(LiltGainTags *tags, const GstTagList *list)
{
    tags->has_track |= gst_tag_list_get_double(list, GST_TAG_TRACK_GAIN, &tags->track_db);
    tags->has_album |= gst_tag_list_get_double(list, GST_TAG_ALBUM_GAIN, &tags->album_db);
    gst_tag_list_get_double(list, GST_TAG_TRACK_PEAK, &tags->track_peak);
    gst_tag_list_get_double(list, GST_TAG_ALBUM_PEAK, &tags->album_peak);
    read_r128(tags, list);
}

/* ---- on its way ----------------------------------------------------------------------------- */

/* With the lock held. */
static void
apply(LiltGain *self)
{
    gboolean limit;
    const double factor = lilt_gain_factor(self->mode, &self->tags, self->lufs, &limit);

    g_object_set(self->volume, "volume", factor, NULL);
    g_object_set(self->limiter, "enabled", limit, NULL);
}

/* A stream's second STREAM_START, as after a seek, is of the same group. */
static void
start_stream(LiltGain *self, GstEvent *event)
{
    guint group = 0;

    if (gst_event_parse_group_id(event, &group) && group == self->group)
        return;
    g_autofree double *lufs = g_queue_pop_head(&self->coming);

    self->group = group;
    self->lufs = lufs != NULL ? *lufs : 0.0;
    self->tags = (LiltGainTags){0};
}

/* On a streaming thread; what is changed here holds from the next buffer on. */
static GstPadProbeReturn
on_event(GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
    LiltGain *self = data;
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstTagList *list = NULL;

    (void)pad;
    if (GST_EVENT_TYPE(event) != GST_EVENT_STREAM_START && GST_EVENT_TYPE(event) != GST_EVENT_TAG)
        return GST_PAD_PROBE_OK;
    g_mutex_lock(&self->lock);
    if (GST_EVENT_TYPE(event) == GST_EVENT_STREAM_START) {
        start_stream(self, event);
    } else {
        gst_event_parse_tag(event, &list);
        lilt_gain_read_tags(&self->tags, list);
    }
    apply(self);
    g_mutex_unlock(&self->lock);
    return GST_PAD_PROBE_OK;
}

/* ---- the element ---------------------------------------------------------------------------- */

/* Taken out of the bin's pads: what comes in goes through volume and limiter. */
static void
join(LiltGain *self)
{
    g_autoptr(GstPad) in = gst_element_get_static_pad(self->volume, "sink");
    g_autoptr(GstPad) out = gst_element_get_static_pad(self->limiter, "src");

    gst_bin_add_many(GST_BIN(self->bin), self->volume, self->limiter, NULL);
    gst_element_link(self->volume, self->limiter);
    gst_element_add_pad(self->bin, gst_ghost_pad_new("sink", in));
    gst_element_add_pad(self->bin, gst_ghost_pad_new("src", out));
    gst_pad_add_probe(in, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, self, NULL);
}

LiltGain *
lilt_gain_new(void)
{
    GstElement *volume = gst_element_factory_make("volume", NULL);
    GstElement *limiter = gst_element_factory_make("rglimiter", NULL);

    if (volume == NULL || limiter == NULL) {
        gst_clear_object(&volume);
        gst_clear_object(&limiter);
        return NULL;
    }
    LiltGain *self = g_new0(LiltGain, 1);

    g_mutex_init(&self->lock);
    g_queue_init(&self->coming);
    self->bin = gst_object_ref_sink(gst_bin_new("gain"));
    self->volume = volume;
    self->limiter = limiter;
    join(self);
    apply(self);
    return self;
}

GstElement *
lilt_gain_get_element(LiltGain *self)
{
    return self->bin;
}

void
lilt_gain_set_mode(LiltGain *self, LiltReplayGain mode)
{
    g_mutex_lock(&self->lock);
    self->mode = mode;
    apply(self);
    g_mutex_unlock(&self->lock);
}

void
lilt_gain_begin(LiltGain *self, double lufs)
{
    g_mutex_lock(&self->lock);
    g_queue_clear_full(&self->coming, g_free);
    g_queue_push_tail(&self->coming, g_memdup2(&lufs, sizeof lufs));
    self->group = 0;
    g_mutex_unlock(&self->lock);
}

void
lilt_gain_follow(LiltGain *self, double lufs)
{
    g_mutex_lock(&self->lock);
    g_queue_push_tail(&self->coming, g_memdup2(&lufs, sizeof lufs));
    g_mutex_unlock(&self->lock);
}

void
lilt_gain_free(LiltGain *self)
{
    if (self == NULL)
        return;
    gst_object_unref(self->bin);
    g_queue_clear_full(&self->coming, g_free);
    g_mutex_clear(&self->lock);
    g_free(self);
}
