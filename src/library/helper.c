/* Driving lilt-scan. It gets one path at a time, so neither pipe can fill up and block both sides,
 * and the file in hand when it dies is always known. $LILT_SCAN_PROGRAM names another helper.
 *
 * It inherits our descriptors (most close by themselves) and closes them itself: then GLib starts
 * it by vfork. After a fork every page that a thread writes to has to be made its own again, which
 * cost the main loop some 20 ms at each start. */
#include "helper.h"

#include <signal.h>
#include <string.h>

struct Helper {
    char *covers;
    gboolean heard;
    GSubprocess *process; /* NULL: not running */
    GDataInputStream *out;
    LiltScanReader *reader;
    LiltScanRecord dead; /* what is said of a file that killed the helper */
    char *why;
};

Helper *
helper_new(const char *covers, gboolean heard)
{
    Helper *self = g_new0(Helper, 1);

    self->heard = heard;
    self->covers = g_strdup(covers);
    return self;
}

static gboolean
find_program(char *program, gsize n, GError **error)
{
    const char *chosen = g_getenv("LILT_SCAN_PROGRAM");
    LiltDiag diag;

    if (chosen != NULL) {
        g_strlcpy(program, chosen, n);
    } else if (lilt_place_program("lilt-scan", &diag, program, n) != LILT_OK) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, diag.text);
        return FALSE;
    }
    return TRUE;
}

static gboolean
start(Helper *self, GError **error)
{
    char program[4096];

    if (self->process != NULL)
        return TRUE;
    if (!find_program(program, sizeof program, error))
        return FALSE;
    const char *const heard[] = {program, "--covers", self->covers, NULL};
    const char *const tags[] = {program, "--tags", "--covers", self->covers, NULL};

    self->process = g_subprocess_newv(self->heard ? heard : tags,
                                      G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                          G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                          G_SUBPROCESS_FLAGS_INHERIT_FDS,
                                      error);
    if (self->process == NULL)
        return FALSE;
    self->out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(self->process));
    g_data_input_stream_set_newline_type(self->out, G_DATA_STREAM_NEWLINE_TYPE_LF);
    self->reader = lilt_scan_reader_new();
    return TRUE;
}

/* End the process if it has not ended by itself, and note how it went. */
static void
stop(Helper *self)
{
    if (self->process == NULL)
        return;
    g_output_stream_close(g_subprocess_get_stdin_pipe(self->process), NULL, NULL);
    g_input_stream_close(G_INPUT_STREAM(self->out), NULL, NULL);
    g_subprocess_force_exit(self->process);
    g_subprocess_wait(self->process, NULL, NULL);
    g_clear_object(&self->out);
    g_clear_object(&self->process);
    g_clear_pointer(&self->reader, lilt_scan_reader_free);
}

/* The helper closed its output: wait for its end and put it into words. */
static char *
describe_end(Helper *self)
{
    g_subprocess_wait(self->process, NULL, NULL);
    if (g_subprocess_get_if_signaled(self->process)) {
        const int number = g_subprocess_get_term_sig(self->process);

        if (number == SIGXCPU)
            return g_strdup("reading it took too long");
        return g_strdup_printf("it ended the reader (%s)", g_strsignal(number));
    }
    return g_strdup_printf("it ended the reader (exit code %d)",
                           g_subprocess_get_exit_status(self->process));
}

typedef enum {
    ANSWERED,
    DIED_IN_FILE,     /* after it had begun the file */
    DIED_BEFORE_FILE, /* the file is not to blame */
    BROKE_OFF,        /* `error` is set */
} Outcome;

static gboolean
send_path(Helper *self, const char *path, GCancellable *cancellable, GError **error)
{
    return g_output_stream_write_all(g_subprocess_get_stdin_pipe(self->process), path,
                                     strlen(path) + 1, NULL, cancellable, error);
}

static Outcome
ask(Helper *self, const char *path, GCancellable *cancellable, const LiltScanRecord **ret_record,
    GError **error)
{
    gboolean begun = FALSE;
    g_autoptr(GError) problem = NULL;

    if (!send_path(self, path, cancellable, &problem)) {
        if (!g_error_matches(problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            return DIED_BEFORE_FILE;
        g_propagate_error(error, g_steal_pointer(&problem));
        return BROKE_OFF;
    }
    for (;;) {
        g_autofree char *line = g_data_input_stream_read_line(self->out, NULL, cancellable,
                                                              &problem);

        if (problem != NULL) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return BROKE_OFF;
        }
        if (line == NULL)
            return begun ? DIED_IN_FILE : DIED_BEFORE_FILE;
        begun = TRUE;
        if (lilt_scan_reader_line(self->reader, line, ret_record) != LILT_OK) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        "the helper lilt-scan answers nonsense about %s", path);
            return BROKE_OFF;
        }
        if (*ret_record != NULL)
            return ANSWERED;
    }
}

/* A record that puts the file aside. */
static const LiltScanRecord *
blame(Helper *self, const char *path)
{
    g_free(self->why);
    self->why = describe_end(self);
    self->dead = (LiltScanRecord){.path = path, .why = self->why};
    return &self->dead;
}

const LiltScanRecord *
helper_read(Helper *self, const char *path, GCancellable *cancellable, GError **error)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        const LiltScanRecord *record = NULL;

        if (!start(self, error))
            return NULL;
        switch (ask(self, path, cancellable, &record, error)) {
        case ANSWERED:
            return record;
        case DIED_IN_FILE:
            record = blame(self, path);
            stop(self);
            return record;
        case DIED_BEFORE_FILE:
            stop(self);
            break;
        case BROKE_OFF:
            stop(self);
            return NULL;
        }
    }
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                        "the helper lilt-scan ends as soon as it is started");
    return NULL;
}

void
helper_free(Helper *self)
{
    if (self == NULL)
        return;
    stop(self);
    g_free(self->covers);
    g_free(self->why);
    g_free(self);
}

/* ---- for one file ---------------------------------------------------------------------------- */

/* Its own words, or what the system says of its end. */
static void
set_failure(GSubprocess *process, const char *path, char *words, GError **error)
{
    if (!g_subprocess_get_if_exited(process))
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: it ended the reader (%s)", path,
                    g_strsignal(g_subprocess_get_term_sig(process)));
    else
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strchomp(words));
}

gboolean
helper_run(const char *const *arguments, const char *path, GCancellable *cancellable,
           char **ret_out, GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GSubprocess) process = NULL;
    g_autofree char *out = NULL, *words = NULL;
    char program[4096];

    if (!find_program(program, sizeof program, error))
        return FALSE;
    g_ptr_array_add(argv, program);
    for (gsize i = 0; arguments[i] != NULL; i++)
        g_ptr_array_add(argv, (gpointer)arguments[i]);
    g_ptr_array_add(argv, NULL);
    process = g_subprocess_newv((const char *const *)argv->pdata,
                                G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
                                    G_SUBPROCESS_FLAGS_INHERIT_FDS,
                                error);
    if (process == NULL)
        return FALSE;
    if (!g_subprocess_communicate_utf8(process, NULL, cancellable, &out, &words, error)) {
        g_subprocess_force_exit(process);
        g_subprocess_wait(process, NULL, NULL);
        return FALSE;
    }
    if (!g_subprocess_get_successful(process)) {
        set_failure(process, path, words, error);
        return FALSE;
    }
    *ret_out = g_steal_pointer(&out);
    return TRUE;
}
