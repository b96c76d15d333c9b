/* Names, faces and colours of the seven expressions. The face always carries the meaning, the
 * colour only helps. */
#include "moods.h"

#include <glib/gi18n-lib.h>

const LiltEmotion lilt_mood_order[LILT_N_EMOTIONS] = {
    LILT_HAPPY, LILT_SURPRISE, LILT_NEUTRAL, LILT_SAD, LILT_ANGRY, LILT_FEAR, LILT_DISGUST,
};

static const LiltMoodLook looks[LILT_N_EMOTIONS] = {
    [LILT_ANGRY] = {N_("Angry"), N_("Looks angry"), N_("Loud, driving, low"), "face-angry-symbolic",
                    "mood-angry", "mood_angry"},
    [LILT_DISGUST] = {N_("Disgusted"), N_("Looks disgusted"), N_("Raw, crooked, sharp edges"),
                      "face-sick-symbolic", "mood-disgust", "mood_disgust"},
    [LILT_FEAR] = {N_("Afraid"), N_("Looks afraid"), N_("Tense strings, dark rooms"),
                   "face-worried-symbolic", "mood-fear", "mood_fear"},
    [LILT_HAPPY] = {N_("Happy"), N_("Looks happy"), N_("Bright, quick, mostly major"),
                    "face-smile-big-symbolic", "mood-happy", "mood_happy"},
    [LILT_SAD] = {N_("Sad"), N_("Looks sad"), N_("Slow, tender, minor"), "face-sad-symbolic",
                  "mood-sad", "mood_sad"},
    [LILT_SURPRISE] = {N_("Surprised"), N_("Looks surprised"), N_("Sudden turns, wide dynamics"),
                       "face-surprise-symbolic", "mood-surprise", "mood_surprise"},
    [LILT_NEUTRAL] = {N_("Neutral"), N_("Looks neutral"), N_("Easy company, nothing shouts"),
                      "face-plain-symbolic", "mood-neutral", "mood_neutral"},
};

static const LiltMoodLook unknown = {
    N_("Unknown"), N_("Can’t tell"), "", "face-uncertain-symbolic", "mood-unknown", "mood_unknown",
};

LiltMoodLook
lilt_mood_look(LiltEmotion emotion)
{
    LiltMoodLook look = emotion < 0 || emotion >= LILT_N_EMOTIONS ? unknown : looks[emotion];

    look.name = _(look.name);
    look.looks = _(look.looks);
    look.sound = *look.sound != '\0' ? _(look.sound) : "";
    return look;
}

void
lilt_mood_dress(GtkWidget *widget, LiltEmotion emotion)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        gtk_widget_remove_css_class(widget, looks[i].style);
    gtk_widget_remove_css_class(widget, unknown.style);
    gtk_widget_add_css_class(widget, lilt_mood_look(emotion).style);
}

const char *
lilt_blend_name(const LiltBlend *blend)
{
    static const struct {
        const char *label, *name;
    } names[LILT_N_BLENDS + LILT_N_PRESETS] = {
        {"calm", N_("Calm")},     {"content", N_("Content")},     {"excited", N_("Excited")},
        {"dreamy", N_("Dreamy")}, {"nostalgic", N_("Nostalgic")}, {"gloomy", N_("Gloomy")},
        {"tense", N_("Tense")},   {"workout", N_("Workout")},     {"unwind", N_("Unwind")},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_equal(names[i].label, blend->label))
            return _(names[i].name);
    return blend->label;
}

const char *
lilt_goal_name(const char *label)
{
    const LiltBlend *blend = lilt_blend_from_label(label);

    return blend != NULL ? lilt_blend_name(blend)
                         : lilt_mood_look(lilt_emotion_from_label(label)).name;
}
