/* OpenCV's DNN module, one thread. usage: peer_opencv MODEL.onnx */
#include <algorithm>
#include <cstdio>
#include <exception>
#include <opencv2/dnn.hpp>

#include "peer.h"

struct Reading {
    cv::dnn::Net net;
    float *faces;
    float probs[LILT_N_EMOTIONS]; /* of the first face */
};

static void
predict(void *user, size_t batch)
{
    Reading *r = static_cast<Reading *>(user);
    const int shape[] = {static_cast<int>(batch), 1, LILT_FACE_SIDE, LILT_FACE_SIDE};

    r->net.setInput(cv::Mat(4, shape, CV_32F, r->faces));
    const cv::Mat probs = r->net.forward();

    std::copy_n(probs.ptr<float>(), int{LILT_N_EMOTIONS}, r->probs);
}

int
main(int argc, char **argv)
{
    Reading reading;
    const LabWork work = {predict, &reading, false};

    if (argc != 2 || (reading.faces = peer_faces()) == nullptr)
        return 2;
    try {
        cv::setNumThreads(1);
        reading.net = cv::dnn::readNetFromONNX(argv[1]);
        return peer_serve(&work, reading.probs);
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "peer_opencv: %s\n", problem.what());
        return 1;
    }
}
