/* Whether a room is still the same, on a real photo with what a webcam adds to it. */
#include "check.h"

#include "lilt/camera.h"
#include "scene.h"

enum { WAIT_MS = 10000, FACE_X = 180, FACE_Y = 50, FACE = 80 /* of the astronaut's photo */ };

typedef struct {
    LiltCamera *camera;
    const LiltFrame *photo;
    uint8_t *pixels; /* a copy to be changed */
} Room;

static Room
room_begin(void)
{
    const LiltCameraOptions options = {.live = false};
    Room room = {NULL, NULL, NULL};
    LiltDiag diag = {""};

    if (!CHECK(lilt_camera_open(check_asset("photos/astronaut.png"), &options, &diag,
                                &room.camera) == LILT_OK &&
                   lilt_camera_next(room.camera, WAIT_MS, &diag, &room.photo) == LILT_OK,
               "%s", diag.text))
        exit(1);
    room.pixels = malloc((size_t)room.photo->width_px * (size_t)room.photo->height_px);
    return room;
}

static void
room_end(Room *room)
{
    free(room->pixels);
    lilt_camera_close(room->camera);
}

/* The room in other light and with a sensor's noise. */
static LiltGrey
expose(Room *room, float brighter, float noise, LiltRng *rng)
{
    const int width = room->photo->width_px, height = room->photo->height_px;

    for (int i = 0; i < width * height; i++) {
        const float value = 0.8f * (float)room->photo->grey[i] + 20.0f + brighter +
                            noise * lilt_rng_normal(rng);

        room->pixels[i] = (uint8_t)(value < 0.0f ? 0.0f : value > 255.0f ? 255.0f : value);
    }
    return (LiltGrey){room->pixels, width, height, width};
}

/* Somebody: the face of the photo once more, in another place. */
static LiltGrey
with_face(Room *room, LiltGrey picture, int x, int y, int side)
{
    for (int j = 0; j < side; j++)
        for (int i = 0; i < side; i++)
            room->pixels[(y + j) * picture.stride + x + i] =
                room->photo->grey[(FACE_Y + j * FACE / side) * room->photo->width_px + FACE_X +
                                  i * FACE / side];
    return picture;
}

TEST(light_and_noise_change_no_room)
{
    LiltRng rng = lilt_rng_new(1, 0);
    Room room = room_begin();
    Scene scene = {0};

    for (float noise = 0; noise <= 12; noise += 4) {
        scene_remember(&scene, expose(&room, 0, noise, &rng));
        for (float brighter = -15; brighter <= 15; brighter += 5)
            CHECK(!scene_has_changed(&scene, expose(&room, brighter, noise, &rng)),
                  "brighter by %.0f, noise %.0f", (double)brighter, (double)noise);
    }
    scene_clear(&scene);
    room_end(&room);
}

TEST(who_comes_in_changes_it)
{
    LiltRng rng = lilt_rng_new(1, 0);
    Room room = room_begin();
    Scene scene = {0};

    scene_remember(&scene, expose(&room, 0, 6, &rng));
    for (int y = 0; y + 48 <= room.photo->height_px; y += 80)
        for (int x = 0; x + 48 <= room.photo->width_px; x += 80) {
            if (abs(x - FACE_X) < 48 && abs(y - FACE_Y) < 48)
                continue; /* there it is already */
            const LiltGrey picture = with_face(&room, expose(&room, 5, 6, &rng), x, y, 48);

            CHECK(scene_has_changed(&scene, picture), "a face of 48 pixels at %d, %d", x, y);
        }
    scene_clear(&scene);
    room_end(&room);
}

TEST(what_is_not_known_has_changed)
{
    LiltRng rng = lilt_rng_new(1, 0);
    Room room = room_begin();
    Scene scene = {0};
    LiltGrey picture = expose(&room, 0, 0, &rng);

    CHECK(scene_has_changed(&scene, picture), "nothing was kept");
    scene_remember(&scene, picture);
    CHECK(!scene_has_changed(&scene, picture), "kept");
    picture.height_px -= 64;
    CHECK(scene_has_changed(&scene, picture), "another size");
    scene_remember(&scene, picture);
    CHECK(!scene_has_changed(&scene, picture), "kept anew");
    picture.width_px = 4;
    scene_remember(&scene, picture);
    scene_has_changed(&scene, picture);
    CHECK(!scene_is_blank(picture), "smaller than a block");
    scene_clear(&scene);
    room_end(&room);
}

TEST_MAIN()
