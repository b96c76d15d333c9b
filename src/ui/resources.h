/* resources.h - where the templates lie inside the program. */
#pragma once

#define LILT_RESOURCES "/io/github/lilt_player/Lilt/"
#define LILT_UI        LILT_RESOURCES "ui/"
