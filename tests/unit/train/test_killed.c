/* A real lilt-lab train, killed or interrupted at moments of chance and resumed, leaves the very
 * model of one that nobody disturbed. */
#include "check.h"
#include "lilt/nn.h"
#include "make_faces.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { N_KILLS = 5, N_EPOCHS = 12 };

/* Start a run towards `out`; what it says goes to out.log. */
static pid_t
start(const char *out)
{
    char *argv[] = {
        "lilt-lab", "train",
        "--data",   (char *)check_temp_dir(),
        "--out",    (char *)out,
        "--recipe", "fast",
        "--set",    "layers=conv 4, pool 2, pool 2, conv 8, pool 2, dropout 0.2, linear 16",
        "--set",    "mixup=0.2",
        "--set",    "erase=0.5",
        "--set",    "erase_area=0.2",
        "--epochs", "12",
        "--resume", "--threads",
        "2",        NULL};
    char log[600];
    posix_spawn_file_actions_t actions;
    pid_t pid = 0;

    snprintf(log, sizeof log, "%s.log", out);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    const int error = posix_spawn(&pid, LILT_LAB, &actions, NULL, argv, environ);

    posix_spawn_file_actions_destroy(&actions);
    if (!CHECK(error == 0, "%s: %s", LILT_LAB, strerror(error)))
        exit(1);
    return pid;
}

static int
await(pid_t pid)
{
    int status = 0;

    waitpid(pid, &status, 0);
    return status;
}

static void
pause_us(int64_t us)
{
    const struct timespec wait = {us / 1000000, us % 1000000 * 1000};

    nanosleep(&wait, NULL);
}

/* Which file the checkpoint is; each one is written anew and takes the old one's place. 0: none. */
static ino_t
checkpoint_of(const char *out)
{
    char path[600];
    struct stat info;

    snprintf(path, sizeof path, "%s.checkpoint", out);
    return stat(path, &info) == 0 ? info.st_ino : 0;
}

/* Let the run get through an epoch, and break it off within `most_us` after that. False if it ended
 * by itself. */
static bool
break_off(const char *out, int signal_number, int64_t most_us, LiltRng *rng)
{
    const ino_t before = checkpoint_of(out);
    const pid_t pid = start(out);
    siginfo_t ended = {.si_pid = 0};

    while (checkpoint_of(out) == before && ended.si_pid == 0) {
        pause_us(2000);
        waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG | WNOWAIT);
    }
    pause_us((int64_t)((double)lilt_rng_unit(rng) * (double)most_us));
    kill(pid, signal_number);
    return await(pid) != 0;
}

static unsigned char *
slurp(const char *path, size_t *ret_n)
{
    static const size_t most = 1 << 22;
    unsigned char *bytes = malloc(most);
    FILE *file = fopen(path, "rb");

    if (!CHECK(bytes != NULL && file != NULL, "%s", path))
        exit(1);
    *ret_n = fread(bytes, 1, most, file);
    fclose(file);
    return bytes;
}

static void
check_same_file(const char *one, const char *other)
{
    size_t n, m;
    unsigned char *a = slurp(one, &n), *b = slurp(other, &m);

    CHECK(n == m && n > 10000, "%zu and %zu bytes", n, m);
    CHECK_BYTES(a, b, n < m ? n : m, "%s", one);
    free(a);
    free(b);
}

TEST(a_killed_run_resumes_to_the_same_bytes)
{
    LiltRng rng = lilt_rng_new(check_seed(), 9);
    char whole[512], broken[512];
    int n_broken = 0;

    snprintf(whole, sizeof whole, "%s/whole", check_temp_dir());
    snprintf(broken, sizeof broken, "%s/broken", check_temp_dir());
    write_faces(make_faces(), check_temp_dir(), "train");
    const int64_t begun = lilt_clock_us();

    REQUIRE(await(start(whole)) == 0, "undisturbed");
    const int64_t took_us = lilt_clock_us() - begun;

    for (int i = 0; i < N_KILLS; i++)
        n_broken += break_off(broken, i % 2 == 0 ? SIGKILL : SIGINT, took_us / N_EPOCHS, &rng);
    printf("%d times broken off, an undisturbed run takes %.2f s\n", n_broken,
           (double)took_us * 1e-6);
    CHECK(n_broken >= 2, "broken off %d times", n_broken);
    REQUIRE(await(start(broken)) == 0, "to the end");
    check_same_file(whole, broken);
}

TEST_MAIN()
