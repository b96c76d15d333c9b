/* scan_killer: stands in for lilt-scan and dies with it at a certain file. It runs the real one
 * ($REAL_SCAN), hands its answers on, and when the file in hand is named like $KILL_AT both are
 * killed, as a file would do it that makes libav crash. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
    const char *real = getenv("REAL_SCAN"), *kill_at = getenv("KILL_AT");
    int answers[2];
    char *line = NULL;
    size_t capacity = 0;
    FILE *in;

    if (argc < 1 || real == NULL || kill_at == NULL || pipe(answers) != 0)
        return 2;
    const pid_t child = fork();

    if (child == 0) {
        dup2(answers[1], STDOUT_FILENO);
        close(answers[0]);
        close(answers[1]);
        execv(real, argv);
        _exit(127);
    }
    close(answers[1]);
    close(STDIN_FILENO);
    in = fdopen(answers[0], "r");
    while (in != NULL && getline(&line, &capacity, in) > 0) {
        fputs(line, stdout);
        fflush(stdout);
        if (strncmp(line, "begin ", 6) == 0 && strstr(line, kill_at) != NULL) {
            kill(child, SIGKILL);
            raise(SIGKILL);
        }
    }
    return 0;
}
