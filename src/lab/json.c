/* The little JSON that verbs print by hand. */
#include "json.h"

void
lab_json_text(FILE *out, const char *text)
{
    putc('"', out);
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            fprintf(out, "\\%c", *c);
        else if (*c < 0x20 || *c == 0x7f)
            fprintf(out, "\\u%04x", *c);
        else
            putc(*c, out);
    }
    putc('"', out);
}

void
lab_json_floats(FILE *out, const float *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%c%.5g", i == 0 ? '[' : ',', (double)values[i]);
    putc(']', out);
}

void
lab_json_label(FILE *out, LiltEmotion emotion)
{
    if (emotion == LILT_EMOTION_UNKNOWN)
        fputs("null", out);
    else
        fprintf(out, "\"%s\"", lilt_emotion_label(emotion));
}
