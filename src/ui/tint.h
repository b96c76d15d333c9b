/* tint.h - the cover tints the ground and the accent: two hues of it mixed into the window's
 * colour, and its liveliest hue moved in lightness until text on it can be read. A grey cover, or
 * none, leaves the colours of the style sheet. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct LiltTint LiltTint;

/* Works on the default display. */
LiltTint *lilt_tint_new(void);

/* Take the colours of this picture, in a while; NULL: the style sheet's own. */
void lilt_tint_follow(LiltTint *tint, const char *path);
void lilt_tint_free(LiltTint *tint); /* NULL is fine */

/* ---- the arithmetic, apart for tests --------------------------------------------------------- */

typedef struct {
    GdkRGBA ground_a, ground_b;  /* the two ends of the gradient */
    GdkRGBA accent_fill, accent; /* under white text; as text on the grounds */
} LiltTintColours;

/* From the pixels of a small picture. False: too grey to tint. */
gboolean lilt_tint_find(const GdkPixbuf *picture, gboolean dark, LiltTintColours *ret_colours);

/* WCAG 2 contrast of two opaque colours, 1..21. */
double lilt_tint_contrast(const GdkRGBA *a, const GdkRGBA *b);

G_END_DECLS
