/* ONNX Runtime's C interface is one table of functions whose order never changes (onnxruntime.ai,
 * C API): named here are the few that are called, by their place in it. */
#include "ort.h"

#include <dlfcn.h>
#include <stdlib.h>

typedef struct OrtStatus OrtStatus; /* NULL is success */
typedef struct OrtEnv OrtEnv;
typedef struct OrtOptions OrtOptions;
typedef struct OrtSession OrtSession;
typedef struct OrtMemory OrtMemory;
typedef struct OrtValue OrtValue;

enum { API_VERSION = 11, LOG_ERRORS = 3, ARENA_ALLOCATOR = 1, DEFAULT_MEMORY = 0, FLOATS = 1 };

typedef struct {
    void *from_0[2];
    const char *(*message)(const OrtStatus *status); /* 2 */
    OrtStatus *(*create_env)(int log_level, const char *log_id, OrtEnv **env);
    void *from_4[3];
    OrtStatus *(*create_session)(const OrtEnv *env, const char *path, const OrtOptions *options,
                                 OrtSession **session); /* 7 */
    void *from_8[1];
    OrtStatus *(*run)(OrtSession *session, const void *run_options, const char *const *input_names,
                      const OrtValue *const *inputs, size_t n_inputs,
                      const char *const *output_names, size_t n_outputs, OrtValue **outputs);
    OrtStatus *(*create_options)(OrtOptions **options); /* 10 */
    void *from_11[13];
    OrtStatus *(*set_intra_op_threads)(OrtOptions *options, int n); /* 24 */
    void *from_25[24];
    OrtStatus *(*create_tensor)(const OrtMemory *memory, void *data, size_t n_bytes,
                                const int64_t *shape, size_t n_dims, int type,
                                OrtValue **value); /* 49 */
    void *from_50[19];
    OrtStatus *(*create_memory)(int allocator, int kind, OrtMemory **memory); /* 69 */
    void *from_70[22];
    void (*release_env)(OrtEnv *env); /* 92 */
    void (*release_status)(OrtStatus *status);
    void (*release_memory)(OrtMemory *memory);
    void (*release_session)(OrtSession *session);
    void (*release_value)(OrtValue *value);
    void *from_97[3];
    void (*release_options)(OrtOptions *options); /* 100 */
} Api;

typedef struct {
    const Api *(*get_api)(uint32_t version);
    const char *(*get_version)(void);
} ApiBase;

struct Ort {
    void *library;
    const Api *api;
    OrtEnv *env;
    OrtMemory *memory;
    OrtSession *session;
};

/* The library's status as ours; it is released. */
static LiltStatus
take(const Ort *ort, OrtStatus *status, LiltDiag *diag)
{
    if (status == NULL)
        return LILT_OK;
    lilt_fail(diag, LILT_E_FORMAT, "ONNX Runtime: %s", ort->api->message(status));
    ort->api->release_status(status);
    return LILT_E_FORMAT;
}

static LiltStatus
open_session(Ort *ort, const char *model, LiltDiag *diag)
{
    const Api *api = ort->api;
    OrtOptions *options = NULL;
    LiltStatus status = take(ort, api->create_env(LOG_ERRORS, "lilt", &ort->env), diag);

    if (status == LILT_OK)
        status = take(ort, api->create_memory(ARENA_ALLOCATOR, DEFAULT_MEMORY, &ort->memory), diag);
    if (status == LILT_OK)
        status = take(ort, api->create_options(&options), diag);
    if (status == LILT_OK)
        status = take(ort, api->set_intra_op_threads(options, 1), diag);
    if (status == LILT_OK)
        status = take(ort, api->create_session(ort->env, model, options, &ort->session), diag);
    if (options != NULL)
        api->release_options(options);
    return status;
}

LiltStatus
ort_open(const char *library, const char *model, LiltDiag *diag, Ort **ret_ort)
{
    const ApiBase *(*get_base)(void) = NULL;
    Ort *ort = calloc(1, sizeof *ort);

    if (ort == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    ort->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (ort->library != NULL) /* dlsym() gives an object pointer, which C will not cast */
        *(void **)&get_base = dlsym(ort->library, "OrtGetApiBase");
    if (get_base != NULL)
        ort->api = get_base()->get_api(API_VERSION);
    const LiltStatus status = ort->api != NULL
                                  ? open_session(ort, model, diag)
                                  : lilt_fail(diag, LILT_E_ABSENT, "%s: %s", library, dlerror());

    if (status == LILT_OK)
        *ret_ort = ort;
    else
        ort_close(ort);
    return status;
}

LiltStatus
ort_predict(Ort *ort, size_t n, float *faces, LiltDiag *diag, float *probs)
{
    static const char *const input_names[] = {"face"}, *const output_names[] = {"probs"};
    const int64_t face_shape[] = {(int64_t)n, 1, LILT_FACE_SIDE, LILT_FACE_SIDE};
    const int64_t prob_shape[] = {(int64_t)n, LILT_N_EMOTIONS};
    OrtValue *input = NULL, *output = NULL;
    LiltStatus status = take(ort,
                             ort->api->create_tensor(ort->memory, faces,
                                                     n * LILT_FACE_PIXELS * sizeof *faces,
                                                     face_shape, 4, FLOATS, &input),
                             diag);

    if (status == LILT_OK)
        status = take(ort,
                      ort->api->create_tensor(ort->memory, probs,
                                              n * LILT_N_EMOTIONS * sizeof *probs, prob_shape, 2,
                                              FLOATS, &output),
                      diag);
    if (status == LILT_OK)
        status = take(ort,
                      ort->api->run(ort->session, NULL, input_names,
                                    (const OrtValue *const *)&input, 1, output_names, 1, &output),
                      diag);
    if (input != NULL)
        ort->api->release_value(input);
    if (output != NULL)
        ort->api->release_value(output);
    return status;
}

void
ort_close(Ort *ort)
{
    if (ort == NULL)
        return;
    if (ort->session != NULL)
        ort->api->release_session(ort->session);
    if (ort->memory != NULL)
        ort->api->release_memory(ort->memory);
    if (ort->env != NULL)
        ort->api->release_env(ort->env);
    if (ort->library != NULL)
        dlclose(ort->library);
    free(ort);
}
