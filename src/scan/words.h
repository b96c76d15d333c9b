/* words.h - how bright the words of a song are. */
#pragma once

/* -1 heavy .. 1 bright, by the words of data/lyric-words.def, the more surely the more of them
 * there are; 0 when there are hardly any, as in languages it does not know. lyrics: UTF-8, plain or
 * LRC. */
float lilt_words_brightness(const char *lyrics);
