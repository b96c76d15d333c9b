/* safetensors: eight bytes of header length, little-endian; a JSON header {name: {dtype, shape,
 * data_offsets}, "__metadata__": {key: text}}; then the tensors' bytes, which the offsets count
 * from. Nothing in the file is believed before it is checked. */
#include "weights.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_HEADER = 1 << 20, MAX_FILE = 1 << 28, MAX_SIDE = 1 << 24 };

/* A file being read: its bytes, and where messages go. */
typedef struct {
    const char *path;
    LiltDiag *diag;
    const unsigned char *data; /* after the header */
    size_t n_data;
    size_t n_used; /* bytes of it that tensors have claimed so far */
} Source;

/* ---- reading ------------------------------------------------------------------------------- */

/* The whole file; release it with free(). */
static LiltStatus
slurp(const char *path, LiltDiag *diag, unsigned char **ret_bytes, size_t *ret_n)
{
    struct stat info;
    FILE *file = fopen(path, "rb");

    if (file == NULL || fstat(fileno(file), &info) != 0) {
        const int error = errno;

        if (file != NULL)
            fclose(file);
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

    if (strlen(entry->string) >= sizeof spec->name || !cJSON_IsArray(shape) ||
        cJSON_GetArraySize(shape) > 4)
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

/* The tensor's bytes within the file; false when its offsets do not fit its shape or the file. */
static bool
locate(const Source *source, const cJSON *entry, size_t n_bytes, const unsigned char **ret_from)
{
    const cJSON *offsets = cJSON_GetObjectItemCaseSensitive(entry, "data_offsets");
    size_t begin, end;

    if (cJSON_GetArraySize(offsets) != 2 ||
        !get_size(cJSON_GetArrayItem(offsets, 0), source->n_data, &begin) ||
        !get_size(cJSON_GetArrayItem(offsets, 1), source->n_data, &end))
        return false;
    *ret_from = source->data + begin;
    return begin <= end && end - begin == n_bytes;
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

static LiltStatus
read_tensor(Source *source, const cJSON *entry, LiltWeights *weights)
{
    const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "dtype"));
    const size_t width = type == NULL                ? 0
                         : strcmp(type, "F32") == 0  ? 4
                         : strcmp(type, "BF16") == 0 ? 2
                                                     : 0;
    LiltTensorSpec spec = {.n_dims = 0};
    const unsigned char *from;
    size_t n;

    if (width == 0)
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s is neither F32 nor BF16",
                         source->path, entry->string);
    if (!read_spec(entry, &spec, &n))
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s has an impossible shape",
                         source->path, entry->string);
    if (!locate(source, entry, n * width, &from))
        return lilt_fail(source->diag, LILT_E_FORMAT,
                         "%s: tensor %s: its offsets do not fit its shape (%zu bytes) or the file",
                         source->path, entry->string, n * width);
    /* Else a small file of overlapping tensors could ask for any amount of memory. */
    source->n_used += n * width;
    if (source->n_used > source->n_data)
        return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s overlaps others", source->path,
                         entry->string);
    LiltTensor *tensor = lilt_weights_add(weights, &spec);

    if (tensor == NULL)
        return lilt_fail(source->diag, LILT_E_NOMEM, "%s: out of memory", source->path);
    for (size_t i = 0; i < n; i++) {
        tensor->data[i] = widen(from + i * width, width);
        if (!isfinite(tensor->data[i]))
            return lilt_fail(source->diag, LILT_E_FORMAT, "%s: tensor %s: value %zu is not finite",
                             source->path, entry->string, i);
    }
    return LILT_OK;
}

static LiltStatus
read_header(Source *source, const cJSON *header, LiltWeights *weights)
{
    LiltStatus status = LILT_OK;
    const cJSON *entry, *note;

    cJSON_ArrayForEach(entry, header)
    {
        if (status != LILT_OK)
            break;
        if (strcmp(entry->string, "__metadata__") != 0) {
            status = read_tensor(source, entry, weights);
            continue;
        }
        cJSON_ArrayForEach(note, entry)
        {
            if (cJSON_IsString(note) && status == LILT_OK)
                status = lilt_weights_set_note(weights, note->string, note->valuestring);
        }
    }
    return status;
}

static LiltStatus
read_bytes(const char *path, const unsigned char *bytes, size_t n, LiltDiag *diag,
           LiltWeights *weights)
{
    uint64_t n_header = 0;

    for (int i = 7; i >= 0; i--)
        n_header = n_header << 8 | bytes[i];
    if (n_header > MAX_HEADER || n_header > n - 8)
        return lilt_fail(diag, LILT_E_FORMAT,
                         "%s: claims a header of %llu bytes, longer than the file or 1 MB", path,
                         (unsigned long long)n_header);
    cJSON *header = cJSON_ParseWithLength((const char *)bytes + 8, (size_t)n_header);
    Source source = {path, diag, bytes + 8 + n_header, n - 8 - (size_t)n_header, 0};
    const LiltStatus status = cJSON_IsObject(header)
                                  ? read_header(&source, header, weights)
                                  : lilt_fail(diag, LILT_E_FORMAT, "%s: its header is not JSON",
                                              path);

    cJSON_Delete(header);
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
    LiltWeights *weights = lilt_weights_new();

    if (weights == NULL || (weights->source = strdup(path)) == NULL)
        status = lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    else
        status = read_bytes(path, bytes, n, diag, weights);
    free(bytes);
    if (status == LILT_OK)
        *ret_weights = weights;
    else
        lilt_weights_free(weights);
    return status;
}

/* ---- writing ------------------------------------------------------------------------------- */

static bool
describe_tensor(const LiltTensor *tensor, size_t begin, cJSON *header)
{
    cJSON *entry = cJSON_AddObjectToObject(header, tensor->spec.name);
    cJSON *shape, *offsets;

    if (entry == NULL || cJSON_AddStringToObject(entry, "dtype", "F32") == NULL)
        return false;
    shape = cJSON_AddArrayToObject(entry, "shape");
    offsets = cJSON_AddArrayToObject(entry, "data_offsets");
    for (size_t i = 0; i < tensor->spec.n_dims; i++)
        if (!cJSON_AddItemToArray(shape, cJSON_CreateNumber((double)tensor->spec.shape[i])))
            return false;
    return cJSON_AddItemToArray(offsets, cJSON_CreateNumber((double)begin)) &&
           cJSON_AddItemToArray(offsets, cJSON_CreateNumber((double)(begin + 4 * tensor->n)));
}

/* The header's text, padded with spaces to eight bytes; release it with free(). */
static char *
describe(const LiltWeights *weights)
{
    cJSON *header = cJSON_CreateObject();
    cJSON *notes = cJSON_AddObjectToObject(header, "__metadata__");
    bool good = notes != NULL;
    size_t begin = 0;

    for (size_t i = 0; good && i < weights->n_notes; i++)
        good = cJSON_AddStringToObject(notes, weights->notes[i].key, weights->notes[i].text);
    for (size_t i = 0; good && i < weights->n_tensors; i++) {
        good = describe_tensor(weights->tensors[i], begin, header);
        begin += 4 * weights->tensors[i]->n;
    }
    char *text = good ? cJSON_PrintUnformatted(header) : NULL;

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

static bool
put_all(FILE *file, const LiltWeights *weights, const char *header)
{
    if (!put_little_endian(file, strlen(header), 8) || fputs(header, file) == EOF)
        return false;
    for (size_t i = 0; i < weights->n_tensors; i++)
        for (size_t j = 0; j < weights->tensors[i]->n; j++) {
            uint32_t bits;

            memcpy(&bits, &weights->tensors[i]->data[j], sizeof bits);
            if (!put_little_endian(file, bits, 4))
                return false;
        }
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
