//go:build linux && cgo

// The row that says what opens the meeting, with its choice.
#include "window.h"

static void on_picked(GtkComboBox *open, view *v) {
	int index = gtk_combo_box_get_active(open);
	if (index >= 0)
		view_emit(v, VG_PICKED, NULL, index, false);
}

// name_button names the button inside the combo box. It is what has the focus,
// and GTK gives it neither a name nor a place among what a screen reader sees:
// it would fall silent there.
static void name_button(GtkWidget *widget, gpointer data) {
	view *v = data;
	if (GTK_IS_TOGGLE_BUTTON(widget)) {
		AtkObject *choice = gtk_widget_get_accessible(v->open), *button = gtk_widget_get_accessible(widget);
		char *now = gtk_combo_box_text_get_active_text(GTK_COMBO_BOX_TEXT(v->open));
		part_name(widget, v->open_label, now);
		g_free(now);
		atk_object_set_role(button, ATK_ROLE_COMBO_BOX);
		atk_object_set_parent(button, choice);
	} else if (GTK_IS_CONTAINER(widget)) {
		gtk_container_forall(GTK_CONTAINER(widget), name_button, v);
	}
}

static void name_open(view *v) {
	if (!v->open)
		return;
	part_name(v->open, v->open_label, gtk_label_get_text(GTK_LABEL(v->open_note)));
	gtk_container_forall(GTK_CONTAINER(v->open), name_button, v);
}

// build makes the choice anew, as its names or their wrapping change: a combo
// box never asks for less room than it once did. None is made before there are
// names: it is the dearest widget of the window.
static void build(view *v, int wrap) {
	bool focus = false;
	int chosen = -1;
	if (v->open) {
		GtkWidget *has = gtk_window_get_focus(GTK_WINDOW(v->window));
		focus = has && gtk_widget_is_ancestor(has, v->open);
		chosen = gtk_combo_box_get_active(GTK_COMBO_BOX(v->open));
		gtk_widget_destroy(v->open);
	}
	v->wrap = wrap;
	v->open = gtk_combo_box_text_new();
	GList *cells = gtk_cell_layout_get_cells(GTK_CELL_LAYOUT(v->open));
	g_object_set(cells->data, "wrap-mode", PANGO_WRAP_WORD_CHAR, "wrap-width", wrap, NULL);
	g_list_free(cells);
	for (char **name = v->names; name && *name; name++)
		gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(v->open), *name);
	gtk_combo_box_set_active(GTK_COMBO_BOX(v->open), chosen);
	v->picked = g_signal_connect(v->open, "changed", G_CALLBACK(on_picked), v);
	gtk_widget_set_valign(v->open, GTK_ALIGN_CENTER);
	name_open(v);
	gtk_widget_show_all(v->open);
	gtk_grid_attach(GTK_GRID(v->open_box), v->open, 2, 0, 1, 1);
	if (focus)
		gtk_widget_child_focus(v->open, GTK_DIR_TAB_FORWARD);
}

GtkWidget *part_open(view *v) {
	GtkWidget *texts;
	v->open_icon = part_icon();
	part_icon_set(v->open_icon, "window");
	v->open_box = part_row(v->open_icon, &texts, NULL);
	v->open_title = part_label("row-title");
	v->open_note = part_label("small");
	gtk_style_context_add_class(gtk_widget_get_style_context(v->open_note), "dim");
	gtk_box_pack_start(GTK_BOX(texts), v->open_title, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), v->open_note, FALSE, FALSE, 0);
	v->open_label = g_strdup("");
	v->wrap = -1;
	return v->open_box;
}

// longest is the width of the longest of the choice's names.
static int longest(view *v) {
	int width, most = 0;
	PangoLayout *layout = gtk_widget_create_pango_layout(v->open, NULL);
	for (char **name = v->names; name && *name; name++) {
		pango_layout_set_text(layout, *name, -1);
		pango_layout_get_pixel_size(layout, &width, NULL);
		most = MAX(most, width);
	}
	g_object_unref(layout);
	return most;
}

// part_open_fit puts the choice beside its texts, or below them when its names
// are long; there they wrap.
void part_open_fit(view *v, int width, double em) {
	if (!v->open)
		return;
	int icon;
	gtk_widget_get_size_request(v->open_icon, &icon, NULL);
	int room = width - 2 * (22 + 1 + 14) - icon - 14; // as in style.css
	int chrome = 4 * em;                              // the button around a name
	int natural = longest(v) + chrome;
	int wrap = natural > room ? MAX(40, room - chrome) : -1;
	if (v->wrap != wrap)
		build(v, wrap);
	bool below = natural > room / 2;
	gtk_container_child_set(GTK_CONTAINER(v->open_box), v->open, "left-attach", below ? 1 : 2, "top-attach", below ? 1 : 0, NULL);
	gtk_widget_set_halign(v->open, below ? GTK_ALIGN_START : GTK_ALIGN_END);
}

void vg_set_open(view *v, const char *title, const char *note, const char *label) {
	gtk_widget_set_visible(v->open_box, title != NULL);
	if (!title)
		return;
	part_text(v->open_title, title);
	part_text(v->open_note, note);
	g_free(v->open_label);
	v->open_label = g_strdup(label);
	name_open(v);
}

void vg_set_choices(view *v, char **names, int n) {
	g_strfreev(v->names);
	v->names = g_new0(char *, n + 1);
	for (int i = 0; i < n; i++)
		v->names[i] = g_strdup(names[i]);
	build(v, v->wrap);
}

void vg_set_chosen(view *v, int chosen) {
	if (!v->open)
		return;
	g_signal_handler_block(v->open, v->picked);
	if (gtk_combo_box_get_active(GTK_COMBO_BOX(v->open)) != chosen)
		gtk_combo_box_set_active(GTK_COMBO_BOX(v->open), chosen);
	name_open(v);
	g_signal_handler_unblock(v->open, v->picked);
}
