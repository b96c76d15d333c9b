/* ui.h - the window. GTK 4 and libadwaita; main thread only. It reads state from the session and
 * gives commands by the application's actions, so it needs neither library nor camera. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Bring templates, styles and icons into the program: before the application's startup, which looks
 * for them. More than once is fine. */
void lilt_ui_init(void);

/* Set the keys of every command ("app." and "win."): once, in the application's startup. */
void lilt_ui_set_keys(GtkApplication *application);

/* The one window. Its actions (page, search, queue, choose-folder, close-camera, ...) begin with
 * "win.". */
#define LILT_TYPE_WINDOW (lilt_window_get_type())
G_DECLARE_FINAL_TYPE(LiltWindow, lilt_window, LILT, WINDOW, AdwApplicationWindow)

/* session: a reference is taken. The first start is shown while the session needs music or the
 * question about the camera was never asked. */
LiltWindow *lilt_window_new(GtkApplication *application, LiltSession *session);

/* A window that says why Lilt cannot run; for errors before a session exists.
 * title: one short sentence. message: what is wrong, with the name of the file. report: what its
 * button copies. */
GtkWindow *lilt_ui_error_window_new(GtkApplication *application, const char *title,
                                    const char *message, const char *report);

/* Show version, licence and credits over `parent`. report: for its Troubleshooting page. */
void lilt_ui_show_about(GtkWindow *parent, const char *report);

G_END_DECLS
