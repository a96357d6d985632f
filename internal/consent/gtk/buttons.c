//go:build linux && cgo

// The buttons of a page. They are made anew for each page, so that a press
// begun on one page cannot end on the next.
#include "window.h"

#include <string.h>

static const char *button_data(GtkWidget *button, const char *key) {
	const char *text = g_object_get_data(G_OBJECT(button), key);
	return text ? text : "";
}

static int button_flags(GtkWidget *button) {
	return GPOINTER_TO_INT(g_object_get_data(G_OBJECT(button), "flags"));
}

static void on_clicked(GtkWidget *button, view *v) {
	// The widget is insensitive while dead; this holds whatever way the
	// press came.
	if ((button_flags(button) & VG_ARMED) && !v->ready)
		return;
	bool on = GTK_IS_TOGGLE_BUTTON(button) && gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(button));
	view_emit(v, VG_PRESSED, button_data(button, "id"), 0, on);
}

// button_arm draws whether a button is live. A button keeps the widest width
// it had on a page: those beside it must not move under the pointer when the
// countdown ends.
static void button_arm(GtkWidget *button, view *v) {
	if (!(button_flags(button) & VG_ARMED))
		return;
	const char *label = button_data(button, "label");
	const char *suffix = v->ready || !v->suffix ? "" : v->suffix;
	char *text = g_strconcat(label, suffix[0] && suffix[0] != ' ' ? " " : "", suffix, NULL);
	GtkWidget *child = gtk_bin_get_child(GTK_BIN(button));
	if (strcmp(gtk_label_get_text(GTK_LABEL(child)), text) != 0) {
		gtk_label_set_text(GTK_LABEL(child), text);
		int natural, requested;
		gtk_widget_get_size_request(button, &requested, NULL);
		gtk_widget_get_preferred_width(button, NULL, &natural);
		if (natural > requested) {
			gtk_widget_set_size_request(button, natural, -1);
			v->grown = true;
		}
	}
	// The name stays, so that a screen reader does not read every second.
	part_name(button, label, suffix[0] ? text : "");
	g_free(text);
	if (!v->ready && gtk_widget_is_focus(button) && v->safe)
		gtk_widget_grab_focus(v->safe);
	gtk_widget_set_sensitive(button, v->ready);
}

void buttons_arm(view *v) {
	gtk_container_foreach(GTK_CONTAINER(v->buttons), (GtkCallback)button_arm, v);
	gtk_container_foreach(GTK_CONTAINER(v->actions), (GtkCallback)button_arm, v);
}

void vg_begin_buttons(view *v, bool rebuild) {
	v->rebuild = rebuild;
	g_list_free(v->next);
	v->next = NULL;
	if (!rebuild) {
		v->next = g_list_concat(gtk_container_get_children(GTK_CONTAINER(v->actions)),
		                        gtk_container_get_children(GTK_CONTAINER(v->buttons)));
		return;
	}
	GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(v->window));
	g_free(v->refocus);
	v->refocus = focus ? g_strdup(g_object_get_data(G_OBJECT(focus), "id")) : NULL;
	v->safe = NULL;
	part_clear(v->actions);
	part_clear(v->buttons);
}

static GtkWidget *button_new(view *v, bool action, const char *id, const char *label, int flags) {
	GtkWidget *button = flags & VG_CHECK ? gtk_check_button_new_with_label(label) : gtk_button_new_with_label(label);
	g_object_set_data_full(G_OBJECT(button), "id", g_strdup(id), g_free);
	GtkLabel *text = GTK_LABEL(gtk_bin_get_child(GTK_BIN(button)));
	gtk_label_set_line_wrap(text, TRUE);
	gtk_label_set_line_wrap_mode(text, PANGO_WRAP_WORD_CHAR);
	GtkStyleContext *style = gtk_widget_get_style_context(button);
	if (action) {
		gtk_style_context_add_class(style, "action");
		gtk_label_set_xalign(text, 0);
		if (!(flags & VG_CHECK))
			gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
	} else {
		gtk_style_context_add_class(style, "answer");
	}
	if (flags & VG_SUGGESTED)
		gtk_style_context_add_class(style, "suggested");
	gtk_widget_show_all(button);
	gtk_box_pack_start(GTK_BOX(action ? v->actions : v->buttons), button, FALSE, FALSE, 0);
	return button;
}

void vg_add_button(view *v, bool action, const char *id, const char *label, int flags) {
	GtkWidget *button;
	if (v->rebuild) {
		button = button_new(v, action, id, label, flags);
	} else {
		if (!v->next)
			return;
		button = v->next->data;
		v->next = g_list_delete_link(v->next, v->next);
		GtkLabel *text = GTK_LABEL(gtk_bin_get_child(GTK_BIN(button)));
		if (!(flags & VG_ARMED) && strcmp(gtk_label_get_text(text), label) != 0)
			gtk_label_set_text(text, label);
	}
	g_object_set_data_full(G_OBJECT(button), "label", g_strdup(label), g_free);
	g_object_set_data(G_OBJECT(button), "flags", GINT_TO_POINTER(flags));
	g_signal_handlers_disconnect_by_func(button, on_clicked, v);
	if (flags & VG_CHECK)
		gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button), (flags & VG_ON) != 0);
	g_signal_connect(button, "clicked", G_CALLBACK(on_clicked), v);
	part_name(button, label, NULL);
	if (flags & VG_SAFE)
		v->safe = button;
	if (v->rebuild && v->refocus && strcmp(v->refocus, id) == 0)
		gtk_widget_grab_focus(button);
	button_arm(button, v);
}

void vg_announce(view *v, const char *text) {
	// ATK has it since 2.46.
	static guint signal;
	AtkObject *window = gtk_widget_get_accessible(v->window);
	if (!signal)
		signal = g_signal_lookup("announcement", ATK_TYPE_OBJECT);
	if (signal && text[0] && v->focused)
		g_signal_emit(window, signal, 0, text);
}

void vg_arm(view *v, bool ready, const char *suffix, const char *live) {
	if (ready && !v->ready)
		vg_announce(v, live);
	v->ready = ready;
	g_free(v->suffix);
	v->suffix = g_strdup(suffix);
	buttons_arm(v);
	if (v->grown)
		view_fit(v);
}
