/* The tempo of a workout. */
#include "check.h"

#include "pace.h"

TEST(it_is_near_the_last_songs_and_bounded)
{
    const float near[] = {128.0f, 132.0f, 150.0f}, halves[] = {65.0f, 66.0f, 64.0f};
    const float slow[] = {95.0f}, fast[] = {400.0f}, odd[] = {NAN, 0.0f, -3.0f, INFINITY};

    CHECK_NEAR(132.0, lilt_pace_near(near, 3), 1e-4, "the middle one");
    CHECK_NEAR(130.0, lilt_pace_near(halves, 3), 1e-4, "twice what was counted in halves");
    CHECK_NEAR(LILT_PACE_LEAST_BPM, lilt_pace_near(slow, 1), 1e-4, "a slow one");
    CHECK_NEAR(LILT_PACE_MOST_BPM, lilt_pace_near(fast, 1), 1e-4, "a wild one");
    CHECK_NEAR(140.0, lilt_pace_near(odd, 4), 1e-4, "nothing is known");
    CHECK_NEAR(140.0, lilt_pace_near(near, 0), 1e-4, "nothing was played");
}

TEST(it_stays_steady_over_its_own_songs)
{
    float last[3] = {126.0f, 126.0f, 126.0f};
    const float first = lilt_pace_near(last, 3);

    for (int i = 0; i < 1000; i++) { /* each song a little faster than was asked for */
        last[i % 3] = 1.02f * lilt_pace_near(last, 3);
        const float pace = lilt_pace_near(last, 3);

        CHECK(pace >= first - 1e-3f && pace <= LILT_PACE_MOST_BPM, "song %d: %f", i, (double)pace);
    }
}

TEST_MAIN()
