/* lilt-lab recommend: what Lilt would play from a library, and why. */
#include "json.h"
#include "lab.h"
#include "lilt/library.h"
#include "lilt/recommend.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *db;
    bool has_mood, json;
    size_t limit;
    LiltRequest request;
} Options;

/* "0.5,-0.25": a point in the plane. */
static bool
read_point(const char *text, LiltPoint *ret_point)
{
    char *end;
    const double valence = g_ascii_strtod(text, &end);

    if (end == text || *end != ',')
        return false;
    text = end + 1;
    const double arousal = g_ascii_strtod(text, &end);

    if (end == text || *end != '\0' || !(valence >= -1 && valence <= 1) ||
        !(arousal >= -1 && arousal <= 1))
        return false;
    *ret_point = (LiltPoint){(float)valence, (float)arousal};
    return true;
}

/* Take argv[*index] if it says where the listener is or is to go: LAB_DONE; LAB_USAGE when it is
 * wrong; -1 when it is another option. */
static int
read_mood_option(int argc, char **argv, int *index, Options *options)
{
    LiltRequest *request = &options->request;
    const char *value;

    if ((value = lab_option(argc, argv, index, "--mood")) != NULL) {
        request->mood = lilt_emotion_from_label(value);
        if (request->mood == LILT_EMOTION_UNKNOWN)
            return lab_usage(argv[0], "\"%s\" is no mood", value);
        request->from = lilt_emotion_place(request->mood);
        options->has_mood = true;
    } else if ((value = lab_option(argc, argv, index, "--at")) != NULL) {
        if (!read_point(value, &request->from))
            return lab_usage(argv[0], "--at: \"%s\" is not V,A from -1 to 1", value);
        options->has_mood = true;
    } else if ((value = lab_option(argc, argv, index, "--goal")) != NULL) {
        if (!read_point(value, &request->goal))
            return lab_usage(argv[0], "--goal: \"%s\" is not V,A from -1 to 1", value);
    } else if ((value = lab_option(argc, argv, index, "--policy")) != NULL) {
        if (!lilt_policy_from_label(value, &request->policy))
            return lab_usage(argv[0], "\"%s\" is no policy", value);
    } else {
        return -1;
    }
    return LAB_DONE;
}

static int
read_options(int argc, char **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        const int mood = read_mood_option(argc, argv, &i, options);
        const char *value;

        if (mood == LAB_USAGE)
            return mood;
        if (mood == LAB_DONE)
            continue;
        if ((value = lab_option(argc, argv, &i, "--db")) != NULL)
            options->db = value;
        else if ((value = lab_option(argc, argv, &i, "--limit")) != NULL)
            options->limit = (size_t)lab_number("--limit", value, 1, 100000);
        else if ((value = lab_option(argc, argv, &i, "--seed")) != NULL)
            options->request.seed = (uint64_t)lab_number("--seed", value, 0, LONG_MAX);
        else if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else
            return lab_usage(argv[0], "unknown option %s", argv[i]);
    }
    if (options->db == NULL)
        return lab_usage(argv[0], "--db FILE is wanted");
    return options->has_mood ? LAB_DONE : lab_usage(argv[0], "--mood CLASS or --at V,A is wanted");
}

/* The parts that have words carry them; the others are listed too, since all add up to the score.
 */
static void
print_json(const LiltRequest *request, const LiltPick *pick, const char *path)
{
    LiltReason reasons[LILT_N_PARTS];
    const size_t n = lilt_recommend_reasons(request, pick, reasons, LILT_N_PARTS);

    fputs("{\"path\":", stdout);
    lab_json_text(stdout, path);
    printf(",\"score\":%.6f,\"reasons\":[", (double)pick->score);
    for (int part = 0; part < LILT_N_PARTS; part++) {
        const char *text = "";

        for (size_t i = 0; i < n; i++)
            if ((int)reasons[i].part == part)
                text = reasons[i].text;
        printf("%s{\"part\":\"%s\",\"value\":%.6f,\"text\":", part > 0 ? "," : "",
               lilt_part_label((LiltPart)part), (double)pick->parts[part]);
        lab_json_text(stdout, text);
        putchar('}');
    }
    puts("]}");
}

static void
print_words(const LiltRequest *request, const LiltPick *pick, const char *path)
{
    LiltReason reasons[3];
    const size_t n = lilt_recommend_reasons(request, pick, reasons, 3);

    printf("%6.3f  %s\n", (double)pick->score, path);
    for (size_t i = 0; i < n; i++)
        printf("        %s\n", reasons[i].text);
}

static int
run(Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LiltLibrary) library = NULL;
    g_autofree LiltPick *picks = g_new(LiltPick, options->limit);
    LiltRequest *request = &options->request;
    size_t n = 0;

    if (!g_file_test(options->db, G_FILE_TEST_EXISTS)) /* opening would make it */
        return lab_fail("recommend", "%s: no such library", options->db);
    library = lilt_library_open_file(options->db, NULL, &error);
    if (library == NULL)
        return lab_fail("recommend", "%s", error->message);
    request->catalogue = lilt_library_get_catalogue(library);
    request->now_s = lilt_clock_wall_s();
    if (lilt_recommend(request, options->limit, picks, &n) != LILT_OK)
        return lab_fail("recommend", "out of memory");
    for (size_t i = 0; i < n; i++) {
        g_autoptr(LiltSong)
            song = lilt_library_dup_song(library, request->catalogue->id[picks[i].row]);

        if (song != NULL)
            (options->json ? print_json : print_words)(request, &picks[i],
                                                       lilt_song_get_path(song));
    }
    return LAB_DONE;
}

int
lab_recommend(int argc, char **argv)
{
    Options options = {.limit = 20,
                       .request = {.mood = LILT_EMOTION_UNKNOWN,
                                   .goal = lilt_emotion_place(LILT_HAPPY),
                                   .asked = true}};
    const int result = read_options(argc, argv, &options);

    return result == LAB_DONE ? run(&options) : result;
}
