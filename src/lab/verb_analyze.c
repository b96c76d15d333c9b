/* lilt-lab analyze: what Lilt hears in music files, each by itself, as lilt-scan would hear it. */
#include "clips.h"
#include "json.h"
#include "lab.h"

#include <stdio.h>
#include <string.h>

static const char *const key_names[12] = {"C",  "C#", "D",  "Eb", "E",  "F",
                                          "F#", "G",  "Ab", "A",  "Bb", "B"};

static void
print_json(const char *path, const LiltSound *s)
{
    fputs("{\"path\":", stdout);
    lab_json_text(stdout, path);
    printf(",\"tempo_bpm\":%.2f,\"key\":%d,\"mode\":\"%s\",\"mode_score\":%.4f,"
           "\"loudness_lufs\":%.2f,\"energy\":%.4f,\"valence\":%.4f,\"arousal\":%.4f}\n",
           (double)s->tempo_bpm, s->key, s->minor ? "minor" : "major", (double)s->mode_score,
           (double)s->loudness_lufs, (double)s->energy, (double)s->point.valence,
           (double)s->point.arousal);
}

static void
print_words(const char *path, const LiltSound *s)
{
    printf("%s: %s %s, ", path, key_names[s->key], s->minor ? "minor" : "major");
    if (s->tempo_bpm > 0.0f)
        printf("%.1f beats a minute, ", (double)s->tempo_bpm);
    else
        printf("no beat, ");
    printf("%.1f LUFS, energy %.2f, valence %+.2f, arousal %+.2f\n", (double)s->loudness_lufs,
           (double)s->energy, (double)s->point.valence, (double)s->point.arousal);
}

/* Every file is tried; the exit code says whether all went well. */
int
lab_analyze(int argc, char **argv)
{
    bool json = false;
    int n_files = 0, code = LAB_DONE;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            json = true;
        else if (argv[i][0] == '-')
            return lab_usage("analyze", "unknown option \"%s\"", argv[i]);
        else
            argv[n_files++] = argv[i];
    }
    if (n_files == 0)
        return lab_usage("analyze", "which file?");
    LiltDiag diag = {""};
    LiltSoundModel *model;

    if (lilt_sound_model_load(NULL, &diag, &model) != LILT_OK)
        return lab_fail("analyze", "%s", diag.text);
    for (int i = 0; i < n_files; i++) {
        LiltSoundRows rows;
        LiltSound sound;
        LiltGenre genre;

        if (lab_clip_measure(argv[i], &diag, &rows, &sound, &genre) == LILT_OK) {
            sound.point = lilt_sound_model_place(model, &rows, genre);
            (json ? print_json : print_words)(argv[i], &sound);
        } else {
            code = lab_fail("analyze", "%s", diag.text);
        }
    }
    lilt_sound_model_free(model);
    return code;
}
