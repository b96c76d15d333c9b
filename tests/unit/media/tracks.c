/* Music files of every kind. */
#include "tracks.h"

#include "check.h"

const char *
temp_path(const char *name)
{
    static char paths[4][256];
    static int next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", check_temp_dir(), name);
    return path;
}

const char *
a_track(void)
{
    static char path[1100];

    snprintf(path, sizeof path, "%s", check_asset("music/amoebax-data"));
    FILE *list = NULL;
    char command[1200];

    snprintf(command, sizeof command, "ls '%s'/*.ogg | head -n 1", path);
    list = popen(command, "r");
    if (list == NULL || fgets(path, sizeof path, list) == NULL)
        SKIP("no track in %s", path);
    path[strcspn(path, "\n")] = '\0';
    pclose(list);
    return path;
}

const char *
make_file(const char *name, const char *codec)
{
    const char *path = temp_path(name);
    char command[4096];

    if (system("command -v ffmpeg >/dev/null") != 0)
        SKIP("ffmpeg is not here");
    snprintf(command, sizeof command,
             "ffmpeg -nostdin -v error -y -i '%s' -f lavfi -i color=red:s=64x64 -t 20 -map 0:a"
             " %s -c:a %s -map_metadata -1 -metadata title='Nåme' -metadata artist=Somebody"
             " -metadata album='An Album' -metadata album_artist=All -metadata track=3/12"
             " -metadata disc=2 -metadata date=2009-05-01 -metadata genre='Trip Hop' '%s'",
             a_track(),
             strstr(name, ".flac") == NULL && strstr(name, ".mp3") == NULL &&
                     strstr(name, ".m4a") == NULL /* ffmpeg writes none */
                 ? ""
                 : "-map 1:v -frames:v 1 -c:v mjpeg -disposition:v attached_pic"
                   " -metadata:s:v comment='Cover (front)'",
             codec, path);
    CHECK(system(command) == 0, "%s", command);
    return path;
}

LiltMedia *
open_media(const char *path)
{
    LiltMedia *media = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_media_open(path, &diag, &media) == LILT_OK, "%s", diag.text);
    return media;
}

uint64_t
fingerprint(const char *path)
{
    LiltMedia *media = open_media(path);
    uint64_t number = 0;

    if (media != NULL)
        CHECK(lilt_media_fingerprint(media, NULL, &number) == LILT_OK, "%s", path);
    lilt_media_close(media);
    return number;
}
