/* Lyrics written for this test, bright ones and heavy ones. */
#include "check.h"
#include "words.h"

static const char bright[] = "The sun is shining and we sing\n"
                             "You smile at me, we dance together\n"
                             "Happy, happy, what a beautiful morning\n";
static const char heavy[] = "I cry alone and all my tears are cold\n"
                            "You are gone and it hurts, my heart is broken\n"
                            "Lonely, lost in the dark\n";
static const char hell[] = "Die Sonne scheint, wir tanzen und du lachst\n"
                           "Ein heller Sommer, und ich bin GLÜCKLICH\n"
                           "Wir singen ein schönes Lied\n";
static const char schwer[] = "Ich bin allein, und du bist fort\n"
                             "Die Tränen, der Schmerz, die Nacht ist kalt\n"
                             "Ich weine, und niemand hört es\n";

TEST(bright_and_heavy_lyrics_are_told_in_both_languages)
{
    CHECK(lilt_words_brightness(bright) > 0.25f, "%f", (double)lilt_words_brightness(bright));
    CHECK(lilt_words_brightness(heavy) < -0.25f, "%f", (double)lilt_words_brightness(heavy));
    CHECK(lilt_words_brightness(hell) > 0.25f, "%f", (double)lilt_words_brightness(hell));
    CHECK(lilt_words_brightness(schwer) < -0.25f, "%f", (double)lilt_words_brightness(schwer));
}

/* "Die" and "hell" are an article and a bright word in German, in English they are heavy. */
TEST(a_word_of_both_languages_is_read_in_its_own)
{
    const float de = lilt_words_brightness("Ich und du, die helle Sonne ist hell, die Wiese");
    const float en = lilt_words_brightness("I and you, all of it is hell, we die, you die in it");

    CHECK(de > 0.1f && en < -0.25f, "%f, %f", (double)de, (double)en);
}

TEST(a_negation_turns_round_what_follows)
{
    const float plain = lilt_words_brightness("I am happy, you are happy, we are happy, the joy");
    const float turned = lilt_words_brightness(
        "I am not happy, you are never happy, we don\xe2\x80\x99t feel happy, no joy");

    CHECK(plain > 0.3f && turned < -0.1f, "%f, %f", (double)plain, (double)turned);
}

TEST(times_and_names_in_brackets_are_no_words)
{
    char lrc[2 * sizeof bright + 200] = "[ar:The Sad Dead Lonely Tears]\n[ti:Cry, Cry, Cry]\n";
    const char *line = bright;

    while (*line != '\0') { /* a stamp before each line */
        const size_t n = strcspn(line, "\n") + 1;

        strcat(lrc, "[00:12.50]");
        strncat(lrc, line, n);
        line += n;
    }
    CHECK(lilt_words_brightness(lrc) == lilt_words_brightness(bright), "%f",
          (double)lilt_words_brightness(lrc));
}

TEST(where_hardly_anything_is_said_nothing_is_told)
{
    static const char *const texts[] = {
        "",
        "[",
        "[00:12.00]",
        "La la la, oh yeah",
        "Sad and lonely",
        "\xff\xfe' \xc3",
        "Je suis tout seul et je pleure, la nuit est noire et froide",
    };
    char long_word[5000];

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK(lilt_words_brightness(texts[i]) == 0.0f, "\"%s\": %f", texts[i],
              (double)lilt_words_brightness(texts[i]));
    memset(long_word, 'a', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    CHECK(lilt_words_brightness(long_word) == 0.0f, "one long word");
}

TEST_MAIN()
