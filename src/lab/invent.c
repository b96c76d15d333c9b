/* Invented tracks. */
#include "invent.h"

#include <stdio.h>

enum { PER_ALBUM = 10, PER_ARTIST = 40 };

/* Two or three words out of syllables, chosen by `seed`. */
static void
make_name(uint64_t seed, char *name, size_t bytes)
{
    static const char *const parts[] = {"ba", "cor", "dé", "fin", "gar", "hu",  "li",  "mo",
                                        "no", "pel", "ra", "sea", "tün", "ver", "wil", "zo"};
    LiltRng rng = lilt_rng_new(seed, 7);
    size_t n = 0;

    for (uint32_t word = 0; word < 2 + lilt_rng_below(&rng, 2); word++) {
        n += (size_t)snprintf(name + n, bytes - n, "%s", word > 0 ? " " : "");
        for (uint32_t i = 0; i < 2 + lilt_rng_below(&rng, 2); i++)
            n += (size_t)snprintf(name + n, bytes - n, "%s", parts[lilt_rng_below(&rng, 16)]);
    }
}

static LiltStatus
put(LiltStore *store, int64_t i, LiltRng *rng, LiltDiag *diag)
{
    char path[128], title[64], artist[64], album[64];

    make_name((uint64_t)i, title, sizeof title);
    make_name((uint64_t)(1000000 + i / PER_ARTIST), artist, sizeof artist);
    make_name((uint64_t)(2000000 + i / PER_ALBUM), album, sizeof album);
    snprintf(path, sizeof path, "/music/%lld/%lld.ogg", (long long)(i / PER_ALBUM), (long long)i);
    const LiltStoreTrack track = {
        .path = path,
        .size_bytes = 1,
        .mtime_ns = 1,
        .fingerprint = (uint64_t)i + 1,
        .title = title,
        .artist = artist,
        .album_artist = "",
        .album = album,
        .genre = i % 3 == 0 ? "Rock" : "Folk",
        .disc = 1,
        .track = (int)(i % PER_ALBUM) + 1,
        .year = 1960 + (int)(i % 60),
        .duration_ms = 60000 + lilt_rng_below(rng, 300000),
        .cover = "",
        .sound = {.analyser = 1,
                  .tempo_bpm = 60 + 120 * lilt_rng_unit(rng),
                  .loudness_lufs = -14,
                  .energy = 0.5f,
                  .brightness = 0.5f,
                  .mode = 0.4f * lilt_rng_unit(rng) - 0.2f,
                  .point = {2 * lilt_rng_unit(rng) - 1, 2 * lilt_rng_unit(rng) - 1}},
    };

    return lilt_store_put_track(store, &track, 1600000000 + i, diag, NULL);
}

LiltStatus
lab_invent_tracks(LiltStore *store, int64_t n, LiltDiag *diag)
{
    LiltRng rng = lilt_rng_new(1, 1);
    LiltStatus status = lilt_store_begin(store, diag);

    for (int64_t i = 0; i < n && status == LILT_OK; i++)
        status = put(store, i, &rng, diag);
    return status == LILT_OK ? lilt_store_commit(store, diag) : status;
}
