/* Where the music is heard, and how loud. */
#include "session_private.h"

double
lilt_session_get_volume(LiltSession *self)
{
    return g_settings_get_double(self->settings, "volume");
}

GPtrArray *
lilt_session_dup_outputs(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_player_dup_outputs(self->player);
}

static void
on_output_chosen(LiltSession *self)
{
    g_autofree char *output = g_settings_get_string(self->settings, "output");

    lilt_player_set_output(self->player, output);
}

static void
on_gain_chosen(LiltSession *self)
{
    lilt_player_set_replay_gain(self->player,
                                (LiltReplayGain)g_settings_get_enum(self->settings, "replay-gain"));
}

void
lilt_session_begin_sounding(LiltSession *self)
{
    static const char *const settings[] = {"output", "replay-gain"};

    lilt_session_add_settings(self, settings, G_N_ELEMENTS(settings));
    on_output_chosen(self);
    on_gain_chosen(self);
    g_signal_connect_object(self->settings, "changed::output", G_CALLBACK(on_output_chosen), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(self->settings, "changed::replay-gain", G_CALLBACK(on_gain_chosen),
                            self, G_CONNECT_SWAPPED);
}
