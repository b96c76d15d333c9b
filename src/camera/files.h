/* files.h - the pictures of one photo or video, decoded by GStreamer on its own threads. */
#pragma once

#include "picture.h"

typedef struct FileDecoder FileDecoder; /* used by one thread at a time */

/* Begin to decode. paced: by the clock, late pictures left out; else as fast as they are taken.
 * Error: LILT_E_FORMAT, LILT_E_IO, LILT_E_NOMEM, LILT_E_UNSUPPORTED in a build without GStreamer.
 */
LiltStatus file_decoder_open(const char *path, bool paced, LiltDiag *diag,
                             FileDecoder **ret_decoder);

/* A descriptor that is readable when file_decoder_next() has something new to say. */
int file_decoder_fd(const FileDecoder *decoder);

/* The next picture, its place in the file as time; sequence is left alone.
 * Error: LILT_E_TIMEOUT (none yet, wait for the descriptor), LILT_E_END, LILT_E_FORMAT, _NOMEM; the
 * picture is then as it was, or empty after _NOMEM. */
LiltStatus file_decoder_next(FileDecoder *decoder, bool colour, Picture *picture, LiltDiag *diag);

/* Once more from the start. */
LiltStatus file_decoder_rewind(FileDecoder *decoder, LiltDiag *diag);

void file_decoder_close(FileDecoder *decoder); /* NULL is fine */
