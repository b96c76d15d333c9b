/* lilt-lab export: a network as an ONNX file, for other programs to run. */
#include "lab.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "nets.h"
#include "onnx.h"

/* Error: one line on stderr, and LAB_FAILED. */
static int
save(const char *path, const Proto *model)
{
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(model->bytes, 1, model->n, file) == model->n;

    if (file != NULL)
        good &= fclose(file) == 0;
    return good ? LAB_DONE : lab_fail("export", "%s: %s", path, strerror(errno));
}

int
lab_export(int argc, char **argv)
{
    const char *name = NULL, *onnx = NULL, *head = NULL, *value;
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};
    Proto model = {0};

    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--model")) != NULL)
            name = value;
        else if ((value = lab_option(argc, argv, &i, "--onnx")) != NULL)
            onnx = value;
        else if ((value = lab_option(argc, argv, &i, "--head")) != NULL)
            head = value;
        else
            return lab_usage("export", "unknown option \"%s\"", argv[i]);
    }
    if (name == NULL || onnx == NULL)
        return lab_usage("export", "wants --model MODEL and --onnx OUT");
    LiltStatus status = lab_net_open(name, &diag, &weights);

    if (status == LILT_OK)
        status = lab_onnx_write(weights, head, &diag, &model);
    lilt_weights_free(weights);
    if (status != LILT_OK)
        return lab_fail("export", "%s", diag.text);
    const int code = save(onnx, &model);

    proto_clear(&model);
    return code;
}
