/* window: the least a GTK3 program can do, a question with two buttons. */
#include <gtk/gtk.h>

int main(int argc, char **argv) {
    gtk_init(&argc, &argv);
    GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    gtk_window_set_title(GTK_WINDOW(window), "Join this meeting?");
    gtk_container_set_border_width(GTK_CONTAINER(window), 24);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
    gtk_container_add(GTK_CONTAINER(box), gtk_label_new("Join this meeting?"));
    gtk_container_add(GTK_CONTAINER(box), gtk_button_new_with_label("Don't join"));
    gtk_container_add(GTK_CONTAINER(box), gtk_button_new_with_label("Join"));
    gtk_container_add(GTK_CONTAINER(window), box);
    g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
    gtk_widget_show_all(window);
    gtk_main();
    return 0;
}
