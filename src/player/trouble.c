/* Two tracks are open while one follows the other, and an error has to be laid at the right door.
 * Elements that failed to start have already lost their parents, so a file is asked for its own
 * name; decoders have none, but the bin that holds them does. */
#include "trouble.h"

char *
lilt_player_dup_uri_of(GstObject *element)
{
    for (; element != NULL; element = GST_OBJECT_PARENT(element)) {
        const char *type = G_OBJECT_TYPE_NAME(element);
        g_autofree char *path = NULL;
        char *uri = NULL;

        if (g_str_equal(type, "GstFileSrc")) {
            g_object_get(element, "location", &path, NULL);
            return path != NULL ? g_filename_to_uri(path, NULL, NULL) : NULL;
        }
        if (g_str_equal(type, "GstURIDecodeBin")) {
            g_object_get(element, "uri", &uri, NULL);
            return uri;
        }
    }
    return NULL;
}
