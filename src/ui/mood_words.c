/* The table of states, as sentences. The states are asked in the order of their rank: a hand
 * chosen mood wins over everything, then trouble with the camera, then what it sees. */
#include "mood_words.h"

#include <glib/gi18n-lib.h>

#include "moods.h"

static const double sure_from[] = {0.75, 0.55, 0.40}; /* quite, fairly, not very */

const char *
lilt_sureness_word(double confidence)
{
    if (confidence >= sure_from[0])
        return _("Quite sure");
    if (confidence >= sure_from[1])
        return _("Fairly sure");
    if (confidence >= sure_from[2])
        return _("Not very sure");
    return _("Can’t tell");
}

static guint
sureness_bars(double confidence)
{
    guint bars = 4;

    for (gsize i = 0; i < G_N_ELEMENTS(sure_from) && confidence < sure_from[i]; i++)
        bars--;
    return bars;
}

const char *
lilt_policy_sentence(LiltPolicy policy)
{
    switch (policy) {
    case LILT_POLICY_LIFT:
        return _("Each song a little brighter than you look.");
    case LILT_POLICY_PATH:
        return _("Step by step to where you want to be.");
    case LILT_POLICY_HOLD:
        return _("Keeps this playlist, whatever your face does.");
    case LILT_POLICY_MATCH:
    default:
        return _("Songs that go with the mood.");
    }
}

char *
lilt_plan_markup(const LiltMoodView *view)
{
    const gboolean negative = view->mood.label != LILT_EMOTION_UNKNOWN &&
                              view->mood.point.valence < 0.0f;
    g_autofree char *goal = NULL;

    if (view->policy == LILT_POLICY_LIFT && negative)
        return g_strdup(_("<b>Lifting</b>: a little brighter with each song"));
    if (view->policy != LILT_POLICY_PATH)
        return g_markup_escape_text(lilt_policy_sentence(view->policy), -1);
    goal = g_utf8_strdown(lilt_goal_name(view->goal_label), -1);
    if (view->path_left == 0)
        return g_strdup_printf(_("<b>Path to %s</b>: there"), goal);
    return g_strdup_printf(ngettext("<b>Path to %s</b>: %u more song",
                                    "<b>Path to %s</b>: %u more songs", view->path_left),
                           goal, view->path_left);
}

/* A state without a face: three fixed texts and an icon. */
static void
say(LiltMoodWords *words, const char *icon, const char *word, const char *from,
    const char *sentence)
{
    words->icon = icon;
    words->word = g_strdup(word);
    words->from = g_strdup(from);
    words->detail = g_strdup(from);
    words->sentence = g_strdup(sentence);
}

/* "4 min" since the mood came into force, or NULL while that is under a minute. */
static char *
age_text(const LiltMoodView *view, gint64 now_us)
{
    const gint64 minutes = (now_us - view->since_us) / (60 * G_USEC_PER_SEC);

    if (view->since_us <= 0 || minutes < 1)
        return NULL;
    if (minutes < 60)
        return g_strdup_printf(_("%d min"), (int)minutes);
    return g_strdup_printf(_("%d h"), (int)(minutes / 60));
}

static char *
with_age(const char *text, const LiltMoodView *view, gint64 now_us)
{
    g_autofree char *age = age_text(view, now_us);

    return age != NULL ? g_strdup_printf("%s · %s", text, age) : g_strdup(text);
}

/* Trouble, or no camera at all. True when there was something to say. */
static gboolean
say_camera(const LiltMoodView *view, gboolean scanning, LiltMoodWords *words)
{
    static const struct {
        LiltCameraState state;
        const char *icon, *word, *from, *sentence;
    } table[] = {
        {LILT_CAMERA_OFF, "face-smile-symbolic", N_("Pick a mood"), N_("Camera off"),
         N_("Everything else works.")},
        {LILT_CAMERA_NOT_ALLOWED, "face-smile-symbolic", N_("Pick a mood"),
         N_("Camera not allowed"), N_("Everything else works.")},
        {LILT_CAMERA_NOT_ASKED, "face-smile-symbolic", N_("Pick a mood"), N_("Camera not allowed"),
         N_("Everything else works.")},
        {LILT_CAMERA_NONE, "face-smile-symbolic", N_("Pick a mood"), N_("No camera found"),
         N_("Everything else works.")},
        {LILT_CAMERA_BUSY, "camera-disabled-symbolic", N_("Camera busy"),
         N_("Another program has it"), N_("Lilt tries again by itself.")},
        {LILT_CAMERA_GONE, "camera-disabled-symbolic", N_("Camera gone"),
         N_("Unplugged · music goes on"), N_("Plug it in again and Lilt goes on by itself.")},
        {LILT_CAMERA_COVERED, "view-conceal-symbolic", N_("Lens covered"),
         N_("Uncover it to go on"), N_("Lilt has closed the camera and waits.")},
        {LILT_CAMERA_FROZEN, "camera-disabled-symbolic", N_("Picture frozen"), N_("Music goes on"),
         N_("The camera sends no new pictures. Lilt tries again by itself.")},
        {LILT_CAMERA_DENIED, "camera-disabled-symbolic", N_("Camera closed"),
         N_("This account may not open it"),
         N_("Ask whoever looks after this computer to let your account use the camera.")},
        {LILT_CAMERA_FAILED, "camera-disabled-symbolic", N_("Camera failed"), N_("Music goes on"),
         N_("Lilt could not read from the camera.")},
        {LILT_CAMERA_NO_MODEL, "face-smile-symbolic", N_("Pick a mood"), N_("Cannot read faces"),
         N_("Model file damaged: Lilt cannot read faces. Pick a mood by hand.")},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        if (table[i].state != view->camera)
            continue;
        if (scanning && g_str_equal(table[i].icon, "face-smile-symbolic"))
            say(words, "content-loading-symbolic", _("Pick a mood"), _("Still reading your music"),
                _("Playlists grow while songs are read."));
        else
            say(words, table[i].icon, _(table[i].word), _(table[i].from),
                *view->camera_words != '\0' ? view->camera_words : _(table[i].sentence));
        return TRUE;
    }
    return FALSE;
}

/* How long a choice lasts: "25 min left". */
static char *
until_text(const LiltMoodView *view, gint64 now_us)
{
    const gint64 minute_us = 60 * G_USEC_PER_SEC;

    if (view->for_a_song)
        return g_strdup(_("for one song"));
    if (view->until_us <= 0)
        return g_strdup(_("until changed"));
    return g_strdup_printf(_("%d min left"),
                           (int)MAX((view->until_us - now_us + minute_us - 1) / minute_us, 1));
}

/* Which step of the scene list plays, and for how long. */
static char *
scene_text(const LiltMoodView *view)
{
    /* Translators: which step of how many; minutes */
    return g_strdup_printf(_("Step %u of %u · %u min left"), view->scene_step, view->n_scene_steps,
                           (view->scene_left_s + 59) / 60);
}

static void
say_hand(const LiltMoodView *view, gint64 now_us, LiltMoodWords *words)
{
    const LiltMoodLook look = lilt_mood_look(view->mood.label);
    g_autofree char *until = view->scene_step > 0 ? scene_text(view) : until_text(view, now_us);
    g_autofree char *from = view->scene_step > 0 ? g_strdup(until)
                                                 : g_strdup_printf(_("You chose · %s"), until);

    if (view->blend != NULL)
        say(words, "view-more-horizontal-symbolic", lilt_blend_name(view->blend), from,
            _("Your choice wins. Back to Automatic (Ctrl+0)."));
    else
        say(words, look.icon, look.name, from, _("Your choice wins. Back to Automatic (Ctrl+0)."));
    g_free(words->detail);
    words->detail = view->scene_step > 0 ? g_strdup(until)
                                         : g_strdup_printf(_("You chose this · %s"), until);
    words->mood = view->mood.label;
    words->has_colour = view->blend == NULL;
}

const char *
lilt_rhythm_sentence(const LiltMoodView *view)
{
    const gboolean works = view->camera == LILT_CAMERA_CLOSED ||
                           view->camera == LILT_CAMERA_OPENING || view->camera == LILT_CAMERA_OPEN;

    return works && *view->camera_words != '\0' ? view->camera_words
                                                : _("Glances before each song ends.");
}

/* The camera works and this is what it made of the face. */
static void
say_reading(const LiltMoodView *view, gint64 now_us, LiltMoodWords *words)
{
    const double confidence = (double)view->mood.confidence;
    const gboolean two = (view->hints & LILT_HINT_TWO_FACES) != 0 || view->n_faces > 1;
    const LiltMoodLook look = lilt_mood_look(view->mood.label);
    const char *sure = lilt_sureness_word(confidence);
    g_autofree char *from = g_strdup_printf("%s · %s", sure, two ? _("two faces") : _("camera"));
    g_autofree char *detail = g_strdup_printf("%s · %s", sure, _("from the camera"));

    say(words, look.icon, look.looks, from,
        two ? _("The nearest face counts.") : lilt_rhythm_sentence(view));
    g_free(words->detail);
    words->detail = with_age(detail, view, now_us);
    words->mood = view->mood.label;
    words->has_colour = TRUE;
    words->n_bars = sureness_bars(confidence);
    words->reading = TRUE;
}

static void
say_held(const LiltMoodView *view, LiltMoodWords *words)
{
    say(words, "changes-prevent-symbolic", _("Held"), _("Keeps this playlist"),
        _("Whatever your face does."));
    words->mood = view->mood.label;
}

/* A look goes on; what was known stays true until it ends. */
static void
say_looking(const LiltMoodView *view, gboolean known, LiltMoodWords *words)
{
    say(words, "auth-face-symbolic", _("Looking…"), known ? _("Three seconds") : _("A first look"),
        _("The camera is open and closes by itself."));
    words->mood = known ? view->mood.label : LILT_EMOTION_UNKNOWN;
}

static void
say_dark(const LiltMoodView *view, LiltMoodWords *words)
{
    const LiltMoodLook look = lilt_mood_look(view->mood.label);
    g_autofree char *small = g_utf8_strdown(look.looks, -1);
    g_autofree char *last = view->mood.label == LILT_EMOTION_UNKNOWN
                                ? g_strdup(_("Nothing read yet"))
                                : g_strdup_printf(_("Last: %s"), small);

    say(words, "display-brightness-symbolic", _("Too dark"), last,
        _("More light on your face would help. A dark picture is not a sad one."));
    words->reading = TRUE;
}

static void
say_unknown(const LiltMoodView *view, LiltMoodWords *words)
{
    const LiltMoodLook look = lilt_mood_look(LILT_EMOTION_UNKNOWN);

    say(words, look.icon, look.looks,
        view->n_faces == 0 ? _("No face for a while") : _("Not sure enough"),
        _("Lilt does not guess. The music stays as it is."));
    words->has_colour = TRUE;
    words->reading = TRUE;
}

void
lilt_mood_words_make(const LiltMoodView *view, gboolean scanning, gint64 now_us,
                     LiltMoodWords *ret_words)
{
    LiltMoodWords words = {.mood = LILT_EMOTION_UNKNOWN};
    const gboolean known = view->mood.label != LILT_EMOTION_UNKNOWN &&
                           (double)view->mood.confidence >= sure_from[2];

    if (view->source == LILT_FROM_HAND)
        say_hand(view, now_us, &words);
    else if (view->source == LILT_FROM_HELD || view->policy == LILT_POLICY_HOLD)
        say_held(view, &words);
    else if (say_camera(view, scanning, &words))
        ;
    else if (view->looking)
        say_looking(view, known, &words);
    else if ((view->hints & LILT_HINT_DARK) != 0)
        say_dark(view, &words);
    else if (known)
        say_reading(view, now_us, &words);
    else
        say_unknown(view, &words);
    words.spoken = g_strdup_printf(_("Mood: %s, %s"), words.word, words.detail);
    *ret_words = words;
}

void
lilt_mood_words_clear(LiltMoodWords *words)
{
    g_clear_pointer(&words->word, g_free);
    g_clear_pointer(&words->from, g_free);
    g_clear_pointer(&words->detail, g_free);
    g_clear_pointer(&words->sentence, g_free);
    g_clear_pointer(&words->spoken, g_free);
}
