/* The usual demonstration: each picture decoded, searched through for faces, the first one read by
 * OpenCV's DNN module. usage: peer_demo PHOTO.jpg CASCADE.xml MODEL.onnx */
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <turbojpeg.h>
#include <vector>

#include "peer.h"

struct Demo {
    std::vector<unsigned char> jpeg;
    tjhandle decoder;
    cv::CascadeClassifier cascade;
    cv::dnn::Net net;
    cv::Mat grey;
    size_t n_found;
};

static void
look(void *user, size_t)
{
    Demo *demo = static_cast<Demo *>(user);
    std::vector<cv::Rect> faces;
    int width = 0, height = 0, sampling = 0, colours = 0;

    tjDecompressHeader3(demo->decoder, demo->jpeg.data(), demo->jpeg.size(), &width, &height,
                        &sampling, &colours);
    demo->grey.create(height, width, CV_8U);
    tjDecompress2(demo->decoder, demo->jpeg.data(), demo->jpeg.size(), demo->grey.data, width, 0,
                  height, TJPF_GRAY, 0);
    demo->cascade.detectMultiScale(demo->grey, faces, 1.1, 3);
    demo->n_found = faces.size();
    if (faces.empty())
        return;
    demo->net.setInput(cv::dnn::blobFromImage(demo->grey(faces[0]), 1.0 / 255,
                                              cv::Size(LILT_FACE_SIDE, LILT_FACE_SIDE)));
    demo->net.forward();
}

int
main(int argc, char **argv)
{
    Demo demo;
    const LabWork work = {look, &demo, false};

    if (argc != 4)
        return 2;
    try {
        std::ifstream file(argv[1], std::ios::binary);

        demo.jpeg.assign(std::istreambuf_iterator<char>(file), {});
        demo.decoder = tjInitDecompress();
        cv::setNumThreads(1);
        demo.net = cv::dnn::readNetFromONNX(argv[3]);
        if (!demo.cascade.load(argv[2]))
            return 1;
        look(&demo, 1);
        if (demo.n_found == 0) {
            std::fprintf(stderr, "peer_demo: %s: no face\n", argv[1]);
            return 1;
        }
        return peer_serve(&work, nullptr);
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "peer_demo: %s\n", problem.what());
        return 1;
    }
}
