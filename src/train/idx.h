/* idx.h - arrays of bytes in the IDX format of MNIST: two zero bytes, type 8, number of dimensions,
 * big-endian sizes, bytes. */
#pragma once

#include "lilt/base.h"

/* Read DIR/NAME, whose items have `item_bytes` bytes each. *ret_n: 0 takes the file's count of
 * items, else it must agree. Owner: *ret_bytes is the caller's to free. Error: LILT_E_ABSENT, _IO,
 * _FORMAT, _NOMEM; `diag` names the file. */
LiltStatus idx_read(const char *dir, const char *name, size_t n_dims, size_t item_bytes,
                    LiltDiag *diag, size_t *ret_n, uint8_t **ret_bytes);
