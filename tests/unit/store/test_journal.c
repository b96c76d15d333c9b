/* The mood journal: what is written comes out, what is too old goes, and what was erased has left
 * no trace in any file. */
#include "check.h"
#include "lilt/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *
path_of(const char *name)
{
    static char path[1024];

    snprintf(path, sizeof path, "%s/%s", check_temp_dir(), name);
    return path;
}

static LiltJournalEntry
entry_at(int64_t began_s, const char *title)
{
    return (LiltJournalEntry){began_s, 61.5f, "calm", {0.5f, -0.5f}, true, false, title, "Ana"};
}

static void
put(const char *path, int64_t began_s, const char *title)
{
    const LiltJournalEntry entry = entry_at(began_s, title);
    LiltDiag diag = {""};

    CHECK(lilt_personal_add_entry(path, &entry, &diag) == LILT_OK, "%s", diag.text);
}

typedef struct {
    int n;
    int64_t last_s;
    char last[64];
} Seen;

static void
see(void *data, const LiltJournalEntry *entry)
{
    Seen *seen = data;

    CHECK(entry->began_s >= seen->last_s, "in the order of time");
    CHECK(entry->lasted_s == 61.5f && entry->by_hand && !entry->led &&
              entry->point.valence == 0.5f && entry->point.arousal == -0.5f,
          "as it went in");
    CHECK_TEXT("calm", entry->label);
    CHECK_TEXT("Ana", entry->artist);
    seen->n++;
    seen->last_s = entry->began_s;
    snprintf(seen->last, sizeof seen->last, "%s", entry->title);
}

static Seen
between(const char *path, int64_t from_s, int64_t until_s)
{
    Seen seen = {0};
    LiltDiag diag = {""};

    CHECK(lilt_personal_each_entry(path, from_s, until_s, see, &seen, &diag) == LILT_OK, "%s",
          diag.text);
    return seen;
}

/* How many files of the folder hold these bytes. */
static int
files_with(const char *bytes)
{
    DIR *folder = opendir(check_temp_dir());
    int n = 0;

    if (!CHECK(folder != NULL, "folder"))
        return -1;
    for (struct dirent *file = readdir(folder); file != NULL; file = readdir(folder)) {
        FILE *f = file->d_type == DT_REG ? fopen(path_of(file->d_name), "rb") : NULL;
        char *all = calloc(1, 1 << 20);
        const size_t n_read = f != NULL && all != NULL ? fread(all, 1, 1 << 20, f) : 0;

        n += n_read > 0 && memmem(all, n_read, bytes, strlen(bytes)) != NULL;
        free(all);
        if (f != NULL)
            fclose(f);
    }
    closedir(folder);
    return n;
}

TEST(what_is_written_comes_out_in_the_order_of_time)
{
    const char *path = strdup(path_of("ordered.db"));

    CHECK(between(path, 0, INT64_MAX).n == 0 && access(path, F_OK) != 0, "reading makes no file");
    put(path, 3000, "later");
    put(path, 1000, "early");
    put(path, 2000, "O'Neil; \"\xc3\xa4\"");
    CHECK(between(path, 0, INT64_MAX).n == 3, "all");
    const Seen seen = between(path, 1000, 3000);

    CHECK(seen.n == 2, "from and including, until and not: %d", seen.n);
    CHECK_TEXT("O'Neil; \"\xc3\xa4\"", seen.last);
    free((char *)path);
}

/* What goes on is written again and again; what began with it, of another song, is another. */
TEST(an_entry_that_goes_on_takes_its_own_place)
{
    const char *path = strdup(path_of("running.db"));
    LiltJournalEntry entry = entry_at(1000, "goes on");
    LiltDiag diag = {""};

    CHECK(!lilt_personal_has_entries(path) && access(path, F_OK) != 0, "asking makes no file");
    for (int i = 1; i <= 3; i++) {
        entry.lasted_s = i == 3 ? 61.5f : 10.0f * (float)i;
        CHECK(lilt_personal_add_entry(path, &entry, &diag) == LILT_OK, "%s", diag.text);
    }
    CHECK(between(path, 0, INT64_MAX).n == 1, "one, with its last length");
    put(path, 1000, "another song");
    put(path, 1001, "goes on");
    CHECK(between(path, 0, INT64_MAX).n == 3, "others");
    CHECK(lilt_personal_has_entries(path), "filled");
    CHECK(lilt_personal_erase_journal(path, NULL) == LILT_OK && !lilt_personal_has_entries(path),
          "empty");
    free((char *)path);
}

TEST(what_is_too_old_leaves_no_trace)
{
    const char *path = strdup(path_of("old.db"));

    put(path, 1000, "long-forgotten-marker");
    put(path, 2000, "kept-marker");
    CHECK(files_with("long-forgotten-marker") == 1, "it is found while it is there");
    CHECK(lilt_personal_forget_entries(path, 2000, NULL) == LILT_OK, "forget");
    CHECK(between(path, 0, INT64_MAX).n == 1, "the other stays");
    CHECK(files_with("long-forgotten-marker") == 0, "no trace");
    CHECK(files_with("kept-marker") == 1, "the other stays");
    CHECK(lilt_personal_forget_entries(path, 2001, NULL) == LILT_OK && access(path, F_OK) != 0,
          "nothing is left: no file");
    free((char *)path);
}

TEST(the_journal_is_erased_and_corrections_stay)
{
    const char *path = strdup(path_of("both.db"));
    const LiltCorrection correction = {1, LILT_HAPPY, 0.6f, LILT_NEUTRAL};
    char title[64];

    for (int i = 0; i < 500; i++) { /* more than a page or two */
        snprintf(title, sizeof title, "erase-me-marker-%d", i);
        put(path, i, title);
    }
    CHECK(lilt_personal_add_correction(path, &correction, NULL) == LILT_OK, "correction");
    CHECK(files_with("erase-me-marker-4") == 1, "it is found while it is there");
    CHECK(lilt_personal_erase_journal(path, NULL) == LILT_OK, "erase");
    CHECK(files_with("erase-me-marker") == 0, "no trace");
    CHECK(between(path, 0, INT64_MAX).n == 0 && access(path, F_OK) == 0, "corrections stay");
    put(path, 1, "again");
    CHECK(lilt_personal_erase_face(path, NULL) == LILT_OK && access(path, F_OK) == 0 &&
              between(path, 0, INT64_MAX).n == 1,
          "and the other way round");
    CHECK(lilt_personal_erase_journal(path, NULL) == LILT_OK && access(path, F_OK) != 0,
          "nothing is left: no file");
    free((char *)path);
}

TEST(a_journal_that_cannot_be_read_is_named)
{
    const char *path = strdup(path_of("broken.db"));
    LiltDiag diag = {""};
    FILE *f = fopen(path, "wb");

    REQUIRE(f != NULL, "file");
    fputs("this is no database, however long it may be, and so it is told by its name", f);
    fclose(f);
    CHECK(lilt_personal_each_entry(path, 0, 1, see, NULL, &diag) == LILT_E_IO, "status");
    CHECK(strstr(diag.text, "broken.db") != NULL, "%s", diag.text);
    free((char *)path);
}

TEST_MAIN()
