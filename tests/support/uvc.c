/* uvc - a USB webcam in user space, plugged into this kernel through vhci_hcd (USB over IP), so
 * that the real uvcvideo driver offers it as /dev/videoN.
 *
 *   uvc mjpeg FRAME.jpg...     the files in turn, 640x480, 30 a second; 1280x720 and 320x240 are
 *                              offered as well
 *   uvc mjpeg-720 FRAME.jpg... the same, but 1280x720 is all there is
 *   uvc yuyv                   luma (x + y) % 200 + 20, neutral chroma
 *
 * Commands on standard input, one a line: `stall`, `go`, `corrupt N`, `cut N`, `error N` (the next
 * N frames), `unplug`; its end unplugs too. Says "plugged in" on standard output. Needs root and
 * the module vhci-hcd. */
#include "uvc.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* ---- USB over IP: Documentation/usb/usbip_protocol.rst of the kernel ------------------------- */

enum { SUBMIT = 1, UNLINK = 2, SUBMIT_DONE = 3, UNLINK_DONE = 4, INWARDS = 1 };
enum { EPIPE_STATUS = -32, ECONNRESET_STATUS = -104 }; /* Linux numbers, part of the protocol */

/* A message's first 48 bytes, all fields big-endian. */
typedef struct {
    uint32_t command, sequence, device, direction, endpoint;
    union {
        struct {
            uint32_t flags, length, start_frame, n_packets, interval;
            uint8_t setup[8];
        } submit;
        struct {
            uint32_t status, length, start_frame, n_packets, n_errors;
            uint8_t padding[8];
        } done;
        struct {
            uint32_t sequence; /* of the transfer to take back */
            uint8_t padding[24];
        } unlink;
    };
} Message;
_Static_assert(sizeof(Message) == 48, "as the protocol has it");

enum { MAX_WAITING = 64, MAX_FRAMES = 64 };

static struct {
    int socket; /* the kernel's vhci_hcd is at the other end */
    UvcFormat format;
    uint8_t size; /* the number of the one that the host set */

    struct { /* transfers of the streaming endpoint that wait for data, oldest first */
        uint32_t sequence, length;
    } waiting[MAX_WAITING];
    size_t n_waiting;

    struct {
        uint8_t *bytes;
        size_t n;
    } frames[MAX_FRAMES];
    size_t n_frames, frame; /* how many; the one being sent */
    size_t sent;            /* bytes of it */
    bool sending;
    uint8_t frame_id; /* its lowest bit flips with each frame */

    bool stalled;
    int n_corrupt, n_cut, n_error;
} webcam;

static void
quit(const char *why)
{
    perror(why);
    exit(1);
}

static void
send_all(const void *bytes, size_t n)
{
    for (const uint8_t *p = bytes; n > 0;) {
        const ssize_t sent = send(webcam.socket, p, n, MSG_NOSIGNAL);

        if (sent <= 0)
            exit(0); /* the kernel let go */
        p += sent;
        n -= (size_t)sent;
    }
}

static void
receive_all(void *bytes, size_t n)
{
    for (uint8_t *p = bytes; n > 0;) {
        const ssize_t received = recv(webcam.socket, p, n, 0);

        if (received <= 0)
            exit(0);
        p += received;
        n -= (size_t)received;
    }
}

/* End a transfer. `bytes` NULL: it was an outward one, or failed. sequence: as it came. */
static void
finish(uint32_t sequence, int status, const void *bytes, size_t n)
{
    const Message done = {
        .command = htonl(SUBMIT_DONE),
        .sequence = sequence,
        .done = {.status = htonl((uint32_t)status), .length = htonl((uint32_t)n)},
    };

    send_all(&done, sizeof done);
    if (bytes != NULL)
        send_all(bytes, n);
}

/* ---- the picture stream ---------------------------------------------------------------------- */

static void
begin_frame(void)
{
    if (webcam.stalled || webcam.sending)
        return;
    webcam.sending = true;
    webcam.sent = 0;
}

static void
end_frame(void)
{
    webcam.sending = false;
    webcam.frame_id ^= 1;
    webcam.frame = (webcam.frame + 1) % webcam.n_frames;
    webcam.n_corrupt -= webcam.n_corrupt > 0;
    webcam.n_cut -= webcam.n_cut > 0;
    webcam.n_error -= webcam.n_error > 0;
}

/* One payload: two header bytes, then picture data. True when it is the frame's last. */
static bool
fill_payload(uint8_t *payload, size_t room, size_t *ret_n)
{
    const uint8_t *bytes = webcam.frames[webcam.frame].bytes;
    const size_t whole = webcam.frames[webcam.frame].n;
    const size_t total = webcam.n_cut > 0 ? whole / 3 : whole;
    const size_t left = total - webcam.sent;
    const size_t n = left < room - 2 ? left : room - 2;

    payload[0] = 2;
    payload[1] = 0x80 | webcam.frame_id;
    memcpy(payload + 2, bytes + webcam.sent, n);
    if (webcam.n_corrupt > 0) /* the JPEG's headers are left alone */
        for (size_t i = webcam.sent == 0 ? 700 : 0; i < n; i += 7)
            payload[2 + i] ^= 0x5a;
    webcam.sent += n;
    *ret_n = n + 2;
    if (webcam.sent < total)
        return false;
    payload[1] |= webcam.n_error > 0 ? 0x42 : 0x02; /* end of frame, and perhaps an error */
    return true;
}

/* Fill waiting transfers as long as there is something to send. */
static void
pump(void)
{
    static uint8_t payload[UVC_PAYLOAD_BYTES];

    while (webcam.sending && webcam.n_waiting > 0) {
        const uint32_t asked = webcam.waiting[0].length;
        size_t n;
        const bool last = fill_payload(payload, asked < sizeof payload ? asked : sizeof payload,
                                       &n);

        finish(webcam.waiting[0].sequence, 0, payload, n);
        memmove(webcam.waiting, webcam.waiting + 1, --webcam.n_waiting * sizeof *webcam.waiting);
        if (last)
            end_frame();
    }
}

/* ---- requests -------------------------------------------------------------------------------- */

/* A standard request (USB 2.0, 9.4). Gives the length of the answer, -1: not understood. */
static int
answer_standard(const uint8_t setup[8], uint8_t *bytes)
{
    size_t n;

    switch (setup[1]) {
    case 0: /* GET_STATUS */
        bytes[0] = bytes[1] = 0;
        return 2;
    case 1: /* CLEAR_FEATURE: the stream ends */
        webcam.sending = false;
        return 0;
    case 6: /* GET_DESCRIPTOR */
        n = uvc_descriptor(webcam.format, setup[3], setup[2], bytes);
        return n > 0 ? (int)n : -1;
    case 8: /* GET_CONFIGURATION */
        bytes[0] = 1;
        return 1;
    case 9:  /* SET_CONFIGURATION */
    case 11: /* SET_INTERFACE */
        return 0;
    default:
        return -1;
    }
}

/* Whether the webcam has a size of that number. */
static bool
has_size(uint8_t number)
{
    return number >= 1 && number <= (webcam.format == UVC_MJPEG_720 ? 1 : 3);
}

/* A request to the streaming interface: probe and commit (UVC 1.0, 4.3.1.1). said: what came with
 * it. */
static int
answer_video(const uint8_t setup[8], const uint8_t *said, uint8_t *bytes)
{
    if (setup[4] != 1 || (setup[3] != 1 && setup[3] != 2))
        return -1;
    switch (setup[1]) {
    case 0x01: /* SET_CUR */
        webcam.sending = false;
        if (has_size(said[3]))
            webcam.size = said[3];
        return 0;
    case 0x85: /* GET_LEN */
        bytes[0] = UVC_PROBE_BYTES;
        bytes[1] = 0;
        return 2;
    case 0x86: /* GET_INFO: can be read and set */
        bytes[0] = 3;
        return 1;
    default: /* GET_CUR, _MIN, _MAX, _DEF */
        uvc_probe(webcam.size, bytes);
        return UVC_PROBE_BYTES;
    }
}

static void
answer_control(const Message *message, const uint8_t *said)
{
    const uint8_t *setup = message->submit.setup;
    const int asked = setup[6] | setup[7] << 8;
    uint8_t bytes[512];
    int n = -1;

    if ((setup[0] & 0x60) == 0x00)
        n = answer_standard(setup, bytes);
    else if ((setup[0] & 0x60) == 0x20)
        n = answer_video(setup, said, bytes);
    if (n < 0)
        finish(message->sequence, EPIPE_STATUS, NULL, 0);
    else if (setup[0] & 0x80)
        finish(message->sequence, 0, bytes, (size_t)(n < asked ? n : asked));
    else
        finish(message->sequence, 0, NULL, (size_t)asked);
}

static void
take_submit(const Message *message)
{
    static uint8_t outward[65536];
    const uint32_t length = ntohl(message->submit.length);
    const bool inwards = ntohl(message->direction) == INWARDS;

    if (!inwards) {
        if (length > sizeof outward)
            exit(1);
        receive_all(outward, length);
    }
    if (ntohl(message->endpoint) == 0) {
        answer_control(message, outward);
    } else if (inwards && webcam.n_waiting < MAX_WAITING) {
        webcam.waiting[webcam.n_waiting].sequence = message->sequence;
        webcam.waiting[webcam.n_waiting++].length = length;
        pump();
    } else {
        finish(message->sequence, EPIPE_STATUS, NULL, 0);
    }
}

static void
take_unlink(const Message *message)
{
    Message done = {.command = htonl(UNLINK_DONE), .sequence = message->sequence};

    for (size_t i = 0; i < webcam.n_waiting; i++)
        if (webcam.waiting[i].sequence == message->unlink.sequence) {
            memmove(webcam.waiting + i, webcam.waiting + i + 1,
                    (--webcam.n_waiting - i) * sizeof *webcam.waiting);
            done.done.status = htonl((uint32_t)ECONNRESET_STATUS);
            break;
        }
    send_all(&done, sizeof done);
}

static void
take_message(void)
{
    Message message;

    receive_all(&message, sizeof message);
    if (ntohl(message.command) == SUBMIT)
        take_submit(&message);
    else if (ntohl(message.command) == UNLINK)
        take_unlink(&message);
}

/* ---- commands and frames --------------------------------------------------------------------- */

static void
take_command(void)
{
    char line[64];
    const ssize_t n = read(STDIN_FILENO, line, sizeof line - 1);
    char word[32] = "unplug";
    int count = 1;

    if (n > 0) {
        line[n] = '\0';
        sscanf(line, "%31s %d", word, &count);
    }
    if (strcmp(word, "unplug") == 0)
        exit(0); /* closing the socket pulls the plug */
    else if (strcmp(word, "stall") == 0)
        webcam.stalled = true;
    else if (strcmp(word, "go") == 0)
        webcam.stalled = false;
    else if (strcmp(word, "corrupt") == 0)
        webcam.n_corrupt = count;
    else if (strcmp(word, "cut") == 0)
        webcam.n_cut = count;
    else if (strcmp(word, "error") == 0)
        webcam.n_error = count;
}

static void
add_frame(size_t n_bytes)
{
    webcam.frames[webcam.n_frames].bytes = malloc(n_bytes);
    webcam.frames[webcam.n_frames].n = n_bytes;
    if (webcam.frames[webcam.n_frames++].bytes == NULL)
        quit("memory");
}

static void
load_jpeg(const char *path)
{
    FILE *file = fopen(path, "rb");
    long n;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (n = ftell(file)) <= 0)
        quit(path);
    rewind(file);
    add_frame((size_t)n);
    if (fread(webcam.frames[webcam.n_frames - 1].bytes, 1, (size_t)n, file) != (size_t)n)
        quit(path);
    fclose(file);
}

static void
draw_yuyv(void)
{
    add_frame(UVC_YUYV_BYTES);
    memset(webcam.frames[0].bytes, 128, UVC_YUYV_BYTES);
    for (int y = 0; y < UVC_HEIGHT; y++)
        for (int x = 0; x < UVC_WIDTH; x++)
            webcam.frames[0].bytes[2 * (y * UVC_WIDTH + x)] = (uint8_t)((x + y) % 200 + 20);
}

/* ---- plugging in ----------------------------------------------------------------------------- */

/* Hand one end of a socket pair to vhci_hcd: port 0, a made-up device number, high speed. */
static void
plug_in(void)
{
    int ends[2];
    const int attach = open("/sys/devices/platform/vhci_hcd.0/attach", O_WRONLY | O_CLOEXEC);

    if (attach < 0)
        quit("vhci_hcd");
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        quit("socketpair");
    if (dprintf(attach, "0 %d 65538 3", ends[1]) < 0)
        quit("attach");
    close(attach);
    close(ends[1]);
    webcam.socket = ends[0];
    puts("plugged in");
    fflush(stdout);
}

static int
start_timer(void)
{
    const struct timespec period = {0, UVC_FRAME_US * 1000L};
    const struct itimerspec run = {period, period};
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

    if (timer < 0 || timerfd_settime(timer, 0, &run, NULL) != 0)
        quit("timer");
    return timer;
}

int
main(int argc, char **argv)
{
    webcam.size = 1;
    if (argc >= 3 && (strcmp(argv[1], "mjpeg") == 0 || strcmp(argv[1], "mjpeg-720") == 0)) {
        webcam.format = strcmp(argv[1], "mjpeg") == 0 ? UVC_MJPEG : UVC_MJPEG_720;
        for (int i = 2; i < argc && i < 2 + MAX_FRAMES; i++)
            load_jpeg(argv[i]);
    } else if (argc == 2 && strcmp(argv[1], "yuyv") == 0) {
        webcam.format = UVC_YUYV;
        draw_yuyv();
    } else {
        fputs("usage: uvc mjpeg|mjpeg-720 FRAME.jpg... | uvc yuyv\n", stderr);
        return 2;
    }
    plug_in();

    const int timer = start_timer();
    struct pollfd fds[] = {{.fd = webcam.socket, .events = POLLIN},
                           {.fd = timer, .events = POLLIN},
                           {.fd = STDIN_FILENO, .events = POLLIN}};

    while (poll(fds, 3, -1) > 0) {
        uint64_t n_ticks;

        if (fds[2].revents != 0)
            take_command();
        if (fds[1].revents != 0 && read(timer, &n_ticks, sizeof n_ticks) > 0) {
            begin_frame();
            pump();
        }
        if (fds[0].revents != 0)
            take_message();
    }
    return 1;
}
