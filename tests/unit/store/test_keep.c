/* A library is kept safe: older versions come up to date and leave a copy, copies are made weekly,
 * a damaged one is set aside, a full disk is said. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lilt/store.h"

#include "migrations.h"
#include "store_private.h"

enum { DAY_S = 24 * 3600 };
static const int64_t now_s = 1800000000; /* 15 January 2027 */

/* A new folder's library.db. */
static const char *
new_path(void)
{
    static char path[300];
    char folder[256];
    static int n;

    snprintf(folder, sizeof folder, "%s/%d", check_temp_dir(), n++);
    CHECK(mkdir(folder, 0700) == 0, "%s", folder);
    snprintf(path, sizeof path, "%s/library.db", folder);
    return path;
}

static void
run_sql(sqlite3 *db, const char *sql)
{
    CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
}

static int
count(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int n = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        n = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return n;
}

static size_t
n_files(const char *path, const char *pattern)
{
    char whole[400];
    glob_t found;

    snprintf(whole, sizeof whole, "%.*s/%s", (int)(strrchr(path, '/') - path), path, pattern);
    const size_t n = glob(whole, 0, NULL, &found) == 0 ? found.gl_pathc : 0;

    globfree(&found);
    return n;
}

static bool
file_holds(const char *path, const char *text)
{
    FILE *file = fopen(path, "rb");
    const size_t n = strlen(text);
    size_t at = 0;
    int c;

    CHECK(file != NULL, "%s", path);
    while (file != NULL && at < n && (c = getc(file)) != EOF)
        at = c == text[at] ? at + 1 : c == text[0];
    if (file != NULL)
        fclose(file);
    return at == n;
}

static LiltStore *
open_kept(const char *path, LiltStoreRescue *rescue)
{
    LiltStore *store = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_store_open_kept(path, now_s, &diag, rescue, &store) == LILT_OK, "%s", diag.text);
    return store;
}

static int64_t
put(LiltStore *store, const char *path)
{
    const LiltStoreTrack track = {.path = path,
                                  .title = "Title",
                                  .artist = "Artist",
                                  .album_artist = "",
                                  .album = "Album",
                                  .genre = "Folk",
                                  .cover = ""};
    int64_t id = 0;
    LiltDiag diag = {""};

    CHECK(lilt_store_put_track(store, &track, 100, &diag, &id) == LILT_OK, "%s", diag.text);
    return id;
}

/* ---- another listener ------------------------------------------------------------------------ */

TEST(a_newcomer_gets_the_songs_and_nothing_of_who_heard_them)
{
    char mine[300], yours[320];
    LiltDiag diag = {""};
    LiltStoreQueue queue = {0};
    LiltStoreRescue rescue;

    snprintf(mine, sizeof mine, "%s", new_path());
    snprintf(yours, sizeof yours, "%s", new_path());
    LiltStore *store = open_kept(mine, &rescue), *copy = NULL;
    const int64_t id = put(store, "/m/1.ogg");

    CHECK(lilt_store_set_love(store, id, 1, &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_store_add_play(store, id, now_s, 1.0, LILT_SAD, "hand", &diag) == LILT_OK, "play");
    CHECK(lilt_store_set_felt(store, id, &(LiltPoint){-0.5f, 0.5f}, &diag) == LILT_OK, "felt");
    CHECK(lilt_store_put_list(store, 77, "Only mine", now_s, &diag) == LILT_OK, "list");
    CHECK(lilt_store_set_list_tracks(store, 77, &id, 1, &diag) == LILT_OK, "its track");
    run_sql(store->db, "INSERT INTO queue (place, track_id, yours) VALUES (0, 1, 1);"
                       "INSERT INTO rules VALUES (77, 0, 'title', 0);"
                       "INSERT INTO rule_conditions VALUES (77, 0, 'genre', 'is', 'Folk')");
    REQUIRE(lilt_store_copy_for_newcomer(store, yours, &diag) == LILT_OK, "%s", diag.text);
    CHECK(n_files(yours, "library.db*") == 1, "it leaves more than the copy");
    REQUIRE(lilt_store_open(yours, LILT_STORE_WRITE, &diag, &copy) == LILT_OK, "%s", diag.text);
    CHECK(count(copy->db, "SELECT count(*) FROM tracks WHERE title = 'Title'") == 1, "the song");
    CHECK(count(copy->db, "SELECT love + n_plays + last_play_s FROM tracks") == 0, "its counts");
    CHECK(count(copy->db, "SELECT (SELECT count(*) FROM plays) + (SELECT count(*) FROM felt)") == 0,
          "plays");
    CHECK(count(copy->db, "SELECT count(*) FROM playlists WHERE mood IS NULL") == 0, "lists");
    CHECK(count(copy->db, "SELECT count(*) FROM rule_conditions") == 0, "rules");
    CHECK(lilt_store_get_queue(copy, &diag, &queue) == LILT_OK && queue.n_ids == 0, "the queue");
    CHECK(count(copy->db, "SELECT count(*) FROM words WHERE words MATCH 'somebody OR artist'") == 1,
          "it cannot be searched");
    CHECK(count(store->db, "SELECT love + n_plays FROM tracks") == 2, "the first lost something");
    free(queue.ids);
    lilt_store_close(copy);
    CHECK(!file_holds(yours, "Only mine"), "the name of a list is still in the file");
    lilt_store_close(store);
    CHECK(file_holds(mine, "Only mine"), "this is how it would be seen");
}

TEST(a_copy_that_cannot_be_written_is_named)
{
    LiltStoreRescue rescue;
    LiltStore *store = open_kept(new_path(), &rescue);
    LiltDiag diag = {""};

    CHECK(lilt_store_copy_for_newcomer(store, "/nowhere/library.db", &diag) != LILT_OK &&
              strstr(diag.text, "/nowhere/library.db") != NULL,
          "\"%s\"", diag.text);
    lilt_store_close(store);
}

/* ---- migrations ------------------------------------------------------------------------------ */

/* What each version can keep that those before it could not. */
static const struct {
    int version;
    const char *write, *count;
} added[] = {
    {3, "INSERT INTO felt VALUES (7, -0.5, 0.25)",
     "SELECT count(*) FROM felt WHERE track_id = 7 AND valence = -0.5"},
    {4,
     "INSERT INTO playlists (id, name, mood, made_s) VALUES (71, 'Rule', NULL, 9);"
     "INSERT INTO rules VALUES (71, 0, 'title', 9);"
     "INSERT INTO rule_conditions VALUES (71, 0, 'genre', 'is', 'Folk')",
     "SELECT count(*) FROM rules JOIN rule_conditions USING (playlist_id) WHERE most = 9"},
    {5, "INSERT INTO listens VALUES ('history.csv', 40, 1, 'Elsewhere')",
     "SELECT count(*) FROM listens WHERE title = 'Elsewhere'"},
    {1,
     "INSERT INTO sounds (track_id, analyser, tempo_bpm, loudness_lufs, energy, brightness, valence,"
     " arousal) VALUES (7, 1, 99, -14, 0.5, 0.5, -0.5, 0.5)",
     "SELECT count(*) FROM sounds WHERE tempo_bpm = 99 AND mode = 0 AND words = 0"},
    {6, "INSERT INTO unheard VALUES (7, 2)", "SELECT count(*) FROM unheard WHERE analyser = 2"},
};
enum { N_ADDED = sizeof added / sizeof *added };

/* A library as an earlier Lilt left it, with a loved track that was played, and Next Up. */
static void
make_version(const char *path, int version)
{
    sqlite3 *db = NULL;
    char mark[96];

    CHECK(sqlite3_open(path, &db) == SQLITE_OK, "%s", path);
    lilt_store_add_collation(db);
    lilt_store_add_folder(db);
    for (int i = 0; i < version; i++)
        run_sql(db, lilt_migrations[i]);
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d; PRAGMA application_id = 0x4c696c74",
             version);
    run_sql(db, mark);
    run_sql(db, "INSERT INTO artists (id, name) VALUES (1, 'Somebody')");
    run_sql(db, "INSERT INTO tracks (id, path, size_bytes, mtime_ns, fingerprint, added_s, title,"
                " artist_id, album_artist, album, genre, disc, track, year, duration_ms, cover,"
                " love) VALUES (7, '/m/1.ogg', 1, 5, 3, 9, 'One', 1, '', '', '', 0, 0, 0, 1000,"
                " '', 1)");
    run_sql(db, "INSERT INTO plays (track_id, ended_s, heard, mood, source)"
                " VALUES (7, 50, 1.0, 'sad', 'hand')");
    run_sql(db, "INSERT INTO queue (place, track_id, yours) VALUES (0, 7, 1)");
    run_sql(db, "INSERT INTO playlists (id, name, mood, made_s) VALUES (70, 'Mine', NULL, 9)");
    run_sql(db, "INSERT INTO playlist_tracks VALUES (70, 0, 7)");
    for (int i = 0; i < N_ADDED; i++)
        if (version >= added[i].version)
            run_sql(db, added[i].write);
    sqlite3_close(db);
}

/* The copy that was made before the migration is the library as it was. */
static void
check_copy(const char *path, int version)
{
    char pattern[400];
    glob_t found;
    sqlite3 *db = NULL;

    snprintf(pattern, sizeof pattern, "%.*s/backups/library-*.db", (int)(strrchr(path, '/') - path),
             path);
    const bool is_one = glob(pattern, 0, NULL, &found) == 0 && found.gl_pathc == 1;

    if (CHECK(is_one, "version %d: no copy", version) &&
        CHECK(sqlite3_open(found.gl_pathv[0], &db) == SQLITE_OK, "%s", found.gl_pathv[0])) {
        CHECK(count(db, "PRAGMA user_version") == version, "version %d: the copy is another",
              version);
        CHECK(count(db, "SELECT love FROM tracks WHERE n_plays = 1") == 1,
              "version %d: the copy lost something", version);
    }
    sqlite3_close(db);
    globfree(&found);
}

TEST(every_earlier_version_is_brought_up_to_date_and_copied_first)
{
    for (int version = 1; lilt_migrations[version] != NULL; version++) {
        const char *path = new_path();
        LiltStore *store = NULL;
        LiltStoreQueue queue = {0};
        LiltRule rule = {0};
        LiltDiag diag = {""};

        make_version(path, version);
        REQUIRE(lilt_store_open(path, LILT_STORE_WRITE, &diag, &store) == LILT_OK, "version %d: %s",
                version, diag.text);
        CHECK(count(store->db, "SELECT love FROM tracks WHERE n_plays = 1") == 1, "version %d",
              version);
        CHECK(lilt_store_get_queue(store, &diag, &queue) == LILT_OK && queue.n_ids == 1 &&
                  queue.ids[0] == 7 && queue.n_yours == 1,
              "version %d: the queue", version);
        free(queue.ids);
        CHECK(count(store->db, "SELECT count(*) FROM playlist_tracks WHERE playlist_id = 70") == 1,
              "version %d: a list made by hand", version);
        CHECK(lilt_store_get_rule(store, 70, &diag, &rule) == LILT_E_ABSENT &&
                  lilt_store_set_rule(store, 70, &rule, &diag) == LILT_OK,
              "version %d: it has no rule and can be given one: %s", version, diag.text);
        for (int i = 0; i < N_ADDED; i++)
            CHECK(version < added[i].version || count(store->db, added[i].count) == 1,
                  "version %d: %s", version, added[i].count);
        CHECK(put(store, "/m/2.ogg") > 0, "version %d: another track", version);
        lilt_store_close(store);
        check_copy(path, version);
    }
}

/* ---- copies ---------------------------------------------------------------------------------- */

TEST(a_copy_is_made_each_week_and_only_a_few_stay)
{
    const char *path = new_path();
    LiltStoreRescue rescue;
    LiltStore *store = open_kept(path, &rescue);
    LiltDiag diag = {""};

    CHECK(rescue.set_aside[0] == '\0' && rescue.copy[0] == '\0', "nothing was wrong");
    for (int day = 0; day <= 70; day++)
        CHECK(lilt_store_copy_weekly(store, now_s + (int64_t)day * DAY_S, &diag) == LILT_OK, "%s",
              diag.text);
    CHECK(n_files(path, "backups/*") == 5, "%zu files", n_files(path, "backups/*"));
    CHECK(n_files(path, "backups/library-20270326-080000.db") == 1, "the last one");
    CHECK(n_files(path, "backups/library-20270319-080000.db") == 1, "the one a week before");
    lilt_store_close(store);
}

/* ---- damage ---------------------------------------------------------------------------------- */

/* Overwrite pages in the middle, as a failing disk may. */
static void
damage(const char *path, long from)
{
    FILE *file = fopen(path, "r+b");

    REQUIRE(file != NULL && fseek(file, from, SEEK_SET) == 0, "%s", path);
    for (int i = 0; i < 40000; i++)
        fputc(i * 7 % 251, file);
    fclose(file);
}

static void
fill(LiltStore *store, int n)
{
    CHECK(lilt_store_begin(store, NULL) == LILT_OK, "begin");
    for (int i = 0; i < n; i++) {
        char track[64];

        snprintf(track, sizeof track, "/music/%d.ogg", i);
        put(store, track);
    }
    CHECK(lilt_store_commit(store, NULL) == LILT_OK, "commit");
}

/* As the program leaves it that is killed: the mark stays. */
static void
leave_uncleanly(LiltStore *store)
{
    store->damaged = true;
    lilt_store_close(store);
}

/* A library of 2000 tracks with a copy, damaged after an unclean end and opened again. */
static LiltStore *
open_damaged(const char *path, LiltStoreRescue *rescue)
{
    LiltStore *store = open_kept(path, rescue);

    fill(store, 2000);
    CHECK(lilt_store_copy_weekly(store, now_s, NULL) == LILT_OK, "copy");
    leave_uncleanly(store);
    damage(path, 100000);
    return open_kept(path, rescue);
}

TEST(a_damaged_library_is_set_aside_and_a_copy_takes_its_place)
{
    const char *path = new_path();
    LiltStoreRescue rescue;
    LiltStore *store = open_damaged(path, &rescue);

    REQUIRE(store != NULL, "open");
    CHECK(access(rescue.set_aside, F_OK) == 0 &&
              strstr(rescue.set_aside, "library.db.damaged-20270115-080000") != NULL,
          "set aside as %s", rescue.set_aside);
    CHECK(strstr(rescue.copy, "backups/library-20270115-080000.db") != NULL, "copy %s",
          rescue.copy);
    CHECK(count(store->db, "SELECT count(*) FROM tracks") == 2000, "all is there");
    lilt_store_close(store);
    store = open_kept(path, &rescue);
    CHECK(rescue.set_aside[0] == '\0', "well again");
    lilt_store_close(store);
}

TEST(without_a_whole_copy_it_begins_anew)
{
    const char *path = new_path();
    LiltStoreRescue rescue;
    LiltStore *store = open_kept(path, &rescue);
    char copy[400];

    fill(store, 2000);
    CHECK(lilt_store_copy_weekly(store, now_s, NULL) == LILT_OK, "copy");
    lilt_store_close(store);
    snprintf(copy, sizeof copy, "%.*s/backups/library-20270115-080000.db",
             (int)(strrchr(path, '/') - path), path);
    damage(copy, 100000);
    damage(path, 0); /* not even its header: it shows without a check */
    store = open_kept(path, &rescue);
    REQUIRE(store != NULL, "open");
    CHECK(access(rescue.set_aside, F_OK) == 0 && rescue.copy[0] == '\0', "no whole copy");
    CHECK(count(store->db, "SELECT count(*) FROM tracks") == 0, "empty");
    lilt_store_close(store);
}

TEST(what_is_erased_is_in_no_copy)
{
    const char *path = new_path();
    LiltStoreRescue rescue;
    LiltStore *store = open_damaged(path, &rescue);

    CHECK(n_files(path, "*.damaged-*") > 0 && n_files(path, "backups/*") == 1, "two memories");
    CHECK(lilt_store_erase_listening(store, NULL) == LILT_OK, "erase");
    CHECK(n_files(path, "*.damaged-*") == 0 && n_files(path, "backups/*") == 0, "still remembered");
    CHECK(count(store->db, "SELECT count(*) FROM tracks") == 2000, "the tracks stay");
    lilt_store_close(store);
}

TEST(after_a_good_end_nothing_is_checked)
{
    const char *path = new_path();
    LiltStoreRescue rescue;
    LiltStore *store = open_kept(path, &rescue);

    CHECK(n_files(path, "library.db-running") == 1, "the mark");
    lilt_store_close(store);
    CHECK(n_files(path, "library.db-running") == 0, "no mark");
}

/* ---- a full disk ----------------------------------------------------------------------------- */

/* A disk of that size; its library.db. */
static const char *
new_disk(const char *size)
{
    static char folder[256], path[300];
    char options[32];
    static int n;

    snprintf(folder, sizeof folder, "%s/disk-%d", check_temp_dir(), n++);
    snprintf(path, sizeof path, "%s/library.db", folder);
    snprintf(options, sizeof options, "size=%s", size);
    mkdir(folder, 0700);
    if (mount("none", folder, "tmpfs", 0, options) != 0)
        SKIP("a small disk cannot be mounted: %s", strerror(errno));
    return path;
}

static void
take_disk_away(const char *path)
{
    char folder[300];

    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    umount(folder);
}

static void
check_says_full(LiltStatus status, const char *path, const LiltDiag *diag)
{
    CHECK(status == LILT_E_FULL && strstr(diag->text, "the disk is full") != NULL &&
              strstr(diag->text, path) != NULL,
          "%s", diag->text);
}

TEST(a_full_disk_is_said)
{
    const char *path = new_disk("700k");
    LiltStoreRescue rescue;
    LiltDiag diag = {""};
    LiltStatus status = LILT_OK;
    LiltStore *store = open_kept(path, &rescue);
    int n = 0;

    for (; store != NULL && status == LILT_OK && n < 20000; n++) {
        char track[64];
        const LiltStoreTrack one = {.path = track,
                                    .title = track,
                                    .artist = "Artist",
                                    .album_artist = "",
                                    .album = "Album",
                                    .genre = "",
                                    .cover = ""};

        snprintf(track, sizeof track, "/music/%d.ogg", n);
        status = lilt_store_put_track(store, &one, 1, &diag, NULL);
    }
    check_says_full(status, path, &diag);
    const int kept = count(store->db, "SELECT count(*) FROM tracks");

    CHECK(kept == n - 1, "%d of %d tracks", kept, n - 1);
    lilt_store_close(store);
    take_disk_away(path);
}

/* Next Up and a list that say the same number: 200 tracks, turned by it. */
static LiltStatus
write_number(LiltStore *store, void *data, LiltDiag *diag)
{
    enum { N_TRACKS = 200 };
    const int64_t number = *(const int64_t *)data;
    int64_t ids[N_TRACKS];

    for (int64_t i = 0; i < N_TRACKS; i++)
        ids[i] = (i + number) % N_TRACKS + 1;
    const LiltStoreQueue queue = {.ids = ids, .n_ids = N_TRACKS, .current_id = ids[0]};
    const LiltStatus status = lilt_store_set_queue(store, &queue, diag);

    return status == LILT_OK ? lilt_store_set_list_tracks(store, 70, ids, N_TRACKS, diag) : status;
}

/* The number that is there; -1 when Next Up and the list do not say the same. */
static int64_t
read_number(LiltStore *store)
{
    LiltStoreQueue queue = {0};
    int64_t *ids = NULL, number = -1;
    size_t n = 0;

    if (lilt_store_get_queue(store, NULL, &queue) == LILT_OK &&
        lilt_store_get_list_tracks(store, 70, NULL, &ids, &n) == LILT_OK && n == 200 &&
        queue.n_ids == n && memcmp(ids, queue.ids, n * sizeof *ids) == 0)
        number = ids[0] - 1;
    free(queue.ids);
    free(ids);
    return number;
}

/* A file that takes what room there is on the disk; its path. */
static const char *
fill_disk(const char *path)
{
    static char filler[320];
    char block[4096] = {0};

    snprintf(filler, sizeof filler, "%s-filler", path);
    const int fd = open(filler, O_WRONLY | O_CREAT, 0600);

    while (write(fd, block, sizeof block) > 0)
        ;
    close(fd);
    return filler;
}

TEST(what_finds_no_room_is_undone_as_a_whole_and_with_room_it_goes_on)
{
    const char *path = new_disk("4m");
    LiltStoreRescue rescue;
    LiltDiag diag = {""};
    LiltStore *store = open_kept(path, &rescue);
    LiltStatus status = LILT_OK;
    int64_t number = 0;

    fill(store, 200);
    CHECK(lilt_store_put_list(store, 70, "Mine", now_s, &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_store_write_whole(store, write_number, &number, &diag) == LILT_OK, "%s", diag.text);
    const char *filler = fill_disk(path);

    /* the log may have some room in itself */
    for (number = 1; status == LILT_OK && number < 150; number++) {
        status = lilt_store_begin(store, &diag);
        if (status == LILT_OK)
            status = lilt_store_write_whole(store, write_number, &number, &diag);
        if (status == LILT_OK)
            status = lilt_store_commit(store, &diag);
    }
    check_says_full(status, path, &diag);
    CHECK(!lilt_store_in_group(store), "a group that did not fit is over");
    number -= 2; /* the last one that was committed */
    CHECK(number >= 0 && read_number(store) == number, "%lld, not %lld",
          (long long)read_number(store), (long long)number);
    leave_uncleanly(store);
    store = open_kept(path, &rescue);
    REQUIRE(store != NULL && rescue.set_aside[0] == '\0', "it opens on the full disk");
    CHECK(read_number(store) == number, "nothing is lost");

    unlink(filler);
    number = 7;
    CHECK(lilt_store_write_whole(store, write_number, &number, &diag) == LILT_OK, "%s", diag.text);
    lilt_store_close(store);
    store = open_kept(path, &rescue);
    CHECK(read_number(store) == 7, "with room it goes on");
    lilt_store_close(store);
    take_disk_away(path);
}

/* Fails behind its first half, as when the room ends there. */
static LiltStatus
write_half(LiltStore *store, void *data, LiltDiag *diag)
{
    const LiltStatus status = write_number(store, data, diag);

    return status == LILT_OK ? lilt_fail(diag, LILT_E_IO, "the rest") : status;
}

TEST(a_write_that_fails_leaves_nothing_of_itself_in_its_group)
{
    LiltStoreRescue rescue;
    LiltStore *store = open_kept(new_path(), &rescue);
    int64_t number = 3;

    fill(store, 200);
    CHECK(lilt_store_put_list(store, 70, "Mine", now_s, NULL) == LILT_OK, "list");
    CHECK(lilt_store_begin(store, NULL) == LILT_OK, "begin");
    CHECK(lilt_store_write_whole(store, write_number, &number, NULL) == LILT_OK, "whole");
    number = 4;
    CHECK(lilt_store_write_whole(store, write_half, &number, NULL) == LILT_E_IO, "half");
    CHECK(lilt_store_in_group(store), "the group goes on");
    CHECK(lilt_store_commit(store, NULL) == LILT_OK, "commit");
    CHECK(read_number(store) == 3, "%lld", (long long)read_number(store));
    CHECK(lilt_store_write_whole(store, write_half, &number, NULL) == LILT_E_IO, "half, alone");
    CHECK(read_number(store) == 3, "alone: %lld", (long long)read_number(store));
    lilt_store_close(store);
}

TEST_MAIN()
