/* The order of names: as in a printed index, case and accents aside, so that "Àlex" stands beside
 * "Alex". Latin letters only; other scripts follow in the order of their code points. */
#include "store_private.h"

/* U+00C0 to U+017F as the letters they are filed under. */
static const char filed_under[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
                                  "aaaaaaaceeeeiiiidnooooo/ouuuuyty"
                                  "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijj"
                                  "kkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuu"
                                  "wwyyyzzzzzzs";
_Static_assert(sizeof filed_under - 1 == 0x180 - 0xc0, "one letter for each");

/* The next letter as it is filed, and past it. Two bytes hold all that is filed otherwise; the rest
 * may be compared byte by byte, UTF-8 keeps the order. */
static unsigned
next_letter(const unsigned char **text, const unsigned char *end)
{
    const unsigned char *t = *text;
    unsigned letter = *t++;

    if (letter >= 'A' && letter <= 'Z') {
        letter += 'a' - 'A';
    } else if (letter >= 0xc3 && letter <= 0xc5 && t < end) {
        letter = (unsigned char)filed_under[((letter & 0x1fu) << 6 | (*t & 0x3fu)) - 0xc0];
        t++;
    }
    *text = t;
    return letter;
}

static int
compare_names(void *data, int n_a, const void *a, int n_b, const void *b)
{
    const unsigned char *x = a, *y = b, *end_x = x + n_a, *end_y = y + n_b;

    (void)data;
    while (x < end_x && y < end_y) {
        const unsigned letter_x = next_letter(&x, end_x), letter_y = next_letter(&y, end_y);

        if (letter_x != letter_y)
            return letter_x < letter_y ? -1 : 1;
    }
    return (x < end_x) - (y < end_y);
}

int
lilt_store_add_collation(sqlite3 *db)
{
    return sqlite3_create_collation(db, "names", SQLITE_UTF8, NULL, compare_names);
}
