/* What a hand says about moods: choose one, say how music follows and where to, correct a reading.
 */
#include <glib/gi18n-lib.h>

#include "session_private.h"

enum { HALF_HOUR_US = 30 * 60 * G_USEC_PER_SEC };

gboolean
lilt_session_find_mood(const char *label, LiltEvent *event)
{
    const LiltBlend *blend = lilt_blend_from_label(label);
    const LiltEmotion emotion = lilt_emotion_from_label(label);

    if (blend == NULL && emotion == LILT_EMOTION_UNKNOWN)
        return FALSE;
    event->blend = blend != NULL ? blend->label : NULL;
    event->mood = blend != NULL ? (LiltMood){lilt_emotion_nearest(blend->point), blend->point, 1.0f}
                                : (LiltMood){emotion, lilt_emotion_place(emotion), 1.0f};
    event->leads = blend != NULL && blend->preset == LILT_PRESET_UNWIND;
    return TRUE;
}

/* What a path leads to: no preset. FALSE: nothing such. */
static gboolean
find_goal(const char *label, LiltEvent *event, const char **ret_label)
{
    const LiltBlend *blend = lilt_blend_from_label(label);

    if ((blend != NULL && blend->preset != LILT_PRESET_NONE) ||
        !lilt_session_find_mood(label, event))
        return FALSE;
    *ret_label = blend != NULL ? blend->label : lilt_emotion_label(event->mood.label);
    return TRUE;
}

/* ---- choosing -------------------------------------------------------------------------------- */

static void
choose(LiltSession *self, const char *label)
{
    const LiltLasts lasts = (LiltLasts)g_settings_get_enum(self->settings, "choice-lasts");
    LiltEvent event = {.kind = LILT_EVENT_CHOSEN, .for_a_song = lasts == LILT_LASTS_SONG};

    if (!lilt_session_find_mood(label, &event))
        return;
    event.for_a_song &= !event.leads; /* a way is longer */
    if (lasts == LILT_LASTS_HALF_HOUR)
        event.until_us = g_get_monotonic_time() + HALF_HOUR_US;
    lilt_session_step(self, event);
}

static void
change_mood(GSimpleAction *action, GVariant *value, gpointer data)
{
    (void)action; /* its state follows the mood in force */
    if (g_str_equal(g_variant_get_string(value, NULL), "automatic"))
        lilt_session_step(data, (LiltEvent){.kind = LILT_EVENT_RELEASED});
    else
        choose(data, g_variant_get_string(value, NULL));
}

static void
change_lasts(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;

    if (g_settings_set_string(self->settings, "choice-lasts", g_variant_get_string(value, NULL)))
        g_simple_action_set_state(action, value);
}

/* ---- how music follows ----------------------------------------------------------------------- */

static void
set_policy(LiltSession *self, const char *label)
{
    LiltPolicy policy;

    if (!lilt_policy_from_label(label, &policy))
        return;
    g_settings_set_enum(self->settings, "policy", (int)policy);
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_POLICY, .policy = policy});
}

static void
change_policy(GSimpleAction *action, GVariant *value, gpointer data)
{
    (void)action;
    set_policy(data, g_variant_get_string(value, NULL));
}

static void
change_goal(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;
    LiltEvent event = {.kind = LILT_EVENT_GOAL};

    (void)action;
    if (!find_goal(g_variant_get_string(value, NULL), &event, &self->goal_label))
        return;
    g_settings_set_string(self->settings, "path-goal", self->goal_label);
    lilt_session_step(self, event);
}

/* Asked once: whatever the answer, it is not asked again. */
static void
answer_lift(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action;
    g_settings_set_boolean(self->settings, "lift-asked", TRUE);
    self->asking_lift = FALSE;
    set_policy(self, g_variant_get_string(parameter, NULL));
    lilt_session_update_view(self);
}

/* ---- corrections ----------------------------------------------------------------------------- */

/* Newest first; the oldest makes room. */
static void
count_correction(LiltSession *self, LiltCorrection correction)
{
    LiltPersonal *personal = &self->personal;
    const size_t n = MIN(personal->n_corrections, LILT_CORRECTIONS - 1);

    memmove(personal->corrections + 1, personal->corrections, n * sizeof *personal->corrections);
    personal->corrections[0] = correction;
    personal->n_corrections = n + 1;
    lilt_session_apply_numbers(self);
}

static void
uncount_correction(LiltSession *self, gint64 made_us)
{
    LiltPersonal *personal = &self->personal;
    size_t n = 0;

    for (size_t i = 0; i < personal->n_corrections; i++)
        if (personal->corrections[i].made_us != made_us)
            personal->corrections[n++] = personal->corrections[i];
    personal->n_corrections = n;
    lilt_session_apply_numbers(self);
}

static void
take_back_correction(LiltSession *self, gpointer data)
{
    lilt_library_drop_correction(self->library, *(const gint64 *)data);
    uncount_correction(self, *(const gint64 *)data);
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_RELEASED});
}

/* The listener knows better: remember that, and go by it. */
static void
correct(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const char *label = g_variant_get_string(parameter, NULL);
    const LiltEmotion right = lilt_emotion_from_label(label);
    const LiltMood seen = self->policy.seen;

    (void)action;
    if (right == LILT_EMOTION_UNKNOWN)
        return;
    gint64 made_us = g_get_real_time();
    const LiltCorrection correction = {made_us, seen.label, seen.confidence, right};

    lilt_library_add_correction(self->library, &correction);
    count_correction(self, correction);
    choose(self, label);
    lilt_session_offer_undo(self, _("Thank you. Your choice counts from now on."),
                            take_back_correction, g_memdup2(&made_us, sizeof made_us), g_free);
}

/* ---- the table ------------------------------------------------------------------------------- */

void
lilt_session_update_mood_actions(LiltSession *self)
{
    const LiltPolicyState *policy = &self->policy;
    const char *mood = policy->chosen == LILT_EMOTION_UNKNOWN ? "automatic"
                       : policy->blend != NULL                ? policy->blend
                                                              : lilt_emotion_label(policy->chosen);

    g_simple_action_set_state(lilt_session_action(self, "mood"), g_variant_new_string(mood));
    g_simple_action_set_state(lilt_session_action(self, "policy"),
                              g_variant_new_string(lilt_policy_label(policy->policy)));
    g_simple_action_set_state(lilt_session_action(self, "goal"),
                              g_variant_new_string(self->goal_label));
    g_simple_action_set_enabled(lilt_session_action(self, "correct"),
                                self->view.source == LILT_FROM_CAMERA && self->has_reading);
    g_simple_action_set_enabled(lilt_session_action(self, "answer-lift"), self->asking_lift);
    lilt_session_update_resting_actions(self);
}

void
lilt_session_begin_moods(LiltSession *self)
{
    g_autofree char *label = g_settings_get_string(self->settings, "path-goal");
    LiltEvent goal = {.kind = LILT_EVENT_GOAL};

    if (!find_goal(label, &goal, &self->goal_label))
        find_goal("happy", &goal, &self->goal_label); /* as the schema has it */
    lilt_policy_step(&self->policy, &goal);
}

void
lilt_session_add_mood_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"mood", NULL, "s", "'automatic'", change_mood, {0}},
        {"choice-lasts", NULL, "s", "'half-hour'", change_lasts, {0}},
        {"policy", NULL, "s", "'match'", change_policy, {0}},
        {"goal", NULL, "s", "'happy'", change_goal, {0}},
        {"answer-lift", answer_lift, "s", NULL, NULL, {0}},
        {"correct", correct, "s", NULL, NULL, {0}},
    };
    g_autofree char *lasts = g_settings_get_string(self->settings, "choice-lasts");

    lilt_session_add_resting_actions(self);
    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    g_simple_action_set_state(lilt_session_action(self, "choice-lasts"),
                              g_variant_new_string(lasts));
}
