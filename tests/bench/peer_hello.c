/* The least that a libadwaita program can be: an empty window. What GTK itself costs at a start. */
#include <adwaita.h>

static void
activate(GtkApplication *application)
{
    GtkWidget *window = adw_application_window_new(application);
    GtkWidget *page = adw_status_page_new();

    adw_status_page_set_title(ADW_STATUS_PAGE(page), "Hello");
    adw_application_window_set_content(ADW_APPLICATION_WINDOW(window), page);
    gtk_window_set_title(GTK_WINDOW(window), "Lilt");
    gtk_window_set_default_size(GTK_WINDOW(window), 1100, 740);
    gtk_window_present(GTK_WINDOW(window));
}

int
main(void)
{
    g_autoptr(AdwApplication) application = adw_application_new("io.github.lilt_player.Hello",
                                                                G_APPLICATION_DEFAULT_FLAGS);

    g_signal_connect(application, "activate", G_CALLBACK(activate), NULL);
    return g_application_run(G_APPLICATION(application), 0, NULL);
}
