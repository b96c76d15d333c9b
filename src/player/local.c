/* GStreamer looks into a file and follows what it finds there: a text named song.ogg that lists the
 * addresses of a stream would be played from the network. Without the elements that could do that,
 * such a file is simply broken. The registry is changed in memory, for this process alone. */
#include "local.h"

#include <gst/gst.h>
#include <string.h>

/* True for sources of file: addresses and for appsrc, which reads nothing by itself. */
static gboolean
reads_here(GstElementFactory *factory)
{
    const char *const *schemes = gst_element_factory_get_uri_protocols(factory);

    for (; schemes != NULL && *schemes != NULL; schemes++)
        if (strcmp(*schemes, "file") != 0 && strcmp(*schemes, "appsrc") != 0)
            return FALSE;
    return TRUE;
}

static gboolean
reaches_out(GstElementFactory *factory)
{
    const char *class = gst_element_factory_get_metadata(factory, GST_ELEMENT_METADATA_KLASS);

    if (gst_element_factory_get_uri_type(factory) == GST_URI_SRC && !reads_here(factory))
        return TRUE;
    return class != NULL && (strstr(class, "Network") != NULL || strstr(class, "Adaptive") != NULL);
}

void
lilt_player_stay_local(void)
{
    GstRegistry *registry = gst_registry_get();
    GList *factories = gst_registry_get_feature_list(registry, GST_TYPE_ELEMENT_FACTORY);

    for (GList *at = factories; at != NULL; at = at->next)
        if (reaches_out(at->data))
            gst_registry_remove_feature(registry, at->data);
    gst_plugin_feature_list_free(factories);
}
