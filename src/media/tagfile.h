/* tagfile.h - TagLib behind a C door: the texts of a file's tags, read and written in place. Safety
 * is retag.c's affair. Nothing here throws. */
#pragma once

#include "lilt/media.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All tags of the file; the caller clears them.
 * Error: LILT_E_UNSUPPORTED: TagLib does not know this kind of file; _NOMEM. */
LiltStatus lilt_tagfile_read(const char *path, LiltDiag *diag, LiltMediaTexts *ret_texts);

/* Write the tags that are not NULL into the file, and nothing else. Error: also LILT_E_IO. */
LiltStatus lilt_tagfile_write(const char *path, const LiltMediaTexts *texts, LiltDiag *diag);

#ifdef __cplusplus
}
#endif
