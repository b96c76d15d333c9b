/* Waiting and asking. */
#include "ask.h"

#include "check.h"

static gboolean
set_flag(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

static gboolean
wake_up(gpointer data)
{
    (void)data;
    return G_SOURCE_CONTINUE; /* the condition is looked at after each turn of the loop */
}

void
run_for(guint ms)
{
    gboolean over = FALSE;

    g_timeout_add(ms, set_flag, &over);
    while (!over)
        g_main_context_iteration(NULL, TRUE);
}

gboolean
run_until(gboolean (*done)(gpointer data), gpointer data, guint seconds)
{
    gboolean over = FALSE;
    const guint timer = g_timeout_add_seconds(seconds, set_flag, &over);
    const guint ticker = g_timeout_add(20, wake_up, NULL);

    while (!over && !done(data))
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(ticker);
    if (!over)
        g_source_remove(timer);
    return done(data);
}

static void
on_done(GObject *program, GAsyncResult *result, gpointer data)
{
    char **words = data;

    g_subprocess_communicate_utf8_finish(G_SUBPROCESS(program), result, words, NULL, NULL);
    if (*words == NULL)
        *words = g_strdup("");
}

char *
ask(const char *command)
{
    g_auto(GStrv) arguments = NULL;
    char *words = NULL;

    g_shell_parse_argv(command, NULL, &arguments, NULL);
    g_autoptr(GSubprocess) program = g_subprocess_newv((const char *const *)arguments,
                                                       G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);

    if (program == NULL)
        SKIP("%s is not installed", arguments[0]);
    g_subprocess_communicate_utf8_async(program, NULL, NULL, on_done, &words);
    while (words == NULL)
        g_main_context_iteration(NULL, TRUE);
    return g_strchomp(words);
}
