/* local.h - keeps GStreamer on this machine. */
#pragma once

/* Take every element that reads from anywhere but files out of this process's registry. */
void lilt_player_stay_local(void);
