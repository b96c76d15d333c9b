/* Faces by OpenCV's Haar cascades. The only C++ of the house: no exception and no C++ type leaves
 * this file. OpenCV's own threads are switched off; one look is short, and the other core has work.
 */
#include "detector.h"

#include <algorithm>
#include <exception>
#include <unistd.h>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

struct LiltDetector {
    cv::CascadeClassifier cascades[N_CASCADES]; /* empty until asked for, save the first */
    std::vector<cv::Rect> found;                /* kept for its memory */
};

namespace
{

constexpr double scale_step = 1.1;
constexpr int min_neighbours = 3;
constexpr int min_side_px = 24;  /* smaller faces cannot be read */
constexpr int min_part = 20;     /* of the picture's shorter side, in a full search */
constexpr double border = 0.4;   /* of the picture's size, repeated on each side */
constexpr int bordered_px = 320; /* a bordered picture is shrunk to this longer side */

const char *const cascade_names[N_CASCADES] = {
    "haarcascade_frontalface_alt2.xml", "haarcascade_frontalface_alt.xml",
    "haarcascade_profileface.xml", "haarcascade_eye.xml"};
const char *const cascade_folders[] = {"/usr/share/opencv4/haarcascades",
                                       "/usr/local/share/opencv4/haarcascades",
                                       "/usr/share/opencv/haarcascades"};

/* A view of the caller's pixels. OpenCV wants them mutable, but only reads. */
cv::Mat
view(const LiltGrey &picture)
{
    return cv::Mat(picture.height_px, picture.width_px, CV_8UC1,
                   const_cast<uint8_t *>(picture.pixels), static_cast<size_t>(picture.stride));
}

LiltBox
to_box(const cv::Rect &rect)
{
    return LiltBox{rect.x, rect.y, rect.width, rect.height};
}

void
search(LiltDetector *detector, const cv::Mat &picture, int min_px, int max_px)
{
    detector->cascades[CASCADE_FRONT].detectMultiScale(picture, detector->found, scale_step,
                                                       min_neighbours, 0, cv::Size(min_px, min_px),
                                                       cv::Size(max_px, max_px));
}

/* Faces that fill the picture: search it with its border repeated all round, shrunk. */
void
search_bordered(LiltDetector *detector, const cv::Mat &picture)
{
    const int dx = static_cast<int>(picture.cols * border);
    const int dy = static_cast<int>(picture.rows * border);
    const double shrink = std::min(1.0, static_cast<double>(bordered_px) /
                                            std::max(picture.cols + 2 * dx, picture.rows + 2 * dy));
    cv::Mat bordered, small;

    cv::copyMakeBorder(picture, bordered, dy, dy, dx, dx, cv::BORDER_REPLICATE);
    cv::resize(bordered, small, cv::Size(), shrink, shrink, cv::INTER_AREA);
    search(detector, small, std::max(min_side_px, std::min(small.cols, small.rows) / 3), 0);
    for (cv::Rect &face : detector->found)
        face = cv::Rect(cvRound(face.x / shrink) - dx, cvRound(face.y / shrink) - dy,
                        cvRound(face.width / shrink), cvRound(face.height / shrink));
}

/* Run `work`; what it throws becomes a status. */
template <typename Work>
LiltStatus
guarded(Work work)
{
    try {
        return work();
    } catch (const std::bad_alloc &) {
        return LILT_E_NOMEM;
    } catch (const std::exception &) {
        return LILT_E_FORMAT;
    }
}

LiltStatus
load(LiltDetector *detector, Cascade cascade, const char *path, LiltDiag *diag)
{
    const LiltStatus status = guarded(
        [&] { return detector->cascades[cascade].load(path) ? LILT_OK : LILT_E_FORMAT; });

    return status == LILT_OK ? LILT_OK
                             : lilt_fail(diag, status, "%s: not a cascade of OpenCV", path);
}

LiltStatus
load_standard(LiltDetector *detector, Cascade cascade, LiltDiag *diag)
{
    for (const char *folder : cascade_folders) {
        const std::string path = std::string(folder) + "/" + cascade_names[cascade];

        if (access(path.c_str(), R_OK) == 0)
            return load(detector, cascade, path.c_str(), diag);
    }
    return lilt_fail(diag, LILT_E_ABSENT, "%s: not found; package opencv-data brings it",
                     cascade_names[cascade]);
}

} // namespace

LiltStatus
lilt_detector_open(const char *cascade, LiltDiag *diag, LiltDetector **ret_detector)
{
    LiltDetector *detector = new (std::nothrow) LiltDetector;
    LiltStatus status;

    if (detector == nullptr)
        return lilt_fail(diag, LILT_E_NOMEM, "face detector: out of memory");
    cv::setNumThreads(1);
    if (cascade == nullptr)
        status = load_standard(detector, CASCADE_FRONT, diag);
    else if (access(cascade, R_OK) == 0)
        status = load(detector, CASCADE_FRONT, cascade, diag);
    else
        status = lilt_fail(diag, LILT_E_ABSENT, "%s: not found", cascade);
    if (status != LILT_OK) {
        delete detector;
        return status;
    }
    *ret_detector = detector;
    return LILT_OK;
}

LiltStatus
lilt_detector_find(LiltDetector *detector, LiltGrey picture, LiltBox *boxes, size_t max,
                   size_t *ret_n)
{
    return guarded([&] {
        const cv::Mat pixels = view(picture);
        const int shorter = std::min(picture.width_px, picture.height_px);
        std::vector<cv::Rect> &found = detector->found;

        search(detector, pixels, std::max(min_side_px, shorter / min_part), 0);
        if (found.empty())
            search_bordered(detector, pixels);
        std::sort(found.begin(), found.end(),
                  [](const cv::Rect &a, const cv::Rect &b) { return a.area() > b.area(); });
        *ret_n = std::min(max, found.size());
        std::transform(found.begin(), found.begin() + static_cast<ptrdiff_t>(*ret_n), boxes,
                       to_box);
        return LILT_OK;
    });
}

LiltStatus
detector_look(LiltDetector *detector, Cascade cascade, LiltGrey picture, LookFor what,
              Sighting *sightings, size_t max, size_t *ret_n)
{
    cv::CascadeClassifier &classifier = detector->cascades[cascade];
    LiltStatus status = LILT_OK;

    if (classifier.empty())
        status = load_standard(detector, cascade, nullptr);
    if (status != LILT_OK)
        return status;
    return guarded([&] {
        std::vector<int> n_agree;

        classifier.detectMultiScale(view(picture), detector->found, n_agree, scale_step,
                                    what.min_agree, 0, cv::Size(what.min_px, what.min_px),
                                    cv::Size(what.max_px, what.max_px));
        *ret_n = std::min(max, detector->found.size());
        for (size_t i = 0; i < *ret_n; i++)
            sightings[i] = Sighting{to_box(detector->found[i]), n_agree[i]};
        return LILT_OK;
    });
}

void
lilt_detector_close(LiltDetector *detector)
{
    delete detector;
}
