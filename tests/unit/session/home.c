#include "home.h"

#include "ask.h"
#include "check.h"

LiltLibrary *library;
LiltSession *session;
GString *messages;

static void
on_message(LiltSession *self, const char *sentence, gpointer data)
{
    (void)self, (void)data;
    g_string_append_printf(messages, "%s\n", sentence);
}

void
begin(void)
{
    g_autofree char *data = g_build_filename(check_temp_dir(), "data", NULL);
    g_autofree char *cache = g_build_filename(check_temp_dir(), "cache", NULL);
    g_autoptr(GError) error = NULL;

    g_setenv("XDG_DATA_HOME", check_temp_dir(), TRUE); /* where other profiles are looked for */
    library = lilt_library_open(data, cache, &error);
    if (library == NULL)
        SKIP("no library: %s", error->message);
    messages = g_string_new(NULL);
    session = lilt_session_new(library, "none");
    g_signal_connect(session, "message", G_CALLBACK(on_message), NULL);
    lilt_session_start(session);
}

void
end(void)
{
    lilt_session_stop(session);
    CHECK(run_until(at_rest, NULL, 20), "a scan outlives its session");
    g_clear_object(&session);
    lilt_library_close(library);
    g_clear_object(&library);
    g_string_free(messages, TRUE);
}

void
act(const char *action, GVariant *parameter)
{
    CHECK(g_action_group_has_action(lilt_session_get_actions(session), action), "%s", action);
    g_action_group_activate_action(lilt_session_get_actions(session), action, parameter);
}

void
set_state(const char *action, GVariant *state)
{
    CHECK(g_action_group_has_action(lilt_session_get_actions(session), action), "%s", action);
    g_action_group_change_action_state(lilt_session_get_actions(session), action, state);
}

static gboolean
has_songs(gpointer nothing)
{
    return g_list_model_get_n_items(lilt_session_get_playlist(session, LILT_HAPPY)) > 4 &&
           at_rest(nothing);
}

void
have_songs(void)
{
    if (!has_songs(NULL))
        act("add-folder", g_variant_new_string(check_asset("music")));
    REQUIRE(run_until(has_songs, NULL, 180), "songs");
}

gboolean
at_rest(gpointer nothing)
{
    gboolean scanning, hearing;

    (void)nothing;
    g_object_get(session, "scanning", &scanning, "hearing", &hearing, NULL);
    return !scanning && !hearing;
}

gboolean
sounds(gpointer nothing)
{
    (void)nothing;
    return lilt_session_get_playing(session) && lilt_session_get_position_us(session) > 0;
}
