/* safetensors: eight bytes of header length, little-endian; a JSON header {name: {dtype, shape,
 * data_offsets}, "__metadata__": {key: text}}; then the tensors' bytes, which the offsets count
 * from. Nothing in the file is believed before it is checked. */
#include "weights.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* MAX_ENTRIES bounds tensors and notes, whose names are compared each with each. */
enum { MAX_HEADER = 1 << 20, MAX_FILE = 1 << 28, MAX_SIDE = 1 << 24, MAX_ENTRIES = 1024 };

/* The bytes of a tensor within the data. */
typedef struct {
    size_t begin, end;
} Span;

/* A file being read: its bytes, what has been found in them, and where messages go. */
typedef struct {
    const char *name;
    LiltDiag *diag;
    const unsigned char *data; /* after the header */
    size_t n_data;
    LiltWeights *weights;
    Span spans[MAX_ENTRIES]; /* of weights->tensors */
} Source;

/* ---- reading ------------------------------------------------------------------------------- */

/* The whole file; release it with free(). */
static LiltStatus
slurp(const char *path, LiltDiag *diag, unsigned char **ret_bytes, size_t *ret_n)
{
    struct stat info;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe would make us wait */
    FILE *file = fd >= 0 ? fdopen(fd, "rb") : NULL;

    if (file == NULL || fstat(fileno(file), &info) != 0) {
        const int error = errno;

        if (file != NULL)
            fclose(file);
        else if (fd >= 0)
            close(fd);
        return lilt_fail(diag, lilt_status_from_errno(error), "%s: %s", path, strerror(error));
    }
    if (!S_ISREG(info.st_mode) || info.st_size > MAX_FILE || info.st_size < 8) {
        fclose(file);
        return lilt_fail(diag, LILT_E_FORMAT, "%s: not a weights file (8 bytes to 256 MB)", path);
    }
    const size_t n = (size_t)info.st_size;
    unsigned char *bytes = malloc(n);
    const bool good = bytes != NULL && fread(bytes, 1, n, file) == n;

    fclose(file);
    if (!good) {
        free(bytes);
        return lilt_fail(diag, bytes == NULL ? LILT_E_NOMEM : LILT_E_IO, "%s: cannot be read",
                         path);
    }
    *ret_bytes = bytes;
    *ret_n = n;
    return LILT_OK;
}

/* A whole number from 0 to `limit`. */
static bool
get_size(const cJSON *item, size_t limit, size_t *ret)
{
    if (!cJSON_IsNumber(item) || item->valuedouble < 0 || item->valuedouble > (double)limit ||
        item->valuedouble != floor(item->valuedouble))
        return false;
    *ret = (size_t)item->valuedouble;
    return true;
}

/* Name, shape and number of values; false for what cannot be a tensor of ours. */
static bool
read_spec(const cJSON *entry, LiltTensorSpec *spec, size_t *ret_n)
{
    const cJSON *shape = cJSON_GetObjectItemCaseSensitive(entry, "shape"), *side;
    size_t n = 1;

    if (!cJSON_IsArray(shape) || cJSON_GetArraySize(shape) > 4)
        return false;
    strcpy(spec->name, entry->string);
    cJSON_ArrayForEach(side, shape)
    {
        if (!get_size(side, MAX_SIDE, &spec->shape[spec->n_dims]))
            return false;
        n *= spec->shape[spec->n_dims++];
        if (n > MAX_FILE) /* so that four sides below 2^24 cannot overflow */
            return false;
    }
    *ret_n = n;
    return true;
}

/* The tensor's bytes within the data; false when its offsets do not fit its shape or the file. */
static bool
locate(const Source *source, const cJSON *entry, size_t n_bytes, Span *span)
{
    const cJSON *offsets = cJSON_GetObjectItemCaseSensitive(entry, "data_offsets");

    return cJSON_IsArray(offsets) && cJSON_GetArraySize(offsets) == 2 &&
           get_size(cJSON_GetArrayItem(offsets, 0), source->n_data, &span->begin) &&
           get_size(cJSON_GetArrayItem(offsets, 1), source->n_data, &span->end) &&
           span->begin <= span->end && span->end - span->begin == n_bytes;
}

/* The tensor read earlier that has some of these bytes, or NULL. */
static const LiltTensor *
find_overlap(const Source *source, const Span *span)
{
    for (size_t i = 0; i < source->weights->n_tensors; i++)
        if (span->begin < source->spans[i].end && source->spans[i].begin < span->end)
            return source->weights->tensors[i];
    return NULL;
}

/* The float whose upper 16 bits (bf16) or all 32 lie there, little-endian. */
static float
widen(const unsigned char *from, size_t bytes)
{
    uint32_t bits = 0;
    float value;

    for (size_t i = 0; i < bytes; i++)
        bits |= (uint32_t)from[i] << (8 * (4 - bytes + i));
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Bytes of a value of the entry's type; 0 for a type that is not read. */
static size_t
get_width(const cJSON *entry)
{
    const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "dtype"));

    if (type == NULL)
        return 0;
    return strcmp(type, "F32") == 0 ? 4 : strcmp(type, "BF16") == 0 ? 2 : 0;
}

/* What the header says of a tensor, held against the file and the tensors before it. */
static LiltStatus
check_entry(const Source *source, const cJSON *entry, LiltTensorSpec *spec, size_t *ret_n,
            Span *span)
{
    const size_t n_tensors = source->weights->n_tensors, width = get_width(entry);
    const LiltTensor *other;

    if (n_tensors >= MAX_ENTRIES)
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: more than %d tensors", source->name,
                         MAX_ENTRIES);
    if (!lilt_is_name(entry->string, sizeof spec->name))
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %zu has an impossible name",
                         source->name, n_tensors + 1);
    if (lilt_weights_named(source->weights, entry->string) != NULL)
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s comes twice", source->name,
                         entry->string);
    if (width == 0)
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s is neither F32 nor BF16",
                         source->name, entry->string);
    if (!read_spec(entry, spec, ret_n))
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s has an impossible shape",
                         source->name, entry->string);
    if (!locate(source, entry, *ret_n * width, span))
        return lilt_fail(source->diag, LILT_E_FORMAT,
                         "%s: tensor %s: its offsets do not fit its shape (%zu bytes) or the file",
                         source->name, entry->string, *ret_n * width);
    /* Else a small file whose tensors share bytes could ask for any amount of memory. */
    if ((other = find_overlap(source, span)) != NULL)
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s overlaps tensor %s",
                         source->name, entry->string, other->spec.name);
    return LILT_OK;
}

static LiltStatus
read_tensor(Source *source, const cJSON *entry)
{
    const size_t index = source->weights->n_tensors, width = get_width(entry);
    LiltTensorSpec spec = {.n_dims = 0};
    Span span = {0, 0};
    size_t n = 0;
    const LiltStatus status = check_entry(source, entry, &spec, &n, &span);

    if (status != LILT_OK)
        return status;
    LiltTensor *tensor = lilt_weights_add(source->weights, &spec);

    if (tensor == NULL)
        return lilt_fail(source->diag, LILT_E_NOMEM, "%s: out of memory", source->name);
    source->spans[index] = span;
    for (size_t i = 0; i < n; i++) {
        tensor->data[i] = widen(source->data + span.begin + i * width, width);
        if (!isfinite(tensor->data[i]))
            return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s: value %zu is not finite",
                             source->name, spec.name, i);
    }
    return LILT_OK;
}

static LiltStatus
read_notes(Source *source, const cJSON *notes)
{
    const cJSON *note;

    cJSON_ArrayForEach(note, notes)
    {
        if (source->weights->n_notes >= MAX_ENTRIES)
            return lilt_fail(source->diag, LILT_E_FORMAT, "%s: more than %d notes", source->name,
                             MAX_ENTRIES);
        if (!cJSON_IsString(note))
            continue;
        if (lilt_weights_set_note(source->weights, note->string, note->valuestring) != LILT_OK)
            return lilt_fail(source->diag, LILT_E_NOMEM, "%s: out of memory", source->name);
    }
    return LILT_OK;
}

static LiltStatus
read_header(Source *source, const cJSON *header)
{
    LiltStatus status = LILT_OK;
    const cJSON *entry;

    if (!cJSON_IsObject(header))
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: its header is not JSON", source->name);
    cJSON_ArrayForEach(entry, header)
    {
        if (status == LILT_OK)
            status = strcmp(entry->string, "__metadata__") == 0 ? read_notes(source, entry)
                                                                : read_tensor(source, entry);
    }
    return status;
}

LiltStatus
lilt_weights_parse(const char *name, const void *bytes, size_t n, LiltDiag *diag,
                   LiltWeights **ret_weights)
{
    const unsigned char *length = bytes, *header = length + 8;
    uint64_t n_header = 0;

    for (size_t i = 8; i-- > 0;)
        n_header = n_header << 8 | (n >= 8 ? length[i] : 0);
    if (n < 8 || n_header > MAX_HEADER || n_header > n - 8)
        return lilt_fail(diag, LILT_E_FORMAT,
                         "%s: claims a header of %llu bytes, longer than the file or 1 MB", name,
                         (unsigned long long)n_header);
    LiltWeights *weights = lilt_weights_new();

    if (weights == NULL || (weights->source = strdup(name)) == NULL) {
        lilt_weights_free(weights);
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", name);
    }
    cJSON *json = cJSON_ParseWithLength((const char *)header, (size_t)n_header);
    Source source = {name, diag, header + n_header, n - 8 - (size_t)n_header, weights, {{0}}};
    const LiltStatus status = read_header(&source, json);

    cJSON_Delete(json);
    if (status == LILT_OK)
        *ret_weights = weights;
    else
        lilt_weights_free(weights);
    return status;
}

LiltStatus
lilt_weights_read(const char *path, LiltDiag *diag, LiltWeights **ret_weights)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    LiltStatus status = slurp(path, diag, &bytes, &n);

    if (status != LILT_OK)
        return status;
    status = lilt_weights_parse(path, bytes, n, diag, ret_weights);
    free(bytes);
    return status;
}

/* ---- writing ------------------------------------------------------------------------------- */

static uint32_t
bits_of(float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Bytes a value takes in the file: 2 where BF16 holds every value of the tensor, else 4. */
static size_t
width_of(const LiltTensor *tensor)
{
    for (size_t i = 0; i < tensor->n; i++)
        if ((bits_of(tensor->data[i]) & 0xffff) != 0)
            return 4;
    return 2;
}

static bool
describe_tensor(const LiltTensor *tensor, size_t width, size_t begin, cJSON *header)
{
    cJSON *entry = cJSON_AddObjectToObject(header, tensor->spec.name);
    cJSON *shape, *offsets;

    if (entry == NULL || !cJSON_AddStringToObject(entry, "dtype", width == 2 ? "BF16" : "F32"))
        return false;
    shape = cJSON_AddArrayToObject(entry, "shape");
    offsets = cJSON_AddArrayToObject(entry, "data_offsets");
    for (size_t i = 0; i < tensor->spec.n_dims; i++)
        if (!cJSON_AddItemToArray(shape, cJSON_CreateNumber((double)tensor->spec.shape[i])))
            return false;
    return cJSON_AddItemToArray(offsets, cJSON_CreateNumber((double)begin)) &&
           cJSON_AddItemToArray(offsets, cJSON_CreateNumber((double)(begin + width * tensor->n)));
}

/* The wider tensors come first, so that every value is aligned to its size. */
static bool
describe_tensors(const LiltWeights *weights, cJSON *header)
{
    size_t begin = 0;

    for (size_t width = 4; width >= 2; width -= 2)
        for (size_t i = 0; i < weights->n_tensors; i++) {
            const LiltTensor *tensor = weights->tensors[i];

            if (width_of(tensor) != width)
                continue;
            if (!describe_tensor(tensor, width, begin, header))
                return false;
            begin += width * tensor->n;
        }
    return true;
}

/* The header's text, padded with spaces to eight bytes; release it with free(). */
static char *
describe(const LiltWeights *weights)
{
    cJSON *header = cJSON_CreateObject();
    cJSON *notes = cJSON_AddObjectToObject(header, "__metadata__");
    bool good = notes != NULL;

    for (size_t i = 0; good && i < weights->n_notes; i++)
        good = cJSON_AddStringToObject(notes, weights->notes[i].key, weights->notes[i].text);
    char *text = good && describe_tensors(weights, header) ? cJSON_PrintUnformatted(header) : NULL;

    cJSON_Delete(header);
    if (text == NULL)
        return NULL;
    const size_t n = strlen(text), padded = (n + 7) / 8 * 8;
    char *wide = realloc(text, padded + 1);

    if (wide == NULL) {
        free(text);
        return NULL;
    }
    memset(wide + n, ' ', padded - n);
    wide[padded] = '\0';
    return wide;
}

static bool
put_little_endian(FILE *file, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8)
        if (putc((int)(value & 0xff), file) == EOF)
            return false;
    return true;
}

/* The upper `width` bytes of each value. */
static bool
put_tensor(FILE *file, const LiltTensor *tensor, size_t width)
{
    for (size_t i = 0; i < tensor->n; i++)
        if (!put_little_endian(file, bits_of(tensor->data[i]) >> (8 * (4 - width)), (int)width))
            return false;
    return true;
}

static bool
put_all(FILE *file, const LiltWeights *weights, const char *header)
{
    if (!put_little_endian(file, strlen(header), 8) || fputs(header, file) == EOF)
        return false;
    for (size_t width = 4; width >= 2; width -= 2)
        for (size_t i = 0; i < weights->n_tensors; i++)
            if (width_of(weights->tensors[i]) == width &&
                !put_tensor(file, weights->tensors[i], width))
                return false;
    return fflush(file) == 0 && fsync(fileno(file)) == 0;
}

LiltStatus
lilt_weights_write(const LiltWeights *weights, const char *path, LiltDiag *diag)
{
    char beside[4096];
    const int length = snprintf(beside, sizeof beside, "%s.part", path);
    char *header = describe(weights);

    if (header == NULL || length < 0 || (size_t)length >= sizeof beside) {
        free(header);
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory, or the path is too long", path);
    }
    FILE *file = fopen(beside, "wb");
    bool good = file != NULL && put_all(file, weights, header);

    free(header);
    if (file != NULL)
        good &= fclose(file) == 0;
    if (good && rename(beside, path) == 0)
        return LILT_OK;
    const int error = errno;

    unlink(beside);
    return lilt_fail(diag, lilt_status_from_errno(error), "%s: %s", path, strerror(error));
}
