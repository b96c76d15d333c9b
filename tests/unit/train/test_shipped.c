/* The shipped network on FER-2013's `public`: as good as its card says, small enough, quickly. */
#include "check.h"
#include "lilt/train.h"

#include <sys/stat.h>

TEST(the_shipped_network_reads_faces)
{
    const char *data = check_shared("data/fer2013");
    LiltPool *pool = lilt_pool_new(2);
    LiltWeights *weights = NULL;
    LiltFaces *faces = NULL;
    LiltMetrics metrics;
    LiltDiag diag = {""};
    struct stat info;
    char path[4096];

    REQUIRE(pool != NULL &&
                lilt_place_find("models", "mcnn.safetensors", &diag, path, sizeof path) == LILT_OK,
            "%s", diag.text);
    CHECK(stat(path, &info) == 0 && info.st_size <= 8 * 1000 * 1000, "%lld bytes",
          (long long)info.st_size);
    REQUIRE(lilt_weights_read(path, &diag, &weights) == LILT_OK, "%s", diag.text);
    REQUIRE(lilt_faces_open(data, LILT_SPLIT_PUBLIC, LILT_LABELS_FER, false, &diag, &faces) ==
                LILT_OK,
            "%s", diag.text);
    const int64_t begun = lilt_clock_us();

    REQUIRE(lilt_evaluate(weights, NULL, faces, pool, &diag, &metrics) == LILT_OK, "%s", diag.text);
    printf("%zu faces in %.1f s: %.2f %% right, macro F1 %.3f\n", metrics.n,
           (double)(lilt_clock_us() - begun) * 1e-6, 100.0 * metrics.accuracy, metrics.macro_f1);
    CHECK(metrics.n == 3589, "%zu faces", metrics.n);
    CHECK(metrics.accuracy >= 0.66, "%.4f", metrics.accuracy);
    lilt_faces_free(faces);
    lilt_weights_free(weights);
    lilt_pool_free(pool);
}

TEST_MAIN()
