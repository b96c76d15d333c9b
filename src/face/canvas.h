/* canvas.h - a part of a picture, shrunk and laid down turned or mirrored for the cascades, which
 * know faces only as they stand upright; and the way back into the picture. */
#pragma once

#include "lilt/face.h"

/* The square round the face's middle that is `larger` times its size, as far as it lies in the
 * picture. */
LiltBox canvas_part_round(LiltGrey picture, LiltBox face, float larger);

typedef struct {
    LiltGrey copy;     /* the part, shrunk */
    float left, top;   /* of the part in the picture */
    float scale;       /* pixels of the picture in one of the copy's */
    float x, y;        /* the copy's point that comes to the middle of the canvas */
    int width, height; /* of the canvas */
    uint8_t *pixels;   /* the canvas */
} Canvas;

/* How the copy is laid down. */
typedef struct {
    float turn_deg; /* a face that leans clockwise by this stands upright */
    bool mirrored;  /* left and right change places: the other profile */
} Laying;

/* The part of the picture at `scale`, its middle in that of the canvas. False when memory is short;
 * canvas_clear() is fine then too. */
bool canvas_init(Canvas *canvas, LiltGrey picture, LiltBox part, float scale, int width,
                 int height);
/* The same for what lies `around` sides of a face's box round its middle, on a square canvas. */
bool canvas_init_round(Canvas *canvas, LiltGrey picture, LiltBox face, float around, float scale,
                       int canvas_px);
/* The same for a face that may lean: the canvas is one and a half of its sides large. */
bool canvas_init_turned(Canvas *canvas, LiltGrey picture, LiltBox face, float scale);
void canvas_clear(Canvas *canvas);

/* Draw the copy, its edge repeated round it. */
LiltGrey canvas_draw(const Canvas *canvas, Laying laying);

/* The face in the picture that the cascade sees at `box` of the canvas; it is drawn as a square. */
LiltFace canvas_face(const Canvas *canvas, Laying laying, LiltBox box);
