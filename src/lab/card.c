/* The card's tables, and the place they stand in. */
#include "card.h"

#include <glib.h>
#include <string.h>

void
card_figures(FILE *out, size_t n, const CardRow *rows)
{
    fputs("| images | n | accuracy | macro F1 | calibration error |\n"
          "| --- | --- | --- | --- | --- |\n",
          out);
    for (size_t i = 0; i < n; i++) {
        const LiltMetrics *m = &rows[i].metrics;

        fprintf(out, "| %s | %zu | %.1f %% | %.3f | %.3f |\n", rows[i].faces, m->n,
                100.0 * m->accuracy, m->macro_f1, m->ece);
    }
    fputc('\n', out);
}

static void
print_heading(FILE *out, const char *first)
{
    fprintf(out, "| %s |", first);
    for (int c = 0; c < LILT_N_EMOTIONS; c++)
        fprintf(out, " %s |", lilt_emotion_label((LiltEmotion)c));
    fputs("\n| --- |", out);
    for (int c = 0; c < LILT_N_EMOTIONS; c++)
        fputs(" --- |", out);
    fputc('\n', out);
}

static void
print_row(FILE *out, const char *name, const double *values)
{
    fprintf(out, "| %s |", name);
    for (int c = 0; c < LILT_N_EMOTIONS; c++)
        fprintf(out, " %.3f |", values[c]);
    fputc('\n', out);
}

/* "27-33 % sure: 31 % of 45 right; ..." */
static void
print_reliability(FILE *out, const LiltMetrics *m)
{
    const char *between = "";

    fputs("How sure it is, and how often it is then right: ", out);
    for (int b = 0; b < LILT_N_BINS; b++) {
        if (m->bins[b].n == 0)
            continue;
        fprintf(out, "%s%.0f %% sure, %.0f %% of %zu right", between, 100.0 * m->bins[b].confidence,
                100.0 * (double)m->bins[b].n_right / (double)m->bins[b].n, m->bins[b].n);
        between = "; ";
    }
    fputs(".\n\n", out);
}

void
card_classes(FILE *out, const CardRow *row)
{
    const LiltMetrics *m = &row->metrics;

    print_heading(out, row->faces);
    print_row(out, "precision", m->precision);
    print_row(out, "recall", m->recall);
    print_row(out, "F1", m->f1);
    for (int label = 0; label < LILT_N_EMOTIONS; label++) {
        fprintf(out, "| *is %s, said:* |", lilt_emotion_label((LiltEmotion)label));
        for (int said = 0; said < LILT_N_EMOTIONS; said++)
            fprintf(out, " %zu |", m->confusion[label][said]);
        fputc('\n', out);
    }
    fputc('\n', out);
    print_reliability(out, m);
}

void
card_ablation(FILE *out, const char *model)
{
    g_autofree char *folder = g_path_get_dirname(model);
    g_autofree char *path = g_build_filename(folder, "ablation.csv", NULL), *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return;
    g_auto(GStrv) rows = g_strsplit(g_strstrip(text), "\n", -1);

    fputs("What was changed, and what it brought, a run each:\n\n", out);
    for (size_t i = 0; rows[i] != NULL; i++) {
        g_auto(GStrv) fields = g_strsplit(rows[i], ",", -1);
        g_autofree char *line = g_strjoinv(" | ", fields);

        fprintf(out, "| %s |\n", line);
        for (size_t f = 0; i == 0 && fields[f] != NULL; f++)
            fputs(f == 0 ? "| --- |" : " --- |", out);
        fputs(i == 0 ? "\n" : "", out);
    }
    fputc('\n', out);
}

LiltStatus
card_update(const char *path, const char *text, LiltDiag *diag)
{
    static const char begin[] = "<!-- card -->\n", end[] = "<!-- end of card -->\n";
    g_autoptr(GError) error = NULL;
    g_autofree char *old = NULL;

    if (!g_file_get_contents(path, &old, NULL, &error))
        return lilt_fail(diag, LILT_E_ABSENT, "%s", error->message);
    char *from = strstr(old, begin), *to = from != NULL ? strstr(from, end) : NULL;

    if (to == NULL)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: has no lines %.13s and %.20s", path, begin, end);
    *from = '\0';
    g_autofree char *whole = g_strconcat(old, begin, text, to, NULL);

    if (!g_file_set_contents(path, whole, -1, &error))
        return lilt_fail(diag, LILT_E_IO, "%s", error->message);
    return LILT_OK;
}
