/* json.h - pieces of the JSON lines that verbs print. */
#pragma once

#include <stdio.h>

#include "lilt/base.h"

/* The text in quotes. Bytes from 0x80 on are handed through: paths are UTF-8 or nearly so. */
void lab_json_text(FILE *out, const char *text);

/* [a,b,...]; n > 0. */
void lab_json_floats(FILE *out, const float *values, size_t n);

/* The label in quotes, or null for LILT_EMOTION_UNKNOWN. */
void lab_json_label(FILE *out, LiltEmotion emotion);
