/* nn.h - run a small convolutional network, and what a trainer needs to make one: the layer list,
 * the weights file, the kernel table, packed matrix products and convolutions. Plain C11. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "lilt/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct LiltNet LiltNet; /* opaque; used by one thread at a time */

/* Load weights from `path` (format: models/README.md).
 * Owner: *ret_net becomes the caller's; release it with lilt_net_free().
 * Error: LILT_E_ABSENT, _IO, _FORMAT, _NOMEM. *ret_net is then untouched, and `diag`
 *        (may be NULL) names the file, the layer and the shape that was expected. */
LiltStatus lilt_net_load(const char *path, LiltDiag *diag, LiltNet **ret_net);

/* Classify `n` faces.
 * faces: [n,1,48,48] row-major luma in 0..1, any alignment, only read.
 * probs: [n,7] in LiltEmotion order; each row sums to 1 within 1e-5.
 * Error: LILT_E_FORMAT where the weights are so large that numbers overflow; `probs` is then void.
 * Cost:  allocates nothing while `n` stays within the largest seen so far. */
LiltStatus lilt_net_predict(LiltNet *net, size_t n, const float *faces, float *probs);

/* Let that head answer from now on; at first it is the first one. NULL: the first.
 * Error: LILT_E_ABSENT, and the head stays as it was. */
LiltStatus lilt_net_use_head(LiltNet *net, const char *head, LiltDiag *diag);

/* What the head in use says of the last prediction's faces, without taking them through the trunk
 * again. probs: [n,7] for the `n` of that prediction, which was at most LILT_NET_GROUP.
 * Error: LILT_E_FORMAT as above. */
enum { LILT_NET_GROUP = 8 };
LiltStatus lilt_net_predict_again(LiltNet *net, float *probs);

typedef struct LiltLayer LiltLayer;

/* From now on a prediction calls `on_step` when it is done with a layer, for the faces it takes
 * through together; what follows a layer and was done on the way has no call of its own. NULL: no
 * more calls. Meant for measuring. */
void lilt_net_watch(LiltNet *net, void (*on_step)(void *user, const LiltLayer *layer), void *user);

void lilt_net_free(LiltNet *net); /* NULL is fine */

/* ---- the layer list ------------------------------------------------------------------------ */

typedef enum {
    LILT_LAYER_NORMALIZE,  /* each image to mean 0, deviation 1; only as the first layer */
    LILT_LAYER_CONV,       /* square kernel, stride 1, zero padding */
    LILT_LAYER_BATCH_NORM, /* after a convolution or a linear layer */
    LILT_LAYER_RELU,       /* after a convolution, linear or batch norm layer */
    LILT_LAYER_MAX_POOL,   /* windows side by side, no overlap */
    LILT_LAYER_DROPOUT,    /* while training only */
    LILT_LAYER_LINEAR,     /* fully connected; reads an image as PyTorch flattens it: (c, y, x) */
    LILT_LAYER_HEAD,       /* linear to seven logits, softmax; heads come last, each on the trunk */
} LiltLayerKind;

typedef struct {
    size_t height, width, channels;
} LiltShape;

struct LiltLayer {
    LiltLayerKind kind;
    char name[32]; /* prefix of its tensors; "" for layers without any. A head's is its labels' */
    size_t out;    /* conv, linear: channels given; head: LILT_N_EMOTIONS */
    size_t size;   /* conv: side of the kernel; max_pool: side of the window */
    size_t pad;    /* conv: zero pixels added on each side */
    bool bias;     /* conv, linear: adds a bias (left out before batch norm) */
    float epsilon; /* normalize: added to the deviation; batch_norm: to the variance */
    float rate;    /* dropout: share of values set to zero */
    LiltShape before; /* what goes in and what comes out; filled by lilt_layers_shape() */
    LiltShape after;
};

enum { LILT_MAX_LAYERS = 64 };

typedef struct {
    size_t n;
    LiltLayer layer[LILT_MAX_LAYERS];
} LiltLayers;

/* Fill every layer's shapes for an input of that shape, and hold the list against the rules above.
 * Error: LILT_E_FORMAT; `diag` names the layer. */
LiltStatus lilt_layers_shape(LiltLayers *layers, LiltShape input, LiltDiag *diag);

/* Read the list from its JSON text (models/README.md) and shape it for one grey face.
 * Error: LILT_E_FORMAT, _NOMEM. */
LiltStatus lilt_layers_parse(const char *json, LiltDiag *diag, LiltLayers *ret_layers);

/* The JSON text of a list; release it with free(). NULL when memory is short. */
char *lilt_layers_print(const LiltLayers *layers);

/* One tensor that a layer keeps in the weights file. */
typedef struct {
    char name[64]; /* "conv1.weight" */
    size_t n_dims, shape[4];
} LiltTensorSpec;

enum { LILT_MAX_LAYER_TENSORS = 4 };

/* The tensors of a shaped layer, in the order weight, bias, running_mean, running_var as far as it
 * has them; returns how many. */
size_t lilt_layer_tensors(const LiltLayer *layer, LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS]);

/* Take a conv's, linear layer's or head's weights from PyTorch's order (out, channel, y, x) to a
 * matrix [(y, x, channel), out], the order that products want, and back. `layer` is shaped. */
void lilt_layer_to_matrix(const LiltLayer *layer, const float *weight, float *matrix);
void lilt_layer_from_matrix(const LiltLayer *layer, const float *matrix, float *weight);

/* A convolution with stride 1. Images are [height, width, channels]; weights are a matrix [kernel *
 * kernel * in, out], rows in the order (ky, kx, channel). A linear layer is one with height, width
 * and kernel 1. */
typedef struct {
    size_t height, width, in, out, kernel, pad;
} LiltConv;

/* A conv, linear layer or head as a convolution. */
LiltConv lilt_layer_conv(const LiltLayer *layer);

/* Multiplications that the definition of a shaped layer takes for one image; 0 without weights. */
double lilt_layer_products(const LiltLayer *layer);

/* ---- the weights file (safetensors) -------------------------------------------------------- */

typedef struct {
    LiltTensorSpec spec;
    size_t n;    /* values */
    float *data; /* row-major; the file may hold F32 or BF16, here it is always float */
} LiltTensor;

typedef struct LiltWeights LiltWeights; /* named tensors and named notes (texts) */

LiltWeights *lilt_weights_new(void); /* NULL when memory is short */

/* Add a zeroed tensor; the weights keep it. NULL when memory is short. A name comes once. */
LiltTensor *lilt_weights_add(LiltWeights *weights, const LiltTensorSpec *spec);

/* The tensor of that name and shape, lent. Error: LILT_E_FORMAT; `diag` names file, tensor and the
 * expected shape. */
LiltStatus lilt_weights_find(const LiltWeights *weights, const LiltTensorSpec *spec, LiltDiag *diag,
                             const LiltTensor **ret_tensor);

/* Notes are the entries of `__metadata__`. A lent text, or NULL; copied in. */
const char *lilt_weights_note(const LiltWeights *weights, const char *key);
LiltStatus lilt_weights_set_note(LiltWeights *weights, const char *key, const char *text);

/* Read and check a file: header, shapes, offsets, every value finite, no name and no byte used
 * twice. Error: LILT_E_ABSENT, _DENIED, _IO, _FORMAT, _NOMEM; `diag` names file and tensor. */
LiltStatus lilt_weights_read(const char *path, LiltDiag *diag, LiltWeights **ret_weights);

/* The same for the `n` bytes of a file in memory, which are only read; `name` is what messages call
 * it. It takes no more memory than a few times `n`. */
LiltStatus lilt_weights_parse(const char *name, const void *bytes, size_t n, LiltDiag *diag,
                              LiltWeights **ret_weights);

/* Round matrices and kernels (two sides or more) to BF16: to nearest, ties to even. */
void lilt_weights_round(LiltWeights *weights);

/* Write; a tensor whose values BF16 holds exactly is written as BF16, every other as F32, so that
 * nothing is lost. The old file stays whole until the new one is. Error: LILT_E_IO and others. */
LiltStatus lilt_weights_write(const LiltWeights *weights, const char *path, LiltDiag *diag);

void lilt_weights_free(LiltWeights *weights); /* NULL is fine */

/* What the logits of the head of that name are divided by: the note "<head>.temperature", 0.05 to
 * 20, or 1 if there is none. Error: LILT_E_FORMAT; `diag` names the note. */
LiltStatus lilt_weights_temperature(const LiltWeights *weights, const char *head, LiltDiag *diag,
                                    float *ret_temperature);

/* The layer list that the weights carry in their note "layers". Error: LILT_E_FORMAT, _NOMEM. */
LiltStatus lilt_weights_layers(const LiltWeights *weights, LiltDiag *diag, LiltLayers *ret_layers);

/* A network that runs the note "layers" with these weights, which it copies. Error: as
 * lilt_net_load(). */
LiltStatus lilt_net_new(const LiltWeights *weights, LiltDiag *diag, LiltNet **ret_net);

/* ---- kernels ------------------------------------------------------------------------------- */

typedef enum {
    LILT_CPU_SCALAR,
    LILT_CPU_AVX2, /* with FMA */
    LILT_CPU_AVX512,
    LILT_CPU_NEON,
    LILT_N_CPUS,
} LiltCpu;

/* A square of places in a picture or a buffer, each some channels side by side. */
typedef struct {
    float *at;         /* not written to where the patch is what a transform reads */
    size_t line, step; /* values from a place to the one below, to the one on its right */
} LiltPatch;

/* What ends a layer after the bias. Pooling: the maximum of 2 x 2, side by side. */
typedef enum {
    LILT_END_PLAIN = 0,
    LILT_END_RELU = 1,
    LILT_END_POOL = 2,
    LILT_END_RELU_POOL = LILT_END_RELU | LILT_END_POOL,
} LiltEnd;

/* One transform of Winograd's minimal filtering over `n` channels; `from` is only read. */
typedef void LiltTransform(size_t n, const LiltPatch *from, const LiltPatch *to);

/* F(m x m, 3 x 3) with s = m + 2: a tile of m x m output places out of s x s products a channel
 * pair (Lavin & Gray 2016). */
typedef struct {
    LiltTransform *input;        /* s x s places of the picture -> s x s */
    LiltTransform *weights;      /* 3 x 3 -> s x s */
    LiltTransform *output;       /* s x s products -> m x m */
    LiltTransform *output_grad;  /* the way back through output: m x m -> s x s */
    LiltTransform *weights_grad; /* the way back through weights: s x s -> 3 x 3 */
    /* output, + bias [n], ReLU and pooling as asked: m x m places, with pooling m/2 x m/2 */
    void (*finish)(size_t n, const LiltPatch *from, const LiltPatch *to, const float *bias,
                   LiltEnd end);
} LiltWinograd;

enum { LILT_WINOGRAD_2, LILT_WINOGRAD_4, LILT_N_WINOGRAD };

/* A factor for each column. */
typedef struct {
    const float *of_dy, *of_x, *constant;
    const float *scale, *shift; /* relu_blend only */
} LiltBlend;

/* The inner loops. Matrices are row-major; `rows` x `cols` without gaps unless a stride is given.
 * No pointer needs alignment; nothing outside the stated range is touched. The scalar entries
 * (src/nn/kernels.c) are the definition: every other variant gives the same bytes, save gemm_tile,
 * whose variants may fuse multiplication and addition. */
typedef struct {
    const char *name;            /* as in $LILT_CPU */
    size_t tile_rows, tile_cols; /* the largest m and n of gemm_tile */

    /* C[m,n] = A B, or += with `add`; in ascending order of depth.
     * a: element (i, p) at a[i * a_row + p * a_step]. b: [depth, tile_cols], zero past n.
     * c: element (i, j) at c[i * c_row + j]. 1 <= m <= tile_rows, 1 <= n <= tile_cols. */
    void (*gemm_tile)(size_t m, size_t n, size_t depth, const float *a, size_t a_row, size_t a_step,
                      const float *b, float *c, size_t c_row, bool add);

    void (*bias)(size_t rows, size_t cols, const float *bias, float *x);      /* x += bias[col] */
    void (*bias_relu)(size_t rows, size_t cols, const float *bias, float *x); /* and max with 0 */
    void (*relu)(size_t n, float *x);                       /* NaN and -0 give +0 */
    void (*relu_grad)(size_t n, const float *y, float *dy); /* dy = y > 0 ? dy : 0 */
    void (*add)(size_t n, float *dst, const float *src);    /* dst += src */

    /* Max pooling of two lines of 2 * width places to one of width, each `channels` values; and the
     * way back: of the four dtop or dbottom the first largest takes dy, the others 0. */
    void (*pool)(size_t width, size_t channels, const float *top, const float *bottom, float *y);
    void (*pool_grad)(size_t width, size_t channels, const float *top, const float *bottom,
                      const float *dy, float *dtop, float *dbottom);
    /* y = scale[col] * x + shift[col] */
    void (*affine)(size_t rows, size_t cols, const float *scale, const float *shift, const float *x,
                   float *y);
    /* the same, then max with 0 */
    void (*affine_relu)(size_t rows, size_t cols, const float *scale, const float *shift,
                        const float *x, float *y);
    /* dy = (of_dy[col] * dy + of_x[col] * x) + constant[col] */
    void (*blend)(size_t rows, size_t cols, const LiltBlend *factors, const float *x, float *dy);
    /* the same with 0 for dy where scale[col] * x + shift[col] is not above 0 */
    void (*relu_blend)(size_t rows, size_t cols, const LiltBlend *factors, const float *x,
                       float *dy);
    /* sum[col] += x, sum_product[col] += x * y, row by row */
    void (*moments)(size_t rows, size_t cols, const float *x, const float *y, float *sum,
                    float *sum_product);
    /* sum[col] += d, sum_product[col] += d * x, d being dy or 0 as in relu_blend */
    void (*relu_moments)(size_t rows, size_t cols, const float *scale, const float *shift,
                         const float *x, const float *dy, float *sum, float *sum_product);
    /* v = momentum * v + (g + decay * w); w -= rate * v */
    void (*sgd)(size_t n, float rate, float momentum, float decay, const float *g, float *v,
                float *w);
    /* average += share * (w - average) */
    void (*follow)(size_t n, float share, const float *w, float *average);

    LiltWinograd winograd[LILT_N_WINOGRAD];
} LiltKernels;

/* The best table for this machine that $LILT_CPU allows. Static storage, never NULL. */
const LiltKernels *lilt_kernels_best(void);

/* That table, or NULL where the machine or this build has none. */
const LiltKernels *lilt_kernels_for(LiltCpu cpu);

/* ---- matrix products and convolutions ------------------------------------------------------ */

/* Values that a packed [depth, cols] matrix takes. */
size_t lilt_gemm_packed_size(const LiltKernels *kernels, size_t depth, size_t cols);

/* Pack B, element (p, j) at b[p * b_row + j * b_step], into panels of tile_cols columns. */
void lilt_gemm_pack(const LiltKernels *kernels, size_t depth, size_t cols, const float *b,
                    size_t b_row, size_t b_step, float *packed);

/* C[rows, cols] = A B, or += with `add`. A as in gemm_tile, B packed, C with row stride c_row.
 * Every element of C sums in the same order whatever `rows` is. */
void lilt_gemm(const LiltKernels *kernels, size_t rows, size_t cols, size_t depth, const float *a,
               size_t a_row, size_t a_step, const float *packed, float *c, size_t c_row, bool add);

size_t lilt_conv_height(const LiltConv *conv); /* of the output */
size_t lilt_conv_width(const LiltConv *conv);
size_t lilt_conv_depth(const LiltConv *conv); /* kernel * kernel * in */

/* The weights of a convolution, [depth, out], made ready for lilt_conv_forward(): packed for the
 * matrix product, 3 x 3 kernels transformed first (Winograd). Values they take: */
size_t lilt_conv_packed_size(const LiltKernels *kernels, const LiltConv *conv);
void lilt_conv_pack(const LiltKernels *kernels, const LiltConv *conv, const float *matrix,
                    float *packed);

/* Whether this convolution can end with pooling. */
bool lilt_conv_pools(const LiltConv *conv);

/* y[n_images] = conv(x) + bias, ended as `end` says. packed: by lilt_conv_pack(); bias: [out] or
 * NULL, then `end` is plain. scratch: lilt_conv_scratch() values. An image's result does not depend
 * on its neighbours. */
size_t lilt_conv_scratch(const LiltConv *conv);
void lilt_conv_forward(const LiltKernels *kernels, const LiltConv *conv, size_t n_images,
                       const float *x, const float *packed, const float *bias, LiltEnd end,
                       float *y, float *scratch);

/* slope [depth, out] = the gradient of the weights over the images x, whose outputs have the
 * gradients dy. scratch: lilt_conv_grad_scratch() values. */
size_t lilt_conv_grad_scratch(const LiltKernels *kernels, const LiltConv *conv);
void lilt_conv_weights_grad(const LiltKernels *kernels, const LiltConv *conv, size_t n_images,
                            const float *x, const float *dy, float *slope, float *scratch);

/* y = (x - mean) / (deviation + epsilon) over n values. */
void lilt_normalize(size_t n, float epsilon, const float *x, float *y);

/* Max pooling of one image [shape] by windows of 2 x 2; y: [height/2, width/2, channels]. */
void lilt_max_pool(const LiltKernels *kernels, LiltShape shape, const float *x, float *y);

/* Softmax over n logits, in place. */
void lilt_softmax(size_t n, float *logits);

#ifdef __cplusplus
}
#endif
