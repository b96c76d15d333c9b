/* The gain of a track, worked out. */
#include "check.h"

#include "gain.h"

static void
check_db(double want_db, gboolean want_limit, LiltReplayGain mode, LiltGainTags tags, double lufs)
{
    gboolean limit = !want_limit;
    const double factor = lilt_gain_factor(mode, &tags, lufs, &limit);

    CHECK_NEAR(want_db, 20.0 * log10(factor), 0.01, "%.2f dB", 20.0 * log10(factor));
    CHECK(limit == want_limit, "limiter at %.2f dB", want_db);
}

TEST(tags_come_before_what_was_measured)
{
    const LiltGainTags track = {.has_track = TRUE, .track_db = -4.0};
    const LiltGainTags album = {.has_album = TRUE, .album_db = -7.0};
    const LiltGainTags both = {
        .has_track = TRUE, .track_db = -4.0, .has_album = TRUE, .album_db = -7.0};
    const LiltGainTags none = {0};

    check_db(0.0, FALSE, LILT_REPLAY_GAIN_OFF, both, -9.0);
    check_db(-4.0, FALSE, LILT_REPLAY_GAIN_TRACK, both, -9.0);
    check_db(-7.0, FALSE, LILT_REPLAY_GAIN_ALBUM, both, -9.0);
    check_db(-7.0, FALSE, LILT_REPLAY_GAIN_TRACK, album, -9.0);
    check_db(-4.0, FALSE, LILT_REPLAY_GAIN_ALBUM, track, -9.0);
    check_db(-9.0, FALSE, LILT_REPLAY_GAIN_TRACK, none, -9.0);
    check_db(0.0, FALSE, LILT_REPLAY_GAIN_TRACK, none, 0.0);
}

TEST(nothing_is_made_to_clip)
{
    const LiltGainTags unknown = {.has_track = TRUE, .track_db = 8.0};
    const LiltGainTags known = {.has_track = TRUE, .track_db = 8.0, .track_peak = 0.5};
    const LiltGainTags quiet = {.has_track = TRUE, .track_db = 8.0, .track_peak = 0.1};
    const LiltGainTags absurd = {.has_track = TRUE, .track_db = 400.0};

    check_db(8.0, TRUE, LILT_REPLAY_GAIN_TRACK, unknown, 0.0);
    check_db(6.02, FALSE, LILT_REPLAY_GAIN_TRACK, known, 0.0);
    check_db(8.0, FALSE, LILT_REPLAY_GAIN_TRACK, quiet, 0.0);
    check_db(20.0, TRUE, LILT_REPLAY_GAIN_TRACK, absurd, 0.0);
}

TEST(opus_gains_aim_five_decibels_lower)
{
    LiltGainTags tags = {0};

    gst_init(NULL, NULL);
    GstTagList *list = gst_tag_list_new(GST_TAG_EXTENDED_COMMENT, "R128_TRACK_GAIN=-512", NULL);

    lilt_gain_read_tags(&tags, list);
    gst_tag_list_unref(list);
    CHECK(tags.has_track && !tags.has_album, "which");
    CHECK_NEAR(3.0, tags.track_db, 1e-9, "%.2f dB", tags.track_db);
}

TEST_MAIN()
