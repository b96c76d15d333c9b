/* In place of files.c in a build without the desktop: files are understood, but cannot be decoded.
 */
#include "files.h"

LiltStatus
file_decoder_open(const char *path, bool paced, LiltDiag *diag, FileDecoder **ret_decoder)
{
    (void)paced, (void)ret_decoder;
    return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: this build has no GStreamer to read it with",
                     path);
}

int
file_decoder_fd(const FileDecoder *decoder)
{
    (void)decoder;
    return -1;
}

LiltStatus
file_decoder_next(FileDecoder *decoder, bool colour, Picture *picture, LiltDiag *diag)
{
    (void)decoder, (void)colour, (void)picture;
    return lilt_fail(diag, LILT_E_UNSUPPORTED, "no GStreamer");
}

LiltStatus
file_decoder_rewind(FileDecoder *decoder, LiltDiag *diag)
{
    (void)decoder;
    return lilt_fail(diag, LILT_E_UNSUPPORTED, "no GStreamer");
}

void
file_decoder_close(FileDecoder *decoder)
{
    (void)decoder;
}
