/* found.h - the letters of a text that a search found. */
#pragma once

#include <pango/pango.h>

/* Where words of `text` begin with a word of `words`, case and accents aside: bold, and in `colour`
 * unless it is NULL. NULL when there is no such place; else pango_attr_list_unref(). */
PangoAttrList *lilt_found_letters(const char *text, const char *words, const PangoColor *colour);
