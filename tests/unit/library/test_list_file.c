/* Playlists as files: what other players write is understood, what Lilt writes comes back as it
 * was, and what is no playlist is refused whatever it holds. */
#include <glib/gstdio.h>
#include <string.h>

#include "lilt/library.h"

#include "check.h"
#include "list_file.h"

/* The folder of the tests' lists; it is there. g_free(). */
static char *
make_folder(const char *name)
{
    char *folder = g_build_filename(check_temp_dir(), name, NULL);

    g_mkdir_with_parents(folder, 0700);
    return folder;
}

static char *
make_file(const char *folder, const char *name, const char *bytes, gssize n)
{
    char *path = g_build_filename(folder, name, NULL);

    CHECK(g_file_set_contents(path, bytes, n, NULL), "%s cannot be made", path);
    return path;
}

/* What the list says, an entry a line: where (from the folder on), artist, title, milliseconds. */
static char *
describe(const char *folder, const char *name, const char *bytes)
{
    g_autofree char *path = make_file(folder, name, bytes, -1);
    g_autoptr(GError) error = NULL;
    ListFile *list = list_file_read(path, &error);
    GString *text = g_string_new(NULL);

    if (list == NULL)
        return g_string_free(g_string_append(text, error->message), FALSE);
    if (list->name != NULL)
        g_string_append_printf(text, "[%s]\n", list->name);
    for (guint i = 0; i < list->entries->len; i++) {
        const ListEntry *entry = list->entries->pdata[i];
        const gboolean inside = g_str_has_prefix(entry->where, folder);

        g_string_append_printf(text, "%s|%s|%s|%d\n",
                               inside ? entry->where + strlen(folder) : entry->where, entry->artist,
                               entry->title, (int)entry->duration_ms);
    }
    list_file_free(list);
    return g_string_free(text, FALSE);
}

TEST(lists_of_other_players_are_understood)
{
    static const struct {
        const char *name, *bytes, *want;
    } cases[] = {
        {"plain.m3u", "a.mp3\r\n\r\nsub/b c.ogg\r\n", "/a.mp3|||0\n/sub/b c.ogg|||0\n"},
        {"mark.m3u8", "\xef\xbb\xbf#EXTM3U\n#EXTINF:12,Bj\xc3\xb6rk - J\xc3\xb3ga\n./a.mp3\n",
         "/a.mp3|Bj\xc3\xb6rk|J\xc3\xb3ga|12000\n"},
        {"windows.m3u", "#EXTM3U\r\n#EXTINF:-1,Caf\xe9\r\nsub\\caf\xe9.mp3\r\n",
         "/sub/caf\xc3\xa9.mp3||Caf\xc3\xa9|0\n"},
        {"named.m3u8", "#PLAYLIST: Rainy \n#EXTINF:7 tvg=\"x\",One, two\n../a.mp3\n#\n#x\n",
         "[Rainy]\n%s/a.mp3||One, two|7000\n"},
        {"uris.m3u", "file:///x/a%20b.mp3\nfile://localhost/y.mp3\nhttp://h/s.mp3\nRe: you.mp3\n",
         "/x/a b.mp3|||0\n/y.mp3|||0\nhttp://h/s.mp3|||0\n/Re: you.mp3|||0\n"},
        {"host.m3u", "file://server/x.mp3\nrtsp://h/live\n",
         "file://server/x.mp3|||0\nrtsp://h/live|||0\n"},
        {"there.m3u", "is%20there.mp3\nis%20not.mp3\n", "/is there.mp3|||0\n/is%20not.mp3|||0\n"},
        {"two.pls",
         "[Playlist]\nFile2=b.mp3\nTitle2=B\nFile1=a.mp3\nLength1=61\nTitle1=Ana - A\n"
         "File3=http://radio/\nLength3=-1\nNumberOfEntries=9\nVersion=2\n",
         "/a.mp3|Ana|A|61000\n/b.mp3||B|0\nhttp://radio/|||0\n"},
        {"x.xspf",
         "<?xml version='1.0'?><playlist version='1' xmlns='http://xspf.org/ns/0/'><title>My "
         "&amp; list</title><trackList><track><title>T</title><location>a%20b.mp3</location>"
         "<creator>C</creator><duration>1500</duration><extension><title>no</title></extension>"
         "</track><track><location>http://h/x</location><location>b</location></track>"
         "<track><title>nowhere</title></track></trackList></playlist>",
         "[My & list]\n/a b.mp3|C|T|1500\nhttp://h/x|||0\n"},
        {"cdata.xspf",
         "<x:playlist><x:trackList><x:track><x:location><![CDATA[file:///m/a.mp3]]></x:location>"
         "</x:track></x:trackList></x:playlist>",
         "/m/a.mp3|||0\n"},
    };
    g_autofree char *folder = make_folder("lists");
    g_autofree char *there = make_file(folder, "is there.mp3", "", 0);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *have = describe(folder, cases[i].name, cases[i].bytes);
        g_auto(GStrv) parts = g_strsplit(cases[i].want, "%s", 2);
        g_autofree char *want = parts[1] != NULL
                                    ? g_strconcat(parts[0], check_temp_dir(), parts[1], NULL)
                                    : g_strdup(cases[i].want);

        CHECK(g_str_equal(want, have), "%s: wanted %s, got %s", cases[i].name, want, have);
    }
}

TEST(what_is_no_playlist_is_refused)
{
    static const struct {
        const char *what, *bytes;
        gssize n;
    } cases[] = {
        {"nothing", "", 0},
        {"comments", "#EXTM3U\n# nothing\n", -1},
        {"zeros", "a.mp3\n\0\0b.mp3", 14},
        {"a picture", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16},
        {"cut XML", "<playlist><trackList><track><location>a.mp3</loc", -1},
        {"crossed XML", "<playlist><trackList><track><location>a.mp3</track></location>", -1},
        {"an entity",
         "<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><playlist><trackList><track>"
         "<location>a.mp3</location><title>&x;</title></track></trackList></playlist>",
         -1},
        {"laughs",
         "<!DOCTYPE p [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"
         "<playlist><title>&c;</title><trackList><track><location>a.mp3</location></track>"
         "</trackList></playlist>",
         -1},
        {"another XML", "<html><body>a.mp3</body></html>", -1},
        {"an empty PLS", "[playlist]\nNumberOfEntries=4\nFile1=\n=\nFile\n", -1},
    };
    g_autofree char *folder = make_folder("no-lists");

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = make_file(folder, "bad.xspf", cases[i].bytes, cases[i].n);
        g_autoptr(GError) error = NULL;
        ListFile *list = list_file_read(path, &error);

        CHECK(list == NULL && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) &&
                  strstr(error->message, path) != NULL,
              "%s: %s", cases[i].what, error != NULL ? error->message : "taken");
        list_file_free(list);
    }
}

TEST(what_is_too_large_or_no_file_is_refused)
{
    g_autofree char *folder = make_folder("large");
    g_autofree char *huge = make_file(folder, "huge.m3u", "", 0);
    g_autofree char *lines = g_malloc(2 * 100001 + 1);
    g_autoptr(GError) error = NULL;

    CHECK(truncate(huge, 17 << 20) == 0, "a large file");
    CHECK(list_file_read(huge, &error) == NULL &&
              g_error_matches(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE),
          "16 MiB are enough");
    g_clear_error(&error);
    for (int i = 0; i < 100001; i++)
        memcpy(lines + 2 * i, "a\n", 3);
    g_autofree char *many = make_file(folder, "many.m3u", lines, -1);

    CHECK(list_file_read(many, &error) == NULL &&
              g_error_matches(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE),
          "and 100,000 songs");
    g_clear_error(&error);
    CHECK(list_file_read("/dev/zero", &error) == NULL, "a device");
    g_clear_error(&error);
    CHECK(list_file_read("/nonexistent.m3u", &error) == NULL &&
              g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND),
          "no file");
}

/* Whatever is cut off or changed, there is an answer. */
TEST(broken_lists_do_no_harm)
{
    static const char *const whole[] = {
        "#EXTM3U\n#EXTINF:12,A - B\nfile:///a%20b.mp3\n#PLAYLIST:x\n..\\c.mp3\n",
        "[playlist]\nFile1=a\nTitle1=A - B\nLength1=9999999999999999999999\nFile-1=b\n",
        "<playlist><title>a</title><trackList><track><location>a%zz&#x41;</location><title>b"
        "</title></track></trackList></playlist>",
    };
    g_autofree char *folder = make_folder("broken");
    guint32 seed = 1;

    for (gsize i = 0; i < G_N_ELEMENTS(whole); i++)
        for (guint round = 0; round < 500; round++) {
            g_autofree char *bytes = g_strdup(whole[i]);
            gsize n = strlen(bytes);

            for (guint change = 0; change < 1 + round % 4; change++) {
                seed = seed * 1664525u + 1013904223u;
                bytes[(seed >> 8) % n] = (char)(seed >> 24);
            }
            n = round % 3 == 0 ? (seed >> 4) % n : n;
            g_autofree char *path = make_file(folder, "list", bytes, (gssize)n);
            g_autoptr(GError) error = NULL;
            ListFile *list = list_file_read(path, &error);

            CHECK((list != NULL) == (error == NULL), "%zu, round %u: list or error", i, round);
            for (guint at = 0; list != NULL && at < list->entries->len; at++) {
                const ListEntry *entry = list->entries->pdata[at];

                CHECK(*entry->where != '\0' && g_utf8_validate(entry->title, -1, NULL) &&
                          g_utf8_validate(entry->artist, -1, NULL),
                      "%zu, round %u", i, round);
            }
            list_file_free(list);
        }
}

TEST(what_is_written_comes_back)
{
    static const char *const inside[] = {
        "a.mp3", "sub/b c.ogg", "#1.mp3",      "[x].mp3",  "100%.mp3",          " edge .mp3",
        "a\nb",  "a\\b.mp3",    "Re: you.mp3", "\xff.mp3", "a&b <c> \"d\".mp3", "\xc3\xb6?#.flac",
    };
    static const char *const endings[] = {"m3u8", "m3u", "pls", "xspf"};
    g_autofree char *folder = make_folder("written");
    g_autofree char *beside = g_build_filename(check_temp_dir(), "beside.mp3", NULL);
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(list_entry_free);

    for (gsize i = 0; i < G_N_ELEMENTS(inside); i++) {
        g_autofree char *where = g_build_filename(folder, inside[i], NULL);

        g_ptr_array_add(entries, list_entry_new(where, "A & B", "\xc3\x86on", 61000));
    }
    g_ptr_array_add(entries, list_entry_new(beside, "One\ntwo", "", 0));
    g_ptr_array_add(entries, list_entry_new("/elsewhere/x.mp3", "x", "", 0));
    g_ptr_array_add(entries, list_entry_new("http://radio.example/a?b=c&d", "Radio", "", 0));
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *name = g_strconcat("List.", endings[i], NULL);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = list_file_write(path, entries);
        g_autoptr(GError) error = NULL;

        CHECK(!g_str_equal(endings[i], "xspf") || strstr(text, folder) == NULL, "relative: %s",
              text);
        REQUIRE(g_file_set_contents(path, text, -1, NULL), "written");
        ListFile *list = list_file_read(path, &error);
        REQUIRE(list != NULL, "%s: %s", name, error != NULL ? error->message : "");
        CHECK(list->entries->len == entries->len, "%s: %u", name, list->entries->len);
        for (guint at = 0; at < MIN(entries->len, list->entries->len); at++) {
            const ListEntry *want = entries->pdata[at], *have = list->entries->pdata[at];
            const gboolean split = strchr(want->title, '\n') != NULL;

            CHECK(g_str_equal(want->where, have->where), "%s: %s became %s", name, want->where,
                  have->where);
            CHECK(g_str_equal(split ? "One two" : want->title, have->title) &&
                      g_str_equal(want->artist, have->artist) &&
                      want->duration_ms == have->duration_ms,
                  "%s: %s became %s - %s", name, want->where, have->artist, have->title);
        }
        list_file_free(list);
    }
}

TEST_MAIN()
