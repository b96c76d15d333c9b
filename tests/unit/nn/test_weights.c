/* The weights file: what is written is read, and a file that lies is refused by name. */
#include "check.h"
#include "lilt/nn.h"

#include <sys/stat.h>
#include <unistd.h>

static const char *
temp_path(const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s", check_temp_dir(), name);
    return path;
}

/* A file with this header and `n` bytes of `data`; `claimed` is the header length it states. */
static const char *
write_raw(const char *header, uint64_t claimed, const void *data, size_t n)
{
    const char *path = temp_path("raw.safetensors");
    FILE *file = fopen(path, "wb");

    if (file == NULL)
        return path;
    for (int i = 0; i < 8; i++)
        putc((int)(claimed >> 8 * i & 0xff), file);
    fputs(header, file);
    fwrite(data, 1, n, file);
    fclose(file);
    return path;
}

/* Reading must fail with LILT_E_FORMAT and a message that holds both words. */
static void
check_refused(const char *path, const char *word, const char *other)
{
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_weights_read(path, &diag, &weights) == LILT_E_FORMAT && weights == NULL,
          "refused, and nothing given: %s", word);
    CHECK(strstr(diag.text, word) != NULL && strstr(diag.text, other) != NULL,
          "\"%s\" names \"%s\" and \"%s\"", diag.text, word, other);
}

static void
check_header_refused(const char *header, const char *word)
{
    static const float data[4] = {1, 2, 3, 4};

    check_refused(write_raw(header, strlen(header), data, sizeof data), word, "raw.safetensors");
}

TEST(what_is_written_is_read)
{
    LiltWeights *out = lilt_weights_new(), *in = NULL;
    const LiltTensorSpec matrix = {"a.weight", 2, {3, 5, 0, 0}}, row = {"a.bias", 1, {7, 0, 0, 0}};
    LiltRng rng = lilt_rng_new(check_seed(), 1);
    LiltDiag diag = {""};

    REQUIRE(out != NULL, "memory");
    LiltTensor *first = lilt_weights_add(out, &matrix), *second = lilt_weights_add(out, &row);

    REQUIRE(first != NULL && second != NULL && first->n == 15 && second->n == 7, "sizes");
    for (size_t i = 0; i < 15; i++)
        first->data[i] = lilt_rng_normal(&rng);
    second->data[3] = -0.0f;
    CHECK(lilt_weights_set_note(out, "who", "\"me\"\n") == LILT_OK, "note");
    CHECK(lilt_weights_set_note(out, "who", "you\t\"") == LILT_OK, "replaced");
    REQUIRE(lilt_weights_write(out, temp_path("w.safetensors"), &diag) == LILT_OK, "%s", diag.text);
    CHECK(access(temp_path("w.safetensors.part"), F_OK) != 0, "no half file is left");
    REQUIRE(lilt_weights_read(temp_path("w.safetensors"), &diag, &in) == LILT_OK, "%s", diag.text);

    const LiltTensor *tensor = NULL;

    CHECK(lilt_weights_find(in, &matrix, &diag, &tensor) == LILT_OK, "%s", diag.text);
    CHECK_BYTES(first->data, tensor->data, 15 * sizeof(float), "matrix");
    CHECK(lilt_weights_find(in, &row, &diag, &tensor) == LILT_OK, "%s", diag.text);
    CHECK_BYTES(second->data, tensor->data, 7 * sizeof(float), "row, with its -0");
    CHECK_TEXT("you\t\"", lilt_weights_note(in, "who"));
    CHECK(lilt_weights_note(in, "nobody") == NULL, "no such note");
    lilt_weights_free(in);
    lilt_weights_free(out);
    lilt_weights_free(NULL);
}

/* Kernels are rounded to the nearest value of BF16, which has 8 bits, ties to even, and take half
 * the room; the rest stays as it was. */
TEST(rounded_weights_are_written_as_bf16)
{
    LiltWeights *out = lilt_weights_new(), *in = NULL;
    const LiltTensorSpec matrix = {"a.weight", 2, {1, 5, 0, 0}}, row = {"a.bias", 1, {3, 0, 0, 0}};
    const float values[5] = {1.0f + 0x1p-8f, 1.0f + 3 * 0x1p-8f, -3.1415927f, 0x1.01p-130f, -0.0f};
    const float rounded[5] = {1.0f, 1.0f + 2 * 0x1p-7f, -3.140625f, 0x1.00p-130f, -0.0f};
    const LiltTensor *tensor = NULL;
    LiltDiag diag = {""};
    struct stat info;

    REQUIRE(out != NULL, "memory");
    LiltTensor *first = lilt_weights_add(out, &matrix), *second = lilt_weights_add(out, &row);

    REQUIRE(first != NULL && second != NULL, "memory");
    memcpy(first->data, values, sizeof values);
    second->data[1] = 3.1415927f;
    lilt_weights_round(out);
    CHECK_BYTES(rounded, first->data, sizeof rounded, "in memory");
    REQUIRE(lilt_weights_write(out, temp_path("h.safetensors"), &diag) == LILT_OK, "%s", diag.text);
    REQUIRE(lilt_weights_read(temp_path("h.safetensors"), &diag, &in) == LILT_OK, "%s", diag.text);
    CHECK(lilt_weights_find(in, &matrix, &diag, &tensor) == LILT_OK, "%s", diag.text);
    CHECK_BYTES(rounded, tensor->data, sizeof rounded, "matrix");
    CHECK(lilt_weights_find(in, &row, &diag, &tensor) == LILT_OK, "%s", diag.text);
    CHECK(tensor->data[1] == 3.1415927f, "a bias is not rounded");
    REQUIRE(stat(temp_path("h.safetensors"), &info) == 0, "stat");
    CHECK((size_t)info.st_size % 8 == (3 * sizeof(float) + 5 * 2) % 8,
          "%lld bytes: header and values", (long long)info.st_size);
    lilt_weights_free(in);
    lilt_weights_free(out);
}

TEST(a_missing_tensor_and_a_wrong_shape_are_named)
{
    LiltWeights *weights = lilt_weights_new();
    const LiltTensorSpec have = {"conv1.weight", 2, {3, 5, 0, 0}};
    const LiltTensorSpec want = {"conv1.weight", 4, {3, 1, 2, 2}}, other = {"fer.bias", 1, {7}};
    const LiltTensor *tensor = NULL;
    LiltDiag diag = {""};

    REQUIRE(weights != NULL && lilt_weights_add(weights, &have) != NULL, "memory");
    CHECK(lilt_weights_find(weights, &want, &diag, &tensor) == LILT_E_FORMAT, "wrong shape");
    CHECK_TEXT("weights: tensor conv1.weight should be [3, 1, 2, 2] and is [3, 5]", diag.text);
    CHECK(lilt_weights_find(weights, &other, &diag, &tensor) == LILT_E_FORMAT, "missing");
    CHECK_TEXT("weights: no tensor fer.bias [7]", diag.text);
    CHECK(tensor == NULL, "untouched on failure");
    lilt_weights_free(weights);
}

TEST(bf16_is_widened)
{
    const char *header = "{\"t\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[0,6]}}";
    const unsigned char data[] = {0x80, 0x3f, 0x00, 0xc0, 0x49, 0x40}; /* 1, -2, 3.140625 */
    const float want[] = {1.0f, -2.0f, 3.140625f};
    const LiltTensorSpec spec = {"t", 1, {3}};
    const LiltTensor *tensor = NULL;
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};

    REQUIRE(lilt_weights_read(write_raw(header, strlen(header), data, 6), &diag, &weights) ==
                LILT_OK,
            "%s", diag.text);
    REQUIRE(lilt_weights_find(weights, &spec, &diag, &tensor) == LILT_OK, "%s", diag.text);
    CHECK_BYTES(want, tensor->data, sizeof want, "bf16");
    lilt_weights_free(weights);
}

TEST(a_missing_file_is_named)
{
    LiltWeights *weights = NULL;
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_weights_read("/nowhere/x.safetensors", &diag, &weights) == LILT_E_ABSENT, "absent");
    CHECK(strstr(diag.text, "/nowhere/x.safetensors") != NULL, "%s", diag.text);
    CHECK(lilt_net_load("/nowhere/x.safetensors", NULL, &net) == LILT_E_ABSENT && net == NULL,
          "diag may be NULL");
    CHECK(lilt_weights_read(check_temp_dir(), &diag, &weights) != LILT_OK, "a folder is no file");
    REQUIRE(mkfifo(temp_path("pipe"), 0600) == 0, "mkfifo");
    CHECK(lilt_weights_read(temp_path("pipe"), &diag, &weights) == LILT_E_FORMAT,
          "a pipe that nobody writes to is not waited for");
}

TEST(headers_that_lie_are_refused)
{
    check_refused(write_raw("", 0, "", 0), "JSON", "raw.safetensors");
    check_refused(write_raw("{}", (uint64_t)2 << 30, "", 0), "2147483648", "raw.safetensors");
    check_refused(write_raw("{}", UINT64_MAX, "", 0), "18446744073709551615", "header");
    check_refused(write_raw("{}", 3, "", 0), "3 bytes", "raw.safetensors");
    check_header_refused("{\"t\":", "JSON");
    check_header_refused("[1, 2]", "JSON");
    check_header_refused("{\"t\":{}}", "tensor t");
    check_header_refused("{\"t\":7}", "tensor t");
}

TEST(tensors_that_lie_are_refused_by_name)
{
    check_header_refused("{\"t\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
                         "tensor t is neither");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[0,32]}}",
                         "tensor t: its offsets");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}}",
                         "tensor t: its offsets");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[4,20]}}",
                         "tensor t: its offsets");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-4,12]}}",
                         "tensor t: its offsets");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0]}}",
                         "tensor t: its offsets");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,16]}}",
                         "tensor t: its offsets");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}}",
                         "tensor t has an impossible shape");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,6]}}",
                         "tensor t has an impossible shape");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[16777216,16777216,16777216],"
                         "\"data_offsets\":[0,16]}}",
                         "tensor t has an impossible shape");
    check_header_refused(
        "{\"t\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,4],\"data_offsets\":[0,16]}}",
        "tensor t has an impossible shape");
}

TEST(a_header_may_be_cut_or_nested_without_end)
{
    enum { DEEP = 100000 };
    static char deep[DEEP + 1];
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};

    memset(deep, '[', DEEP);
    check_header_refused(deep, "JSON");
    memcpy(deep, "{\"t\":", 5);
    check_header_refused(deep, "JSON");
    for (size_t n = 0; n < 10; n++) { /* shorter than a header's length and an empty object */
        static const unsigned char whole[] = {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
        unsigned char *bytes = malloc(n + 1); /* so that the sanitizer sees a byte too far */

        REQUIRE(bytes != NULL, "memory");
        memcpy(bytes + 1, whole, n);
        CHECK(lilt_weights_parse("cut", bytes + 1, n, &diag, &weights) == LILT_E_FORMAT &&
                  weights == NULL && strstr(diag.text, "cut: claims a header") != NULL,
              "%zu bytes: %s", n, diag.text);
        free(bytes);
    }
}

TEST(names_are_short_and_come_once)
{
    static const char form[] = "{\"%s\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}";
    static char header[60 * 1100];
    char name[65], *end = header;

    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                         "\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
                         "tensor t comes twice");
    memset(name, 'n', 64);
    name[64] = '\0';
    snprintf(header, sizeof header, form, name);
    check_header_refused(header, "tensor 1 has an impossible name");
    snprintf(header, sizeof header, form, "\\u001b[2J");
    check_header_refused(header, "tensor 1 has an impossible name");
    snprintf(header, sizeof header, form, "");
    check_header_refused(header, "tensor 1 has an impossible name");
    for (int i = 0; i < 1025; i++)
        end += sprintf(end, "%c\"%x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}",
                       i == 0 ? '{' : ',', (unsigned)i);
    strcpy(end, "}");
    check_header_refused(header, "more than 1024 tensors");
    end = header + sprintf(header, "{\"__metadata__\":");
    for (int i = 0; i < 1025; i++)
        end += sprintf(end, "%c\"%x\":\"\"", i == 0 ? '{' : ',', (unsigned)i);
    strcpy(end, "}}");
    check_header_refused(header, "more than 1024 notes");
}

TEST(tensors_may_not_share_their_bytes)
{
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                         "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                         "\"u\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[6,12]}}",
                         "tensor u overlaps tensor t");
    check_header_refused("{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},"
                         "\"u\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                         "tensor u overlaps");
}

TEST(values_that_are_not_finite_are_refused)
{
    const char *header = "{\"conv1.weight\":{\"dtype\":\"F32\",\"shape\":[4],"
                         "\"data_offsets\":[0,16]}}";
    float data[4] = {1, 2, NAN, 4};

    check_refused(write_raw(header, strlen(header), data, sizeof data),
                  "tensor conv1.weight: value 2 is not finite", "raw.safetensors");
    data[2] = INFINITY;
    check_refused(write_raw(header, strlen(header), data, sizeof data), "value 2", "conv1.weight");
}

/* Whatever single bytes turn into: an answer, never a crash (the sanitizers watch), and never a
 * value that is not finite. */
TEST(a_damaged_file_is_read_or_refused)
{
    static const char header[] =
        "{\"__metadata__\":{\"a\":\"b\"},"
        "\"t\":{\"dtype\":\"F32\",\"shape\":[2,2],"
        "\"data_offsets\":[0,16]},"
        "\"u\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[16,24]}}";
    static const char bytes[] = "[]{}\",:0123456789-.eE\\ \xff";
    unsigned char data[24] = {0};
    char damaged[sizeof header];
    LiltRng rng = lilt_rng_new(check_seed(), 2);
    int n_read = 0, n_refused = 0;

    for (int round = 0; round < check_rounds(3000); round++) {
        LiltWeights *weights = NULL;
        LiltDiag diag = {""};

        memcpy(damaged, header, sizeof header);
        for (uint32_t i = lilt_rng_below(&rng, 4); i > 0; i--)
            damaged[lilt_rng_below(&rng, sizeof header - 1)] =
                bytes[lilt_rng_below(&rng, sizeof bytes - 1)];
        data[lilt_rng_below(&rng, sizeof data)] = (unsigned char)lilt_rng_u32(&rng);
        const char *path = write_raw(damaged, strlen(damaged), data, sizeof data);

        if (lilt_weights_read(path, &diag, &weights) == LILT_OK)
            n_read++;
        else if (CHECK(weights == NULL && strstr(diag.text, path) != NULL, "%s", diag.text))
            n_refused++;
        lilt_weights_free(weights);
    }
    CHECK(n_read > 100 && n_refused > 100, "%d read, %d refused", n_read, n_refused);
}

TEST(a_place_that_cannot_be_written_is_named)
{
    LiltWeights *weights = lilt_weights_new();
    LiltDiag diag = {""};

    REQUIRE(weights != NULL, "memory");
    CHECK(lilt_weights_write(weights, "/nowhere/x.safetensors", &diag) == LILT_E_ABSENT, "absent");
    CHECK(strstr(diag.text, "/nowhere/x.safetensors") != NULL, "%s", diag.text);
    lilt_weights_free(weights);
}

TEST_MAIN()
