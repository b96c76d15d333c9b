/* Protocol Buffers: a field is its number and wire type as one varint, then the value. */
#include "proto.h"

#include <stdlib.h>
#include <string.h>

enum { WIRE_VARINT = 0, WIRE_BYTES = 2, WIRE_32_BITS = 5 };

/* Room for n more bytes, to be filled by the caller; NULL when memory is short. */
static unsigned char *
extend(Proto *proto, size_t n)
{
    if (proto->capacity - proto->n < n) {
        const size_t capacity = 2 * (proto->n + n);
        unsigned char *bytes = proto->failed ? NULL : realloc(proto->bytes, capacity);

        if (bytes == NULL) {
            proto->failed = true;
            return NULL;
        }
        proto->bytes = bytes;
        proto->capacity = capacity;
    }
    proto->n += n;
    return proto->bytes + proto->n - n;
}

/* Seven bits a byte, the lowest first; the top bit says that more follow. */
static void
put_varint(Proto *proto, uint64_t value)
{
    unsigned char text[10];
    size_t n = 0;

    for (; value >= 0x80; value >>= 7)
        text[n++] = (unsigned char)(value | 0x80);
    text[n++] = (unsigned char)value;
    unsigned char *to = extend(proto, n);

    if (to != NULL)
        memcpy(to, text, n);
}

static void
put_tag(Proto *proto, unsigned field, unsigned wire)
{
    put_varint(proto, (uint64_t)field << 3 | wire);
}

static void
put_float(unsigned char *to, float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(bits >> 8 * i);
}

static void
put_bytes(Proto *proto, unsigned field, const void *bytes, size_t n)
{
    put_tag(proto, field, WIRE_BYTES);
    put_varint(proto, n);
    unsigned char *to = extend(proto, n);

    if (to != NULL && n > 0)
        memcpy(to, bytes, n);
}

void
proto_int(Proto *proto, unsigned field, uint64_t value)
{
    put_tag(proto, field, WIRE_VARINT);
    put_varint(proto, value);
}

void
proto_float(Proto *proto, unsigned field, float value)
{
    put_tag(proto, field, WIRE_32_BITS);
    unsigned char *to = extend(proto, 4);

    if (to != NULL)
        put_float(to, value);
}

void
proto_text(Proto *proto, unsigned field, const char *text)
{
    put_bytes(proto, field, text, strlen(text));
}

void
proto_message(Proto *proto, unsigned field, Proto *inner)
{
    put_bytes(proto, field, inner->bytes, inner->n);
    proto->failed |= inner->failed;
    proto_clear(inner);
}

void
proto_floats(Proto *proto, unsigned field, const float *values, size_t n, float factor)
{
    put_tag(proto, field, WIRE_BYTES);
    put_varint(proto, 4 * n);
    unsigned char *to = extend(proto, 4 * n);

    for (size_t i = 0; to != NULL && i < n; i++)
        put_float(to + 4 * i, values[i] * factor);
}

void
proto_clear(Proto *proto)
{
    free(proto->bytes);
    *proto = (Proto){0};
}
