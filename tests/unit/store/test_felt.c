/* Where the listener places a track counts for everybody who asks; corrections can be taken back
 * and leave nothing behind. */
#include "check.h"
#include "lilt/store.h"

#include <sqlite3.h>
#include <unistd.h>

static const char *
path_of(const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", check_temp_dir(), name);
    return path;
}

static LiltPoint
place_in_catalogue(LiltStore *store, int64_t id)
{
    LiltCatalogue *catalogue = NULL;
    LiltPoint point = {0};

    CHECK(lilt_store_load_catalogue(store, NULL, &catalogue) == LILT_OK, "catalogue");
    const ptrdiff_t row = lilt_catalogue_find(catalogue, id);

    if (CHECK(row >= 0, "track %lld", (long long)id))
        point = (LiltPoint){catalogue->valence[row], catalogue->arousal[row]};
    lilt_catalogue_free(catalogue);
    return point;
}

TEST(what_the_listener_says_counts_more_than_the_analysis)
{
    const LiltStoreTrack track = {.path = "/music/one.ogg",
                                  .title = "One",
                                  .artist = "A",
                                  .album_artist = "",
                                  .album = "",
                                  .genre = "",
                                  .cover = "",
                                  .sound = {.analyser = 1, .point = {0.5f, -0.5f}}};
    const LiltPoint said = {-0.63f, -0.27f};
    LiltStoreTrack got;
    LiltStore *store = NULL;
    LiltPoint felt = {9, 9};
    int64_t id = 0;

    REQUIRE(lilt_store_open(path_of("library.db"), LILT_STORE_WRITE, NULL, &store) == LILT_OK,
            "open");
    REQUIRE(lilt_store_put_track(store, &track, 1, NULL, &id) == LILT_OK, "put");
    CHECK(lilt_store_get_felt(store, id, NULL, &felt) == LILT_E_ABSENT && felt.valence > 8,
          "nothing was said, nothing is written");
    CHECK(lilt_store_set_felt(store, id, &said, NULL) == LILT_OK, "say it");
    CHECK(lilt_store_set_felt(store, 77, &said, NULL) == LILT_OK, "of a track that is not there");
    CHECK(lilt_store_put_track(store, &track, 2, NULL, NULL) == LILT_OK, "analysed again");
    CHECK(lilt_store_get_felt(store, id, NULL, &felt) == LILT_OK, "said");
    CHECK_NEAR(-0.63, felt.valence, 1e-6, "as it was said");
    CHECK(lilt_store_get_track(store, id, NULL, &got) == LILT_OK, "get");
    CHECK_NEAR(-0.63, got.sound.point.valence, 1e-6, "in the track");
    CHECK_NEAR(-0.27, place_in_catalogue(store, id).arousal, 1e-6, "in the catalogue");
    CHECK(lilt_store_set_felt(store, id, NULL, NULL) == LILT_OK, "take it back");
    CHECK_NEAR(0.5, place_in_catalogue(store, id).valence, 1e-6, "as it was heard");
    lilt_store_close(store);
}

static int
count_corrections(const char *path)
{
    sqlite3_stmt *count = NULL;
    sqlite3 *db = NULL;
    int n = -1;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT count(*) FROM corrections", -1, &count, NULL) == SQLITE_OK &&
        sqlite3_step(count) == SQLITE_ROW)
        n = sqlite3_column_int(count, 0);
    sqlite3_finalize(count);
    sqlite3_close(db);
    return n;
}

TEST(corrections_are_kept_taken_back_and_erased)
{
    const char *path = path_of("personal.db");
    LiltCorrection correction = {1795360259123456, LILT_HAPPY, 0.6f, LILT_NEUTRAL};
    LiltDiag diag = {""};

    CHECK(lilt_personal_erase_face(path, &diag) == LILT_OK && access(path, F_OK) != 0,
          "nothing to erase makes no file");
    CHECK(lilt_personal_add_correction(path, &correction, &diag) == LILT_OK, "%s", diag.text);
    correction.made_us++;
    CHECK(lilt_personal_add_correction(path, &correction, &diag) == LILT_OK, "%s", diag.text);
    CHECK(count_corrections(path) == 2, "%d corrections", count_corrections(path));
    CHECK(lilt_personal_drop_correction(path, correction.made_us, &diag) == LILT_OK, "drop");
    CHECK(count_corrections(path) == 1, "the other one stays");
    CHECK(lilt_personal_erase_face(path, &diag) == LILT_OK && access(path, F_OK) != 0, "erased");
}

TEST(a_place_that_cannot_be_written_is_named)
{
    LiltDiag diag = {""};
    const LiltCorrection correction = {1, LILT_HAPPY, 0.6f, LILT_NEUTRAL};

    CHECK(lilt_personal_add_correction("/nonexistent/personal.db", &correction, &diag) == LILT_E_IO,
          "status");
    CHECK(strstr(diag.text, "/nonexistent/personal.db") != NULL, "%s", diag.text);
}

TEST(the_face_at_rest_is_kept_and_forgotten)
{
    const char *path = path_of("rest.db");
    const float rest[LILT_N_EMOTIONS] = {0.1f, 0, 0.05f, 0.05f, 0.5f, 0, 0.3f};
    LiltPersonal personal = {.n_corrections = 3};
    LiltDiag diag = {""};

    CHECK(lilt_personal_read(path, &diag, &personal) == LILT_OK && personal.n_corrections == 0 &&
              !personal.has_baseline,
          "no file: nothing known");
    CHECK(access(path, F_OK) != 0, "reading makes none");
    CHECK(lilt_personal_set_baseline(path, NULL, &diag) == LILT_OK && access(path, F_OK) != 0,
          "nothing to forget");
    CHECK(lilt_personal_set_baseline(path, rest, &diag) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 40; i++) {
        const LiltCorrection correction = {1000 + i, LILT_SAD, 0.6f, LILT_NEUTRAL};

        CHECK(lilt_personal_add_correction(path, &correction, &diag) == LILT_OK, "%s", diag.text);
    }
    CHECK(lilt_personal_read(path, &diag, &personal) == LILT_OK, "%s", diag.text);
    CHECK(personal.has_baseline && memcmp(personal.baseline, rest, sizeof rest) == 0, "as set");
    CHECK(personal.n_corrections == LILT_CORRECTIONS && personal.corrections[0].made_us == 1039 &&
              personal.corrections[1].said == LILT_NEUTRAL,
          "the newest corrections, newest first");
    CHECK(lilt_personal_set_baseline(path, NULL, &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_personal_read(path, &diag, &personal) == LILT_OK && !personal.has_baseline &&
              personal.n_corrections == LILT_CORRECTIONS,
          "forgotten alone");
    CHECK(lilt_personal_set_baseline(path, rest, &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_personal_erase_face(path, &diag) == LILT_OK && access(path, F_OK) != 0,
          "erased whole");
}

TEST_MAIN()
