/* A connection of our own to the sound server, beside the one that plays: GStreamer does not tell
 * of plugs. What we play on is known by our process's own stream. */
#include "outputs.h"

#include <pulse/glib-mainloop.h>
#include <pulse/pulseaudio.h>
#include <string.h>
#include <unistd.h>

struct LiltOutputs {
    void (*unplugged)(gpointer data);
    gpointer data;
    pa_glib_mainloop *loop;
    pa_context *context;         /* NULL when there is none, or it has failed */
    GHashTable *sinks;           /* index -> Sink */
    uint32_t stream, playing_on; /* our stream and its sink; PA_INVALID_INDEX = none */
};

typedef struct {
    char *name, *words;
    char *port; /* the plug in use, or NULL */
} Sink;

static void
sink_free(gpointer data)
{
    Sink *sink = data;

    g_free(sink->name);
    g_free(sink->words);
    g_free(sink->port);
    g_free(sink);
}

static void
release(pa_operation *operation)
{
    if (operation != NULL)
        pa_operation_unref(operation);
}

/* ---- plugs ---------------------------------------------------------------------------------- */

static gboolean
is_pulled(const pa_sink_info *info, const char *port)
{
    for (uint32_t i = 0; i < info->n_ports; i++)
        if (strcmp(info->ports[i]->name, port) == 0)
            return info->ports[i]->available == PA_PORT_AVAILABLE_NO;
    return TRUE;
}

static void
on_sink(pa_context *context, const pa_sink_info *info, int eol, void *data)
{
    LiltOutputs *self = data;

    (void)context;
    if (eol != 0)
        return;
    const char *port = info->active_port != NULL ? info->active_port->name : NULL;
    const Sink *known = g_hash_table_lookup(self->sinks, GUINT_TO_POINTER(info->index));
    const gboolean pulled = known != NULL && known->port != NULL &&
                            info->index == self->playing_on && g_strcmp0(known->port, port) != 0 &&
                            is_pulled(info, known->port);
    Sink *sink = g_new(Sink, 1);

    *sink = (Sink){g_strdup(info->name), g_strdup(info->description), g_strdup(port)};
    g_hash_table_replace(self->sinks, GUINT_TO_POINTER(info->index), sink);
    if (pulled)
        self->unplugged(self->data);
}

/* ---- our stream ----------------------------------------------------------------------------- */

/* The sink that our stream was moved away from: when it is no more, nobody chose that. */
static void
on_left_sink(pa_context *context, const pa_sink_info *info, int eol, void *data)
{
    LiltOutputs *self = data;

    (void)context, (void)info;
    if (eol < 0)
        self->unplugged(self->data);
}

static gboolean
is_ours(const pa_sink_input_info *info)
{
    const char *process = pa_proplist_gets(info->proplist, PA_PROP_APPLICATION_PROCESS_ID);

    return process != NULL && g_ascii_strtoll(process, NULL, 10) == getpid();
}

static void
on_stream(pa_context *context, const pa_sink_input_info *info, int eol, void *data)
{
    LiltOutputs *self = data;

    if (eol != 0 || !is_ours(info))
        return;
    if (info->index == self->stream && info->sink != self->playing_on)
        release(pa_context_get_sink_info_by_index(context, self->playing_on, on_left_sink, self));
    self->stream = info->index;
    self->playing_on = info->sink;
}

/* ---- the connection ------------------------------------------------------------------------- */

static void
on_change(pa_context *context, pa_subscription_event_type_t event, uint32_t index, void *data)
{
    LiltOutputs *self = data;
    const gboolean removed = (event & PA_SUBSCRIPTION_EVENT_TYPE_MASK) ==
                             PA_SUBSCRIPTION_EVENT_REMOVE;

    if ((event & PA_SUBSCRIPTION_EVENT_FACILITY_MASK) == PA_SUBSCRIPTION_EVENT_SINK) {
        if (removed)
            g_hash_table_remove(self->sinks, GUINT_TO_POINTER(index));
        else
            release(pa_context_get_sink_info_by_index(context, index, on_sink, self));
    } else if (!removed) {
        release(pa_context_get_sink_input_info(context, index, on_stream, self));
    } else if (index == self->stream) {
        self->stream = self->playing_on = PA_INVALID_INDEX;
    }
}

static void
on_state(pa_context *context, void *data)
{
    const pa_subscription_mask_t mask = PA_SUBSCRIPTION_MASK_SINK | PA_SUBSCRIPTION_MASK_SINK_INPUT;

    if (pa_context_get_state(context) != PA_CONTEXT_READY)
        return;
    pa_context_set_subscribe_callback(context, on_change, data);
    release(pa_context_subscribe(context, mask, NULL, NULL));
    release(pa_context_get_sink_info_list(context, on_sink, data));
    release(pa_context_get_sink_input_info_list(context, on_stream, data));
}

static void
disconnect(LiltOutputs *self)
{
    g_hash_table_remove_all(self->sinks);
    self->stream = self->playing_on = PA_INVALID_INDEX;
    if (self->context == NULL)
        return;
    pa_context_set_state_callback(self->context, NULL, NULL);
    pa_context_set_subscribe_callback(self->context, NULL, NULL);
    pa_context_disconnect(self->context);
    g_clear_pointer(&self->context, pa_context_unref);
}

void
lilt_outputs_connect(LiltOutputs *self)
{
    if (self->context != NULL && PA_CONTEXT_IS_GOOD(pa_context_get_state(self->context)))
        return;
    disconnect(self);
    self->context = pa_context_new(pa_glib_mainloop_get_api(self->loop), "Lilt");
    if (self->context == NULL)
        return;
    pa_context_set_state_callback(self->context, on_state, self);
    if (pa_context_connect(self->context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL) < 0)
        disconnect(self);
}

LiltOutputs *
lilt_outputs_new(void (*unplugged)(gpointer data), gpointer data)
{
    LiltOutputs *self = g_new0(LiltOutputs, 1);

    self->unplugged = unplugged;
    self->data = data;
    self->loop = pa_glib_mainloop_new(NULL);
    self->sinks = g_hash_table_new_full(NULL, NULL, NULL, sink_free);
    self->stream = self->playing_on = PA_INVALID_INDEX;
    lilt_outputs_connect(self);
    return self;
}

GPtrArray *
lilt_outputs_dup(LiltOutputs *self)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)lilt_output_free);
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->sinks);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Sink *sink = value;
        LiltOutput *output = g_new(LiltOutput, 1);

        *output = (LiltOutput){g_strdup(sink->name), g_strdup(sink->words)};
        g_ptr_array_add(all, output);
    }
    return all;
}

void
lilt_outputs_free(LiltOutputs *self)
{
    if (self == NULL)
        return;
    disconnect(self);
    g_hash_table_unref(self->sinks);
    pa_glib_mainloop_free(self->loop);
    g_free(self);
}
