/* Families of genres: their labels, and the words in a tag that give them away. */
#include "lilt/base.h"

#include <string.h>

#define N_(text) text /* translated where it is shown */

static const char *const labels[LILT_N_GENRES] = {
    [LILT_GENRE_UNKNOWN] = "",
    [LILT_GENRE_AMBIENT] = N_("ambient"),
    [LILT_GENRE_AVANT_GARDE] = N_("avant-garde"),
    [LILT_GENRE_BLUES] = N_("blues"),
    [LILT_GENRE_CHILDREN] = N_("children's"),
    [LILT_GENRE_CLASSICAL] = N_("classical"),
    [LILT_GENRE_COUNTRY] = N_("country"),
    [LILT_GENRE_DANCE] = N_("dance"),
    [LILT_GENRE_EASY] = N_("easy listening"),
    [LILT_GENRE_ELECTRONIC] = N_("electronic"),
    [LILT_GENRE_FOLK] = N_("folk"),
    [LILT_GENRE_HIP_HOP] = N_("hip-hop"),
    [LILT_GENRE_INDUSTRIAL] = N_("industrial"),
    [LILT_GENRE_JAZZ] = N_("jazz"),
    [LILT_GENRE_LATIN] = N_("latin"),
    [LILT_GENRE_METAL] = N_("metal"),
    [LILT_GENRE_POP] = N_("pop"),
    [LILT_GENRE_PUNK] = N_("punk"),
    [LILT_GENRE_REGGAE] = N_("reggae"),
    [LILT_GENRE_ROCK] = N_("rock"),
    [LILT_GENRE_SOUL] = N_("soul"),
    [LILT_GENRE_SOUNDTRACK] = N_("soundtrack"),
    [LILT_GENRE_WORLD] = N_("world"),
};

/* The first line whose word occurs in the text wins: telling words stand before those that are in
 * many tags ("post-punk", "pop/rock", "dance pop"), and words that hold another before that one
 * ("trip hop" before "hop"). */
static const struct {
    const char *word;
    LiltGenre genre;
} words[] = {
    {"industrial", LILT_GENRE_INDUSTRIAL},
    {"gothic", LILT_GENRE_INDUSTRIAL},
    {"dark wave", LILT_GENRE_INDUSTRIAL},
    {"darkwave", LILT_GENRE_INDUSTRIAL},
    {"noise", LILT_GENRE_INDUSTRIAL},
    {"metal", LILT_GENRE_METAL},
    {"grindcore", LILT_GENRE_METAL},
    {"punk", LILT_GENRE_PUNK},
    {"grunge", LILT_GENRE_PUNK},
    {"hardcore", LILT_GENRE_PUNK},
    {"ambient", LILT_GENRE_AMBIENT},
    {"new age", LILT_GENRE_AMBIENT},
    {"meditat", LILT_GENRE_AMBIENT},
    {"trip hop", LILT_GENRE_ELECTRONIC},
    {"trip-hop", LILT_GENRE_ELECTRONIC},
    {"hip hop", LILT_GENRE_HIP_HOP},
    {"hip-hop", LILT_GENRE_HIP_HOP},
    {"hiphop", LILT_GENRE_HIP_HOP},
    {"trap", LILT_GENRE_HIP_HOP},
    {"rap", LILT_GENRE_HIP_HOP},
    {"avant", LILT_GENRE_AVANT_GARDE},
    {"experimental", LILT_GENRE_AVANT_GARDE},
    {"dubstep", LILT_GENRE_DANCE},
    {"reggae", LILT_GENRE_REGGAE},
    {"dub", LILT_GENRE_REGGAE},
    {"ska", LILT_GENRE_REGGAE},
    {"latin", LILT_GENRE_LATIN},
    {"salsa", LILT_GENRE_LATIN},
    {"samba", LILT_GENRE_LATIN},
    {"bossa", LILT_GENRE_LATIN},
    {"tango", LILT_GENRE_LATIN},
    {"blues", LILT_GENRE_BLUES},
    {"jazz", LILT_GENRE_JAZZ},
    {"swing", LILT_GENRE_JAZZ},
    {"bebop", LILT_GENRE_JAZZ},
    {"soul", LILT_GENRE_SOUL},
    {"r&b", LILT_GENRE_SOUL},
    {"rhythm and blues", LILT_GENRE_SOUL},
    {"funk", LILT_GENRE_SOUL},
    {"gospel", LILT_GENRE_SOUL},
    {"soundtrack", LILT_GENRE_SOUNDTRACK},
    {"score", LILT_GENRE_SOUNDTRACK},
    {"stage", LILT_GENRE_SOUNDTRACK},
    {"film", LILT_GENRE_SOUNDTRACK},
    {"game", LILT_GENRE_SOUNDTRACK},
    {"classic rock", LILT_GENRE_ROCK},
    {"classical", LILT_GENRE_CLASSICAL},
    {"baroque", LILT_GENRE_CLASSICAL},
    {"opera", LILT_GENRE_CLASSICAL},
    {"symphon", LILT_GENRE_CLASSICAL},
    {"chamber", LILT_GENRE_CLASSICAL},
    {"country", LILT_GENRE_COUNTRY},
    {"bluegrass", LILT_GENRE_COUNTRY},
    {"folk", LILT_GENRE_FOLK},
    {"acoustic", LILT_GENRE_FOLK},
    {"songwriter", LILT_GENRE_FOLK},
    {"celtic", LILT_GENRE_FOLK},
    {"children", LILT_GENRE_CHILDREN},
    {"holiday", LILT_GENRE_CHILDREN},
    {"christmas", LILT_GENRE_CHILDREN},
    {"easy", LILT_GENRE_EASY},
    {"lounge", LILT_GENRE_EASY},
    {"chill", LILT_GENRE_EASY},
    {"vocal", LILT_GENRE_EASY},
    {"electronic", LILT_GENRE_ELECTRONIC},
    {"techno", LILT_GENRE_DANCE},
    {"house", LILT_GENRE_DANCE},
    {"trance", LILT_GENRE_DANCE},
    {"disco", LILT_GENRE_DANCE},
    {"drum", LILT_GENRE_DANCE},
    {"dance", LILT_GENRE_DANCE},
    {"electro", LILT_GENRE_ELECTRONIC},
    {"synth", LILT_GENRE_ELECTRONIC},
    {"idm", LILT_GENRE_ELECTRONIC},
    {"chiptune", LILT_GENRE_ELECTRONIC},
    {"world", LILT_GENRE_WORLD},
    {"international", LILT_GENRE_WORLD},
    {"ethnic", LILT_GENRE_WORLD},
    {"afro", LILT_GENRE_WORLD},
    {"rock", LILT_GENRE_ROCK},
    {"indie", LILT_GENRE_ROCK},
    {"alternative", LILT_GENRE_ROCK},
    {"pop", LILT_GENRE_POP},
};

const char *
lilt_genre_label(LiltGenre genre)
{
    return (unsigned)genre < LILT_N_GENRES ? labels[genre] : "";
}

LiltGenre
lilt_genre_from_text(const char *text)
{
    if (text == NULL)
        return LILT_GENRE_UNKNOWN;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(text, words[i].word) != NULL)
            return words[i].genre;
    return LILT_GENRE_UNKNOWN;
}
