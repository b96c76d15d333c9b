/* lilt-lab export: a network as an ONNX file, for other programs to run, or again as safetensors
 * with its kernels and matrices rounded to BF16: half the size. */
#include "lab.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "nets.h"
#include "onnx.h"

static LiltStatus
save(const char *path, const Proto *model, LiltDiag *diag)
{
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(model->bytes, 1, model->n, file) == model->n;

    if (file != NULL)
        good &= fclose(file) == 0;
    const int error = errno;

    return good ? LILT_OK
                : lilt_fail(diag, lilt_status_from_errno(error), "%s: %s", path, strerror(error));
}

static LiltStatus
export_onnx(const LiltWeights *weights, const char *head, const char *path, LiltDiag *diag)
{
    Proto model = {0};
    LiltStatus status = lab_onnx_write(weights, head, diag, &model);

    if (status == LILT_OK)
        status = save(path, &model, diag);
    proto_clear(&model);
    return status;
}

static LiltStatus
export_bf16(LiltWeights *weights, const char *path, LiltDiag *diag)
{
    lilt_weights_round(weights);
    return lilt_weights_write(weights, path, diag);
}

int
lab_export(int argc, char **argv)
{
    const char *name = NULL, *onnx = NULL, *bf16 = NULL, *head = NULL, *value;
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};

    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--model")) != NULL)
            name = value;
        else if ((value = lab_option(argc, argv, &i, "--onnx")) != NULL)
            onnx = value;
        else if ((value = lab_option(argc, argv, &i, "--bf16")) != NULL)
            bf16 = value;
        else if ((value = lab_option(argc, argv, &i, "--head")) != NULL)
            head = value;
        else
            return lab_usage("export", "unknown option \"%s\"", argv[i]);
    }
    if (name == NULL || (onnx == NULL) == (bf16 == NULL))
        return lab_usage("export", "wants --model MODEL and --onnx OUT or --bf16 OUT");
    LiltStatus status = lab_net_open(name, &diag, &weights);

    if (status == LILT_OK)
        status = onnx != NULL ? export_onnx(weights, head, onnx, &diag)
                              : export_bf16(weights, bf16, &diag);
    lilt_weights_free(weights);
    return status == LILT_OK ? LAB_DONE : lab_fail("export", "%s", diag.text);
}
