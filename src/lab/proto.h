/* proto.h - write Protocol Buffers messages (protobuf.dev/programming-guides/encoding), as far as
 * ONNX files need them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A message being written: its bytes so far. Starts as {0}. When memory runs short, `failed` is set
 * and further fields are dropped, so that a writer asks once, at the end. */
typedef struct {
    unsigned char *bytes;
    size_t n, capacity;
    bool failed;
} Proto;

/* Add field number `field`. A message is taken over: `inner` is empty again afterwards. */
void proto_int(Proto *proto, unsigned field, uint64_t value);
void proto_float(Proto *proto, unsigned field, float value);
void proto_text(Proto *proto, unsigned field, const char *text);
void proto_message(Proto *proto, unsigned field, Proto *inner);

/* A bytes field with n floats, each times `factor`, little-endian. */
void proto_floats(Proto *proto, unsigned field, const float *values, size_t n, float factor);

void proto_clear(Proto *proto); /* gives the memory back */
