#include "word.h"

#include <semaphore.h>
#include <time.h>

static sem_t word;

void
word_begin(void)
{
    sem_init(&word, 0, 0);
}

void
word_post(void *data)
{
    (void)data;
    sem_post(&word);
}

bool
word_wait(int most_seconds)
{
    struct timespec deadline;

    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += most_seconds;
    return sem_timedwait(&word, &deadline) == 0;
}
