/* Choosing for moods from labelled clips. */
#include "agreement.h"

#include "lilt/recommend.h"

enum { TOP = 20, LIST = 30 };

static LiltCatalogue *
make_catalogue(const LabClips *clips, const LiltPoint *places)
{
    LiltCatalogue *c = lilt_catalogue_new(clips->n);

    for (size_t i = 0; c != NULL && i < clips->n; i++) {
        uint32_t artist = (uint32_t)i + 1;

        for (size_t j = 0; j < i; j++) /* the first clip of the artist gives the number */
            if (clips->artists[j] == clips->artists[i]) {
                artist = c->artist[j];
                break;
            }
        c->id[i] = (int64_t)i + 1;
        c->artist[i] = artist;
        c->valence[i] = places[i].valence;
        c->arousal[i] = places[i].arousal;
        c->tempo_bpm[i] = clips->tempos[i];
        c->mode[i] = clips->modes[i];
        c->genre[i] = (uint32_t)clips->genres[i];
        c->n_tracks++;
    }
    return c;
}

/* The share of the picks whose label is on the mood's side of both axes. */
static double
share_that_fits(LiltEmotion mood, const LiltPoint *labels, const LiltPick *picks, size_t n)
{
    const LiltPoint place = lilt_emotion_place(mood);
    size_t n_fit = 0;

    for (size_t i = 0; i < n; i++) {
        const LiltPoint label = labels[picks[i].row];

        n_fit += label.valence * place.valence > 0.0f && label.arousal * place.arousal > 0.0f;
    }
    return (double)n_fit / (double)n;
}

static double
share_in_common(const LiltPick *a, size_t n_a, const LiltPick *b, size_t n_b)
{
    size_t n = 0;

    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++)
            n += a[i].row == b[j].row;
    return (double)n / (double)(n_a < n_b ? n_a : n_b);
}

static size_t
count_artist(const LiltCatalogue *c, const LiltPick *picks, size_t n)
{
    size_t most = 0;

    for (size_t first = 0; first < n; first++) {
        size_t count = 0;

        for (size_t i = first; i < n && i < first + TOP; i++)
            count += c->artist[picks[i].row] == c->artist[picks[first].row];
        most = count > most ? count : most;
    }
    return most;
}

static void
judge(const LiltCatalogue *c, const LiltPoint *labels, LiltPick picks[][LIST], const size_t *n,
      LabAgreement *a)
{
    *a = (LabAgreement){.overlap = 0.0};
    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++) {
        const size_t of_artist = count_artist(c, picks[mood], n[mood]);

        a->of_artist = of_artist > a->of_artist ? of_artist : a->of_artist;
        for (int other = 0; other < mood; other++) {
            const double common = share_in_common(picks[mood], n[mood], picks[other], n[other]);

            a->overlap = common > a->overlap ? common : a->overlap;
        }
        a->share[mood] = mood == LILT_NEUTRAL
                             ? 1.0
                             : share_that_fits((LiltEmotion)mood, labels, picks[mood],
                                               n[mood] < TOP ? n[mood] : TOP);
    }
}

LiltStatus
lab_agreement_measure(const LabClips *clips, const LiltPoint *places, LiltDiag *diag,
                      LabAgreement *ret_agreement)
{
    LiltPick picks[LILT_N_EMOTIONS][LIST];
    size_t n[LILT_N_EMOTIONS];
    LiltCatalogue *c = make_catalogue(clips, places);
    LiltStatus status = c != NULL ? LILT_OK : LILT_E_NOMEM;

    for (int mood = 0; mood < LILT_N_EMOTIONS && status == LILT_OK; mood++) {
        const LiltRequest request = {.catalogue = c,
                                     .mood = (LiltEmotion)mood,
                                     .from = lilt_emotion_place((LiltEmotion)mood),
                                     .seed = (uint64_t)mood};

        status = lilt_recommend(&request, LIST, picks[mood], &n[mood]);
    }
    if (status == LILT_OK)
        judge(c, clips->points, picks, n, ret_agreement);
    lilt_catalogue_free(c);
    return status == LILT_OK ? LILT_OK : lilt_fail(diag, status, "out of memory");
}
