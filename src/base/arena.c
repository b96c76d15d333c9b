/* Memory handed out from the front of large blocks and given back all at once. */
#include "lilt/base.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGN = 64 };

typedef struct Block {
    struct Block *next;
    size_t used, size; /* bytes of `data` */
    unsigned char *data;
} Block;

struct LiltArena {
    Block *first, *current; /* blocks after `current` are empty */
};

static Block *
block_new(size_t size)
{
    Block *block = malloc(sizeof *block);

    if (block == NULL)
        return NULL;
    *block = (Block){.size = size, .data = aligned_alloc(ALIGN, size)};
    if (block->data == NULL) {
        free(block);
        return NULL;
    }
    return block;
}

/* The next multiple of ALIGN, or 0 when that does not fit into a size_t. */
static size_t
round_up(size_t bytes)
{
    return bytes > SIZE_MAX - ALIGN ? 0 : (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

LiltArena *
lilt_arena_new(size_t block_bytes)
{
    LiltArena *arena = malloc(sizeof *arena);
    const size_t size = round_up(block_bytes > 0 ? block_bytes : 1);

    if (arena == NULL)
        return NULL;
    arena->first = arena->current = size > 0 ? block_new(size) : NULL;
    if (arena->first == NULL) {
        free(arena);
        return NULL;
    }
    return arena;
}

void *
lilt_arena_alloc(LiltArena *arena, size_t bytes)
{
    const size_t wanted = round_up(bytes > 0 ? bytes : 1);

    if (wanted == 0)
        return NULL;
    while (arena->current->size - arena->current->used < wanted) {
        Block *block = arena->current->next;

        if (block == NULL) {
            const size_t twice = arena->current->size <= SIZE_MAX / 2 ? 2 * arena->current->size
                                                                      : 0;

            block = block_new(twice > wanted ? twice : wanted);
            if (block == NULL)
                return NULL;
            arena->current->next = block;
        }
        arena->current = block;
    }
    void *given = arena->current->data + arena->current->used;

    arena->current->used += wanted;
    return given;
}

char *
lilt_arena_strdup(LiltArena *arena, const char *text)
{
    const size_t bytes = strlen(text) + 1;
    char *copy = lilt_arena_alloc(arena, bytes);

    return copy != NULL ? memcpy(copy, text, bytes) : NULL;
}

void
lilt_arena_reset(LiltArena *arena)
{
    for (Block *block = arena->first; block != NULL; block = block->next)
        block->used = 0;
    arena->current = arena->first;
}

void
lilt_arena_free(LiltArena *arena)
{
    if (arena == NULL)
        return;
    for (Block *block = arena->first, *next; block != NULL; block = next) {
        next = block->next;
        free(block->data);
        free(block);
    }
    free(arena);
}
