/* MPRIS 2.2 (https://specifications.freedesktop.org/mpris-spec/): two interfaces at one object.
 * Every value another program can read lies in `self` and is turned into a GVariant by name; what
 * changes is announced by the same function. */
#include "metadata.h"

#include <math.h>
#include <string.h>

#define BUS_NAME    "org.mpris.MediaPlayer2.lilt"
#define OBJECT_PATH "/org/mpris/MediaPlayer2"
#define ROOT        "org.mpris.MediaPlayer2"
#define PLAYER      "org.mpris.MediaPlayer2.Player"

static const char interfaces_xml[] =
    "<node>"
    "<interface name='" ROOT "'>"
    "<method name='Raise'/><method name='Quit'/>"
    "<property name='CanQuit' type='b' access='read'/>"
    "<property name='CanRaise' type='b' access='read'/>"
    "<property name='HasTrackList' type='b' access='read'/>"
    "<property name='Identity' type='s' access='read'/>"
    "<property name='DesktopEntry' type='s' access='read'/>"
    "<property name='SupportedUriSchemes' type='as' access='read'/>"
    "<property name='SupportedMimeTypes' type='as' access='read'/>"
    "</interface>"
    "<interface name='" PLAYER "'>"
    "<method name='Next'/><method name='Previous'/><method name='Pause'/>"
    "<method name='PlayPause'/><method name='Stop'/><method name='Play'/>"
    "<method name='Seek'><arg direction='in' name='Offset' type='x'/></method>"
    "<method name='SetPosition'><arg direction='in' name='TrackId' type='o'/>"
    "<arg direction='in' name='Position' type='x'/></method>"
    "<method name='OpenUri'><arg direction='in' name='Uri' type='s'/></method>"
    "<signal name='Seeked'><arg name='Position' type='x'/></signal>"
    "<property name='PlaybackStatus' type='s' access='read'/>"
    "<property name='LoopStatus' type='s' access='readwrite'/>"
    "<property name='Shuffle' type='b' access='readwrite'/>"
    "<property name='Rate' type='d' access='readwrite'/>"
    "<property name='Metadata' type='a{sv}' access='read'/>"
    "<property name='Volume' type='d' access='readwrite'/>"
    "<property name='Position' type='x' access='read'>"
    "<annotation name='org.freedesktop.DBus.Property.EmitsChangedSignal' value='false'/>"
    "</property>"
    "<property name='MinimumRate' type='d' access='read'/>"
    "<property name='MaximumRate' type='d' access='read'/>"
    "<property name='CanGoNext' type='b' access='read'/>"
    "<property name='CanGoPrevious' type='b' access='read'/>"
    "<property name='CanPlay' type='b' access='read'/>"
    "<property name='CanPause' type='b' access='read'/>"
    "<property name='CanSeek' type='b' access='read'/>"
    "<property name='CanControl' type='b' access='read'/>"
    "</interface>"
    "</node>";

struct _LiltMpris {
    GObject parent_instance;
    gint64 (*position_us)(gpointer data);
    gpointer data;
    GDBusNodeInfo *info;
    GDBusConnection *bus; /* NULL until there is one */
    guint name_id, object_ids[2];
    GVariant *metadata; /* a{sv} */
    guint64 ticket;     /* of the track in it; 0 = none */
    gint64 duration_us;
    LiltMprisStatus status;
    LiltMprisLoop loop;
    gboolean shuffle;
    double volume;
    gboolean can_play, can_next, can_previous, can_raise_and_quit;
};
G_DEFINE_FINAL_TYPE(LiltMpris, lilt_mpris, G_TYPE_OBJECT)

enum { RAISE, QUIT, PLAY, PAUSE, PLAY_PAUSE, STOP, NEXT, PREVIOUS, N_WISHES };
enum { SEEK, VOLUME, OPEN, LOOP, SHUFFLE, N_SIGNALS };
static guint wishes[N_WISHES], signals[N_SIGNALS];

/* Methods without arguments, and the signals they become. */
static const struct {
    const char *method, *signal;
} plain[N_WISHES] = {
    [RAISE] = {"Raise", "raise"},
    [QUIT] = {"Quit", "quit"},
    [PLAY] = {"Play", "play"},
    [PAUSE] = {"Pause", "pause"},
    [PLAY_PAUSE] = {"PlayPause", "play-pause"},
    [STOP] = {"Stop", "stop"},
    [NEXT] = {"Next", "next"},
    [PREVIOUS] = {"Previous", "previous"},
};

static const char *const loops[] = {
    [LILT_MPRIS_LOOP_NONE] = "None",
    [LILT_MPRIS_LOOP_TRACK] = "Track",
    [LILT_MPRIS_LOOP_PLAYLIST] = "Playlist",
};

/* ---- what can be read ----------------------------------------------------------------------- */

static GVariant *
text_list(const char *const *texts)
{
    return g_variant_new_strv(texts, -1);
}

static GVariant *
root_property(LiltMpris *self, const char *name)
{
    static const char *const schemes[] = {"file", NULL};
    static const char *const types[] = {"audio/flac",
                                        "audio/mpeg",
                                        "audio/mp4",
                                        "audio/ogg",
                                        "audio/opus",
                                        "audio/x-vorbis+ogg",
                                        "application/ogg",
                                        "audio/wav",
                                        "audio/x-wavpack",
                                        "audio/x-mpegurl",
                                        "audio/x-scpls",
                                        "application/xspf+xml",
                                        NULL};

    if (strcmp(name, "CanQuit") == 0 || strcmp(name, "CanRaise") == 0)
        return g_variant_new_boolean(self->can_raise_and_quit);
    if (strcmp(name, "HasTrackList") == 0)
        return g_variant_new_boolean(FALSE);
    if (strcmp(name, "Identity") == 0)
        return g_variant_new_string("Lilt");
    if (strcmp(name, "DesktopEntry") == 0)
        return g_variant_new_string("io.github.lilt_player.Lilt");
    if (strcmp(name, "SupportedUriSchemes") == 0)
        return text_list(schemes);
    if (strcmp(name, "SupportedMimeTypes") == 0)
        return text_list(types);
    return NULL;
}

static GVariant *
player_property(LiltMpris *self, const char *name)
{
    static const char *const statuses[] = {"Stopped", "Paused", "Playing"};

    if (strcmp(name, "PlaybackStatus") == 0)
        return g_variant_new_string(statuses[self->status]);
    if (strcmp(name, "LoopStatus") == 0)
        return g_variant_new_string(loops[self->loop]);
    if (strcmp(name, "Shuffle") == 0)
        return g_variant_new_boolean(self->shuffle);
    if (strcmp(name, "Metadata") == 0)
        return g_variant_ref(self->metadata);
    if (strcmp(name, "Volume") == 0)
        return g_variant_new_double(self->volume);
    if (strcmp(name, "Position") == 0)
        return g_variant_new_int64(self->position_us(self->data));
    if (g_str_has_suffix(name, "Rate"))
        return g_variant_new_double(1.0);
    if (strcmp(name, "CanGoNext") == 0)
        return g_variant_new_boolean(self->can_next);
    if (strcmp(name, "CanGoPrevious") == 0)
        return g_variant_new_boolean(self->can_previous);
    if (strcmp(name, "CanPlay") == 0)
        return g_variant_new_boolean(self->can_play);
    if (strcmp(name, "CanPause") == 0 || strcmp(name, "CanSeek") == 0)
        return g_variant_new_boolean(self->ticket != 0);
    if (strcmp(name, "CanControl") == 0)
        return g_variant_new_boolean(TRUE);
    return NULL;
}

static GVariant *
get_property(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
             const char *name, GError **error, gpointer data)
{
    GVariant *value = strcmp(interface, ROOT) == 0 ? root_property(data, name)
                                                   : player_property(data, name);

    (void)bus, (void)sender, (void)path;
    if (value == NULL)
        g_set_error(error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_PROPERTY, "no property %s", name);
    return value;
}

/* Tell that these properties of one interface (NULL-terminated) are new. */
static void
announce(LiltMpris *self, const char *interface, const char *const *names)
{
    GVariantBuilder changed;

    if (self->object_ids[0] == 0)
        return;
    g_variant_builder_init(&changed, G_VARIANT_TYPE_VARDICT);
    for (; *names != NULL; names++) {
        g_autoptr(GVariant) value = g_variant_take_ref(strcmp(interface, ROOT) == 0
                                                           ? root_property(self, *names)
                                                           : player_property(self, *names));

        g_variant_builder_add(&changed, "{sv}", *names, value);
    }
    g_dbus_connection_emit_signal(self->bus, NULL, OBJECT_PATH, "org.freedesktop.DBus.Properties",
                                  "PropertiesChanged",
                                  g_variant_new("(sa{sv}as)", interface, &changed, NULL), NULL);
}

#define ANNOUNCE(self, ...) announce((self), PLAYER, (const char *const[]){__VA_ARGS__, NULL})

/* ---- what can be asked ---------------------------------------------------------------------- */

/* A place before the track is its beginning; one behind it asks for the next track (the spec). */
static void
seek_by(LiltMpris *self, gint64 offset_us)
{
    const gint64 now = self->position_us(self->data);
    const gint64 wanted = offset_us > G_MAXINT64 - now ? G_MAXINT64 : MAX(now + offset_us, 0);

    if (self->ticket == 0)
        return;
    if (self->duration_us > 0 && wanted > self->duration_us)
        g_signal_emit(self, wishes[NEXT], 0);
    else
        g_signal_emit(self, signals[SEEK], 0, wanted);
}

/* Ignored for another track than the present one and for places outside of it (the spec). */
static void
set_position(LiltMpris *self, const char *track_path, gint64 position_us)
{
    g_autofree char *present = metadata_dup_track_path(self->ticket);

    if (self->ticket == 0 || strcmp(track_path, present) != 0 || position_us < 0 ||
        (self->duration_us > 0 && position_us > self->duration_us))
        return;
    g_signal_emit(self, signals[SEEK], 0, position_us);
}

static gboolean
open_uri(LiltMpris *self, const char *uri, GError **error)
{
    g_autofree char *host = NULL, *path = g_filename_from_uri(uri, &host, error);

    if (path == NULL)
        return FALSE;
    if (host != NULL && *host != '\0' && strcmp(host, "localhost") != 0) {
        g_set_error(error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "on another machine: %s", uri);
        return FALSE;
    }
    g_signal_emit(self, signals[OPEN], 0, path);
    return TRUE;
}

static void
call_method(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
            const char *method, GVariant *arguments, GDBusMethodInvocation *invocation,
            gpointer data)
{
    LiltMpris *self = data;
    g_autoptr(GError) error = NULL;
    const char *text = NULL;
    gint64 us = 0;

    (void)bus, (void)sender, (void)path, (void)interface;
    for (int i = 0; i < N_WISHES; i++)
        if (strcmp(method, plain[i].method) == 0)
            g_signal_emit(self, wishes[i], 0);
    if (strcmp(method, "Seek") == 0) {
        g_variant_get(arguments, "(x)", &us);
        seek_by(self, us);
    } else if (strcmp(method, "SetPosition") == 0) {
        g_variant_get(arguments, "(&ox)", &text, &us);
        set_position(self, text, us);
    } else if (strcmp(method, "OpenUri") == 0) {
        g_variant_get(arguments, "(&s)", &text);
        open_uri(self, text, &error);
    }
    if (error != NULL)
        g_dbus_method_invocation_return_error_literal(invocation, G_DBUS_ERROR,
                                                      G_DBUS_ERROR_INVALID_ARGS, error->message);
    else
        g_dbus_method_invocation_return_value(invocation, NULL);
}

static gboolean
put_loop(LiltMpris *self, const char *word, GError **error)
{
    for (int i = 0; i < (int)G_N_ELEMENTS(loops); i++)
        if (strcmp(loops[i], word) == 0) {
            g_signal_emit(self, signals[LOOP], 0, i);
            return TRUE;
        }
    g_set_error(error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "no such LoopStatus: %s", word);
    return FALSE;
}

static gboolean
put_property(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
             const char *name, GVariant *value, GError **error, gpointer data)
{
    (void)bus, (void)sender, (void)path, (void)interface;
    if (strcmp(name, "LoopStatus") == 0)
        return put_loop(data, g_variant_get_string(value, NULL), error);
    if (strcmp(name, "Shuffle") == 0)
        g_signal_emit(data, signals[SHUFFLE], 0, g_variant_get_boolean(value));
    /* The only rate is 1; 0 means a pause (the spec). */
    if (strcmp(name, "Rate") == 0 && g_variant_get_double(value) <= 0.0)
        g_signal_emit(data, wishes[PAUSE], 0);
    if (strcmp(name, "Volume") == 0)
        g_signal_emit(data, signals[VOLUME], 0, CLAMP(g_variant_get_double(value), 0.0, 1.0));
    return TRUE;
}

/* ---- on the bus ----------------------------------------------------------------------------- */

static void
on_bus(GDBusConnection *bus, const char *name, gpointer data)
{
    static const GDBusInterfaceVTable table = {call_method, get_property, put_property, {NULL}};
    LiltMpris *self = data;

    (void)name;
    self->bus = g_object_ref(bus);
    for (int i = 0; i < 2; i++)
        self->object_ids[i] = g_dbus_connection_register_object(
            bus, OBJECT_PATH, self->info->interfaces[i], &table, self, NULL, NULL);
}

void
lilt_mpris_close(LiltMpris *self)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    for (int i = 0; i < 2; i++)
        if (self->object_ids[i] != 0)
            g_dbus_connection_unregister_object(self->bus, self->object_ids[i]);
    memset(self->object_ids, 0, sizeof self->object_ids);
    g_clear_handle_id(&self->name_id, g_bus_unown_name);
    g_clear_object(&self->bus);
}

LiltMpris *
lilt_mpris_new(gint64 (*position_us)(gpointer data), gpointer data)
{
    g_return_val_if_fail(position_us != NULL, NULL);
    LiltMpris *self = g_object_new(LILT_TYPE_MPRIS, NULL);

    self->position_us = position_us;
    self->data = data;
    self->name_id = g_bus_own_name(G_BUS_TYPE_SESSION, BUS_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                   on_bus, NULL, NULL, self, NULL);
    return self;
}

/* ---- what the program tells ----------------------------------------------------------------- */

void
lilt_mpris_set_track(LiltMpris *self, const LiltMprisTrack *track)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    g_autoptr(GVariant) metadata = g_variant_ref_sink(metadata_new(track));

    if (g_variant_equal(metadata, self->metadata))
        return;
    g_variant_unref(self->metadata);
    self->metadata = g_steal_pointer(&metadata);
    self->ticket = track != NULL ? track->ticket : 0;
    self->duration_us = track != NULL ? track->duration_us : 0;
    ANNOUNCE(self, "Metadata", "CanPause", "CanSeek");
}

void
lilt_mpris_set_status(LiltMpris *self, LiltMprisStatus status)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    if (self->status == status)
        return;
    self->status = status;
    ANNOUNCE(self, "PlaybackStatus");
}

void
lilt_mpris_set_volume(LiltMpris *self, double volume)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    if (fabs(self->volume - volume) < 1e-6)
        return;
    self->volume = volume;
    ANNOUNCE(self, "Volume");
}

void
lilt_mpris_set_order(LiltMpris *self, LiltMprisLoop loop, gboolean shuffle)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    if (self->loop == loop && self->shuffle == shuffle)
        return;
    self->loop = loop;
    self->shuffle = shuffle;
    ANNOUNCE(self, "LoopStatus", "Shuffle");
}

void
lilt_mpris_set_can(LiltMpris *self, gboolean play, gboolean next, gboolean previous)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    if (self->can_play == play && self->can_next == next && self->can_previous == previous)
        return;
    self->can_play = play;
    self->can_next = next;
    self->can_previous = previous;
    ANNOUNCE(self, "CanPlay", "CanGoNext", "CanGoPrevious");
}

void
lilt_mpris_set_can_raise_and_quit(LiltMpris *self, gboolean can)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    self->can_raise_and_quit = can;
    announce(self, ROOT, (const char *const[]){"CanRaise", "CanQuit", NULL});
}

void
lilt_mpris_seeked(LiltMpris *self, gint64 position_us)
{
    g_return_if_fail(LILT_IS_MPRIS(self));
    if (self->object_ids[1] != 0)
        g_dbus_connection_emit_signal(self->bus, NULL, OBJECT_PATH, PLAYER, "Seeked",
                                      g_variant_new("(x)", position_us), NULL);
}

/* ---- the class ------------------------------------------------------------------------------ */

static void
lilt_mpris_finalize(GObject *object)
{
    LiltMpris *self = LILT_MPRIS(object);

    lilt_mpris_close(self);
    g_clear_pointer(&self->metadata, g_variant_unref);
    g_clear_pointer(&self->info, g_dbus_node_info_unref);
    G_OBJECT_CLASS(lilt_mpris_parent_class)->finalize(object);
}

static void
lilt_mpris_class_init(LiltMprisClass *class)
{
    G_OBJECT_CLASS(class)->finalize = lilt_mpris_finalize;
    for (int i = 0; i < N_WISHES; i++)
        wishes[i] = g_signal_new(plain[i].signal, LILT_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
    signals[SEEK] = g_signal_new("seek", LILT_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT64);
    signals[VOLUME] = g_signal_new("volume", LILT_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
    signals[LOOP] = g_signal_new("loop", LILT_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
    signals[SHUFFLE] = g_signal_new("shuffle", LILT_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
    signals[OPEN] = g_signal_new("open", LILT_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lilt_mpris_init(LiltMpris *self)
{
    self->info = g_dbus_node_info_new_for_xml(interfaces_xml, NULL);
    self->metadata = g_variant_ref_sink(metadata_new(NULL));
    self->volume = 1.0;
}
