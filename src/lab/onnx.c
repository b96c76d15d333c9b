/* An ONNX model is one graph: nodes in order, each naming the values it reads and gives, and
 * initializers, the named constants. Field numbers are those of onnx.proto (onnx.ai). Our layers
 * map to one operator each, save normalize; batch norm is left as it is, since every runtime folds
 * it by itself. */
#include "onnx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IR_VERSION = 7, OPERATOR_SET = 13 }; /* read by ONNX Runtime and by OpenCV 4.6 */

enum { MODEL_IR_VERSION = 1, MODEL_PRODUCER = 2, MODEL_GRAPH = 7, MODEL_OPERATOR_SET = 8 };
enum { OPERATOR_SET_VERSION = 2 };
enum { GRAPH_NODE = 1, GRAPH_NAME = 2, GRAPH_CONSTANT = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT = 12 };
enum { NODE_INPUT = 1, NODE_OUTPUT = 2, NODE_OPERATOR = 4, NODE_ATTRIBUTE = 5 };
enum { ATTRIBUTE_NAME = 1, ATTRIBUTE_FLOAT = 2, ATTRIBUTE_INT = 3, ATTRIBUTE_INTS = 8 };
enum { ATTRIBUTE_TYPE = 20, TYPE_IS_FLOAT = 1, TYPE_IS_INT = 2, TYPE_IS_INTS = 7 };
enum { TENSOR_SIDE = 1, TENSOR_TYPE = 2, TENSOR_NAME = 8, TENSOR_BYTES = 9, FLOATS = 1 };
enum { VALUE_NAME = 1, VALUE_TYPE = 2, TYPE_TENSOR = 1, TENSOR_OF = 1, TENSOR_SHAPE = 2 };
enum { SHAPE_SIDE = 1, SIDE_COUNT = 1, SIDE_NAME = 2 };

typedef struct {
    const LiltWeights *weights;
    LiltDiag *diag;
    Proto graph;
    size_t n_values;
    char now[16]; /* the value that the next layer reads */
} Writer;

/* ---- pieces of a graph --------------------------------------------------------------------- */

static void
add_int(Proto *node, const char *name, uint64_t value)
{
    Proto attribute = {0};

    proto_text(&attribute, ATTRIBUTE_NAME, name);
    proto_int(&attribute, ATTRIBUTE_INT, value);
    proto_int(&attribute, ATTRIBUTE_TYPE, TYPE_IS_INT);
    proto_message(node, NODE_ATTRIBUTE, &attribute);
}

static void
add_ints(Proto *node, const char *name, size_t n, const uint64_t *values)
{
    Proto attribute = {0};

    proto_text(&attribute, ATTRIBUTE_NAME, name);
    for (size_t i = 0; i < n; i++)
        proto_int(&attribute, ATTRIBUTE_INTS, values[i]);
    proto_int(&attribute, ATTRIBUTE_TYPE, TYPE_IS_INTS);
    proto_message(node, NODE_ATTRIBUTE, &attribute);
}

static void
add_float(Proto *node, const char *name, float value)
{
    Proto attribute = {0};

    proto_text(&attribute, ATTRIBUTE_NAME, name);
    proto_float(&attribute, ATTRIBUTE_FLOAT, value);
    proto_int(&attribute, ATTRIBUTE_TYPE, TYPE_IS_FLOAT);
    proto_message(node, NODE_ATTRIBUTE, &attribute);
}

/* A node that reads `input`; more inputs and attributes may follow before end_node(). */
static Proto
begin_node(const char *operator_name, const char *input)
{
    Proto node = {0};

    proto_text(&node, NODE_OPERATOR, operator_name);
    proto_text(&node, NODE_INPUT, input);
    return node;
}

/* The node gives a value of its own, which is now what the next layer reads. */
static void
end_node(Writer *writer, Proto *node)
{
    snprintf(writer->now, sizeof writer->now, "value%zu", ++writer->n_values);
    proto_text(node, NODE_OUTPUT, writer->now);
    proto_message(&writer->graph, GRAPH_NODE, node);
}

static void
add_constant(Writer *writer, const LiltTensorSpec *spec, const float *values, size_t n,
             float factor)
{
    Proto tensor = {0};

    for (size_t i = 0; i < spec->n_dims; i++)
        proto_int(&tensor, TENSOR_SIDE, spec->shape[i]);
    proto_int(&tensor, TENSOR_TYPE, FLOATS);
    proto_text(&tensor, TENSOR_NAME, spec->name);
    proto_floats(&tensor, TENSOR_BYTES, values, n, factor);
    proto_message(&writer->graph, GRAPH_CONSTANT, &tensor);
}

/* The graph's input or output: [N, sides...]. */
static void
add_value(Writer *writer, unsigned field, const char *name, size_t n, const uint64_t *sides)
{
    Proto value = {0}, type = {0}, tensor = {0}, shape = {0}, side = {0};

    proto_text(&side, SIDE_NAME, "N");
    proto_message(&shape, SHAPE_SIDE, &side);
    for (size_t i = 0; i < n; i++) {
        proto_int(&side, SIDE_COUNT, sides[i]);
        proto_message(&shape, SHAPE_SIDE, &side);
    }
    proto_int(&tensor, TENSOR_OF, FLOATS);
    proto_message(&tensor, TENSOR_SHAPE, &shape);
    proto_message(&type, TYPE_TENSOR, &tensor);
    proto_text(&value, VALUE_NAME, name);
    proto_message(&value, VALUE_TYPE, &type);
    proto_message(&writer->graph, field, &value);
}

/* ---- layers -------------------------------------------------------------------------------- */

/* All tensors of the layer become constants and inputs of the node; each value times `factor`. */
static LiltStatus
add_tensors(Writer *writer, const LiltLayer *layer, float factor, Proto *node)
{
    LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
    const size_t n = lilt_layer_tensors(layer, specs);
    const LiltTensor *tensor;

    for (size_t i = 0; i < n; i++) {
        const LiltStatus status = lilt_weights_find(writer->weights, &specs[i], writer->diag,
                                                    &tensor);

        if (status != LILT_OK)
            return status;
        add_constant(writer, &specs[i], tensor->data, tensor->n, factor);
        proto_text(node, NODE_INPUT, specs[i].name);
    }
    return LILT_OK;
}

/* (x - mean) / (deviation + epsilon) over each image. */
static void
write_normalize(Writer *writer, const LiltLayer *layer)
{
    static const uint64_t image[] = {1, 2, 3};
    const LiltTensorSpec epsilon = {.name = "epsilon", .n_dims = 1, .shape = {1}};
    char input[sizeof writer->now], centred[sizeof writer->now];
    Proto node = begin_node("ReduceMean", writer->now);

    strcpy(input, writer->now);
    add_ints(&node, "axes", 3, image);
    end_node(writer, &node);
    node = begin_node("Sub", input);
    proto_text(&node, NODE_INPUT, writer->now);
    end_node(writer, &node);
    strcpy(centred, writer->now);
    node = begin_node("Mul", centred);
    proto_text(&node, NODE_INPUT, centred);
    end_node(writer, &node);
    node = begin_node("ReduceMean", writer->now);
    add_ints(&node, "axes", 3, image);
    end_node(writer, &node);
    node = begin_node("Sqrt", writer->now);
    end_node(writer, &node);
    add_constant(writer, &epsilon, &layer->epsilon, 1, 1.0f);
    node = begin_node("Add", writer->now);
    proto_text(&node, NODE_INPUT, epsilon.name);
    end_node(writer, &node);
    node = begin_node("Div", centred);
    proto_text(&node, NODE_INPUT, writer->now);
    end_node(writer, &node);
}

static LiltStatus
write_conv(Writer *writer, const LiltLayer *layer)
{
    const uint64_t sides[] = {layer->size, layer->size};
    const uint64_t pads[] = {layer->pad, layer->pad, layer->pad, layer->pad};
    Proto node = begin_node("Conv", writer->now);
    const LiltStatus status = add_tensors(writer, layer, 1.0f, &node);

    add_ints(&node, "kernel_shape", 2, sides);
    add_ints(&node, "pads", 4, pads);
    end_node(writer, &node);
    return status;
}

static LiltStatus
write_batch_norm(Writer *writer, const LiltLayer *layer)
{
    Proto node = begin_node("BatchNormalization", writer->now);
    const LiltStatus status = add_tensors(writer, layer, 1.0f, &node);

    add_float(&node, "epsilon", layer->epsilon);
    end_node(writer, &node);
    return status;
}

static void
write_max_pool(Writer *writer, const LiltLayer *layer)
{
    const uint64_t sides[] = {layer->size, layer->size};
    Proto node = begin_node("MaxPool", writer->now);

    add_ints(&node, "kernel_shape", 2, sides);
    add_ints(&node, "strides", 2, sides);
    end_node(writer, &node);
}

/* ONNX flattens an image as our files do: (channel, y, x). */
static LiltStatus
write_linear(Writer *writer, const LiltLayer *layer, float factor)
{
    Proto node;

    if (layer->before.height * layer->before.width > 1) {
        node = begin_node("Flatten", writer->now);
        end_node(writer, &node);
    }
    node = begin_node("Gemm", writer->now);
    const LiltStatus status = add_tensors(writer, layer, factor, &node);

    add_int(&node, "transB", 1);
    end_node(writer, &node);
    return status;
}

static LiltStatus
write_head(Writer *writer, const LiltLayer *layer)
{
    static const uint64_t classes[] = {LILT_N_EMOTIONS};
    float temperature = 1.0f;
    LiltStatus status = lilt_weights_temperature(writer->weights, layer->name, writer->diag,
                                                 &temperature);

    if (status == LILT_OK)
        status = write_linear(writer, layer, 1.0f / temperature);
    Proto node = begin_node("Softmax", writer->now);

    add_int(&node, "axis", 1);
    proto_text(&node, NODE_OUTPUT, "probs");
    proto_message(&writer->graph, GRAPH_NODE, &node);
    add_value(writer, GRAPH_OUTPUT, "probs", 1, classes);
    return status;
}

static LiltStatus
write_layer(Writer *writer, const LiltLayer *layer)
{
    Proto node;

    switch (layer->kind) {
    case LILT_LAYER_NORMALIZE:
        write_normalize(writer, layer);
        return LILT_OK;
    case LILT_LAYER_CONV:
        return write_conv(writer, layer);
    case LILT_LAYER_BATCH_NORM:
        return write_batch_norm(writer, layer);
    case LILT_LAYER_RELU:
        node = begin_node("Relu", writer->now);
        end_node(writer, &node);
        return LILT_OK;
    case LILT_LAYER_MAX_POOL:
        write_max_pool(writer, layer);
        return LILT_OK;
    case LILT_LAYER_DROPOUT:
        return LILT_OK;
    case LILT_LAYER_LINEAR:
        return write_linear(writer, layer, 1.0f);
    case LILT_LAYER_HEAD:
        return write_head(writer, layer);
    }
    return LILT_OK;
}

/* ---- the model ----------------------------------------------------------------------------- */

static LiltStatus
write_graph(Writer *writer, const LiltLayers *layers, const char *head)
{
    static const uint64_t face[] = {1, LILT_FACE_SIDE, LILT_FACE_SIDE};

    proto_text(&writer->graph, GRAPH_NAME, "lilt");
    add_value(writer, GRAPH_INPUT, writer->now, 3, face);
    for (size_t i = 0; i < layers->n; i++) {
        const LiltLayer *layer = &layers->layer[i];
        const bool is_head = layer->kind == LILT_LAYER_HEAD;

        if (is_head && head != NULL && strcmp(layer->name, head) != 0)
            continue;
        const LiltStatus status = write_layer(writer, layer);

        if (is_head || status != LILT_OK)
            return status;
    }
    return lilt_fail(writer->diag, LILT_E_ABSENT, "the network has no head \"%s\"", head);
}

LiltStatus
lab_onnx_write(const LiltWeights *weights, const char *head, LiltDiag *diag, Proto *ret_model)
{
    Writer writer = {.weights = weights, .diag = diag, .now = "face"};
    Proto model = {0}, operators = {0};
    LiltLayers layers = {.n = 0};
    LiltNet *net = NULL;
    /* Whatever cannot be run is not written either, with the same words. */
    LiltStatus status = lilt_net_new(weights, diag, &net);

    lilt_net_free(net);
    if (status == LILT_OK)
        status = lilt_weights_layers(weights, diag, &layers);
    if (status == LILT_OK)
        status = write_graph(&writer, &layers, head);
    proto_int(&model, MODEL_IR_VERSION, IR_VERSION);
    proto_text(&model, MODEL_PRODUCER, "lilt " LILT_VERSION);
    proto_int(&operators, OPERATOR_SET_VERSION, OPERATOR_SET);
    proto_message(&model, MODEL_OPERATOR_SET, &operators);
    proto_message(&model, MODEL_GRAPH, &writer.graph);
    if (status == LILT_OK && model.failed)
        status = lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    if (status == LILT_OK)
        *ret_model = model;
    else
        proto_clear(&model);
    return status;
}
