/* moods.h - how the seven expressions are named, drawn and coloured in the window. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

typedef struct {
    const char *name;   /* "Happy": chosen by hand, or a playlist */
    const char *looks;  /* "Looks happy": what a camera may say */
    const char *sound;  /* what its music is like, in a few words */
    const char *icon;   /* the face */
    const char *style;  /* css class that colours a face, with "words" a text */
    const char *colour; /* name of the fill in the style sheet */
} LiltMoodLook;

/* The seven, in the order of menu and cards; keys Ctrl+1 to Ctrl+7 follow it. */
extern const LiltEmotion lilt_mood_order[LILT_N_EMOTIONS];

/* Texts are translated; static storage. LILT_EMOTION_UNKNOWN has a look too. */
LiltMoodLook lilt_mood_look(LiltEmotion emotion);

/* Make `widget` wear the mood's colour and no other mood's. */
void lilt_mood_dress(GtkWidget *widget, LiltEmotion emotion);

/* How a blend is called: "Calm". Static. */
const char *lilt_blend_name(const LiltBlend *blend);

/* The name of an emotion or a blend by its label, for a path's goal. Static. */
const char *lilt_goal_name(const char *label);
