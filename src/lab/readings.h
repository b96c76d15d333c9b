/* readings.h - a session as readings, without pictures: a text file, a reading a line. */
#pragma once

#include <stdio.h>

#include "lilt/emotion.h"

/* A new file, to be written. Error: LILT_E_IO and its kin. */
LiltStatus lab_readings_create(const char *path, LiltDiag *diag, FILE **ret_file);

/* What a reading saw; what was made of it is left out. Numbers are written so that the very same
 * come back. */
void lab_readings_write(FILE *file, const LiltReading *reading);

LiltStatus lab_readings_close(FILE *file); /* Error: LILT_E_IO, not all could be written */

/* Open a file for reading. Error: LILT_E_IO, _FORMAT. */
LiltStatus lab_readings_open(const char *path, LiltDiag *diag, FILE **ret_file);

/* The next reading. Error: LILT_E_END, _FORMAT (`diag` names file and line). */
LiltStatus lab_readings_read(FILE *file, const char *path, long line, LiltDiag *diag,
                             LiltReading *ret_reading);
