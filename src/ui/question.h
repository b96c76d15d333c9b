/* question.h - a question with two answers: to leave it, or to do it. */
#pragma once

#include <adwaita.h>

/* A dialog over `parent` with the answers "cancel", which closing it gives as well, and "ok", which
 * is called `ok` (with a mnemonic) and looks as `appearance` says. body: a sentence more, or NULL.
 * Floating; show it by lilt_question_ask(). */
GtkWidget *lilt_question_new(GtkWindow *parent, const char *heading, const char *body,
                             const char *ok, AdwResponseAppearance appearance);

/* Present it. Nothing may be added to it afterwards. */
void lilt_question_ask(GtkWidget *question);
