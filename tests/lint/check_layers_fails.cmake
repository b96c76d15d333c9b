# The lint itself: a planted breach of each kind must be found. Run: cmake -DROOT=... -DWORK=... -P check_layers_fails.cmake
cmake_policy(VERSION 3.25)

# plant(FILE TEXT EXPECTED): a tiny tree with one breach; the check must fail and say EXPECTED.
function(plant file text expected)
  file(REMOVE_RECURSE ${WORK})
  file(WRITE ${WORK}/include/lilt/base.h "#include <stddef.h>\n")
  file(WRITE ${WORK}/${file} "${text}\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${WORK} -P ${ROOT}/tests/lint/check_layers.cmake
                  RESULT_VARIABLE result ERROR_VARIABLE words OUTPUT_VARIABLE words)
  if(result EQUAL 0 OR NOT words MATCHES "${expected}")
    message(FATAL_ERROR "planted in ${file}: '${text}', not found; the check said: ${words}")
  endif()
endfunction()

plant(src/ui/x.c "#include \"lilt/library.h\"" "ui may not open the door of library")
plant(src/store/x.c "#include \"lilt/face.h\"" "store may not open the door of face")
plant(include/lilt/nn.h "#include \"lilt/train.h\"" "nn may not open the door of train")
plant(src/session/x.c "#include <gtk/gtk.h>" "session may not use gtk")
plant(src/nn/x.c "#include <glib.h>" "nn may not use glib")
plant(src/camera/v4l2.c "#include <gst/gst.h>" "camera may not use gstreamer")
plant(src/player/player.c "#include <pulse/pulseaudio.h>" "player may not use pulse")
plant(src/face/crop.cc "#include <opencv2/core.hpp>" "face may not use opencv")
plant(src/nn/x.c "#include \"../base/x.h\"" "climbs out of its room")
plant(src/attic/x.c "#include <stdio.h>" "no such room")
plant(ui/lilt_ghost.ui "<template class=\"LiltGhost\">" "no src/ui/lilt_ghost.c")
file(REMOVE_RECURSE ${WORK})
