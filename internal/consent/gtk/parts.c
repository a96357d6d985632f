//go:build linux && cgo

// The parts of a page: labels, icons, the rows of the card.
#include "window.h"

#include <string.h>

static const char *const tones[VG_TONES] = {NULL, "good", "neutral", "warn", "bad"};

void part_tone(GtkWidget *widget, int tone) {
	GtkStyleContext *style = gtk_widget_get_style_context(widget);
	for (int i = 1; i < VG_TONES; i++) {
		if (i == tone)
			gtk_style_context_add_class(style, tones[i]);
		else
			gtk_style_context_remove_class(style, tones[i]);
	}
}

// part_bold sets what every label has: a word that is broken, a long host say,
// gets no hyphen that is not in it. strong are pairs of bytes between which the
// text is bold.
void part_bold(GtkWidget *label, const int *strong, int strongs) {
	PangoAttrList *list = pango_attr_list_new();
	pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
	for (int i = 0; i < strongs; i++) {
		PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
		bold->start_index = strong[2 * i];
		bold->end_index = strong[2 * i + 1];
		pango_attr_list_insert(list, bold);
	}
	gtk_label_set_attributes(GTK_LABEL(label), list);
	pango_attr_list_unref(list);
}

GtkWidget *part_label(const char *class_name) {
	GtkWidget *label = wrapped_new();
	gtk_label_set_xalign(GTK_LABEL(label), 0);
	part_bold(label, NULL, 0);
	if (class_name)
		gtk_style_context_add_class(gtk_widget_get_style_context(label), class_name);
	gtk_widget_set_no_show_all(label, TRUE);
	return label;
}

// part_text draws a text as it is, never as markup; an empty one takes no room.
void part_text(GtkWidget *label, const char *text) {
	if (strcmp(gtk_label_get_text(GTK_LABEL(label)), text) != 0)
		gtk_label_set_text(GTK_LABEL(label), text);
	gtk_widget_set_visible(label, text[0] != 0);
}

// part_name gives a control its name for assistive technology, and its
// description unless that is NULL.
void part_name(GtkWidget *widget, const char *name, const char *description) {
	AtkObject *accessible = gtk_widget_get_accessible(widget);
	if (g_strcmp0(atk_object_get_name(accessible), name) != 0)
		atk_object_set_name(accessible, name);
	if (description && g_strcmp0(atk_object_get_description(accessible), description) != 0)
		atk_object_set_description(accessible, description);
}

// part_row is a row: icon, texts, control.
GtkWidget *part_row(GtkWidget *icon, GtkWidget **texts, GtkWidget *control) {
	GtkWidget *row = gtk_grid_new();
	gtk_grid_set_column_spacing(GTK_GRID(row), 14);
	gtk_grid_set_row_spacing(GTK_GRID(row), 8);
	gtk_style_context_add_class(gtk_widget_get_style_context(row), "row");
	*texts = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
	gtk_widget_set_valign(*texts, GTK_ALIGN_CENTER);
	gtk_widget_set_hexpand(*texts, TRUE);
	gtk_grid_attach(GTK_GRID(row), icon, 0, 0, 1, 1);
	gtk_grid_attach(GTK_GRID(row), *texts, 1, 0, 1, 1);
	if (control) {
		gtk_widget_set_valign(control, GTK_ALIGN_CENTER);
		gtk_grid_attach(GTK_GRID(row), control, 2, 0, 1, 1);
		// The switch before its "Why?", in every row: GTK goes by the height
		// of their middles, which are a rounding apart.
		GList *order = g_list_append(g_list_append(NULL, control), *texts);
		G_GNUC_BEGIN_IGNORE_DEPRECATIONS
		gtk_container_set_focus_chain(GTK_CONTAINER(row), order);
		G_GNUC_END_IGNORE_DEPRECATIONS
		g_list_free(order);
	}
	gtk_widget_show_all(row);
	gtk_widget_set_no_show_all(row, TRUE);
	return row;
}

static void on_toggle(GtkWidget *toggle, GParamSpec *spec G_GNUC_UNUSED, view *v) {
	int which = toggle == v->devices[VG_CAMERA].toggle ? VG_CAMERA : VG_MICROPHONE;
	view_emit(v, VG_TOGGLED, NULL, which, gtk_switch_get_active(GTK_SWITCH(toggle)));
}

static void on_check(GtkToggleButton *check, view *v) {
	view_emit(v, VG_PRESSED, g_object_get_data(G_OBJECT(check), "id"), 0, gtk_toggle_button_get_active(check));
}

// check_set draws a row's check box; without an id there is none.
static void check_set(device *d, const vg_row *r) {
	GtkToggleButton *check = GTK_TOGGLE_BUTTON(d->check);
	gtk_widget_set_visible(d->check, r->check_id[0] != 0);
	g_object_set_data_full(G_OBJECT(check), "id", g_strdup(r->check_id), g_free);
	GtkLabel *label = GTK_LABEL(gtk_bin_get_child(GTK_BIN(check)));
	if (strcmp(gtk_label_get_text(label), r->check_label) != 0)
		gtk_label_set_text(label, r->check_label);
	g_signal_handler_block(check, d->checked);
	if (gtk_toggle_button_get_active(check) != r->check_on)
		gtk_toggle_button_set_active(check, r->check_on);
	g_signal_handler_unblock(check, d->checked);
	gtk_widget_set_sensitive(d->check, !r->check_locked);
	part_name(d->check, r->check_label, r->note);
}

static GtkWidget *check_new(device *d, view *v) {
	GtkWidget *check = gtk_check_button_new_with_label("");
	GtkLabel *label = GTK_LABEL(gtk_bin_get_child(GTK_BIN(check)));
	gtk_label_set_line_wrap(label, TRUE);
	gtk_label_set_line_wrap_mode(label, PANGO_WRAP_WORD_CHAR);
	gtk_label_set_xalign(label, 0);
	gtk_style_context_add_class(gtk_widget_get_style_context(check), "small");
	gtk_widget_set_no_show_all(check, TRUE);
	gtk_widget_show(GTK_WIDGET(label));
	d->checked = g_signal_connect(check, "toggled", G_CALLBACK(on_check), v);
	return check;
}

static void on_why(GtkToggleButton *why, device *d) {
	const char *text = gtk_label_get_text(GTK_LABEL(d->more));
	gtk_widget_set_visible(d->more, gtk_toggle_button_get_active(why) && text[0]);
}

static void on_why_view(GtkToggleButton *why G_GNUC_UNUSED, view *v) { view_fit(v); }

GtkWidget *part_device(view *v, int which) {
	device *d = &v->devices[which];
	GtkWidget *texts;
	d->icon = part_icon();
	d->toggle = gtk_switch_new();
	d->box = part_row(d->icon, &texts, d->toggle);

	d->title = part_label("row-title");
	d->now = part_label("small");
	gtk_style_context_add_class(gtk_widget_get_style_context(d->now), "dim");
	d->assurance = part_label("small");
	d->more = part_label("small");
	gtk_style_context_add_class(gtk_widget_get_style_context(d->more), "more");
	d->check = check_new(d, v);
	d->note = part_label("small");
	gtk_style_context_add_class(gtk_widget_get_style_context(d->note), "dim");

	// A toggle button tells assistive technology whether it is open.
	d->why = gtk_toggle_button_new_with_label("");
	gtk_button_set_relief(GTK_BUTTON(d->why), GTK_RELIEF_NONE);
	gtk_style_context_add_class(gtk_widget_get_style_context(d->why), "why");
	gtk_widget_set_no_show_all(d->why, TRUE);
	g_signal_connect(d->why, "toggled", G_CALLBACK(on_why), d);
	g_signal_connect(d->why, "toggled", G_CALLBACK(on_why_view), v);

	d->assurance_line = flow_new(d->assurance, d->why);
	gtk_box_pack_start(GTK_BOX(texts), d->title, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), d->now, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), d->assurance_line, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), d->more, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), d->check, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), d->note, FALSE, FALSE, 0);
	gtk_widget_show(d->assurance_line);

	d->toggled = g_signal_connect(d->toggle, "notify::active", G_CALLBACK(on_toggle), v);

	AtkObject *toggle = gtk_widget_get_accessible(d->toggle);
	atk_object_add_relationship(toggle, ATK_RELATION_DESCRIBED_BY, gtk_widget_get_accessible(d->assurance));
	atk_object_add_relationship(toggle, ATK_RELATION_DESCRIBED_BY, gtk_widget_get_accessible(d->now));
	return d->box;
}

void vg_set_device(view *v, int which, const vg_row *r) {
	device *d = &v->devices[which];
	gtk_widget_set_visible(d->box, r != NULL);
	if (!r)
		return;
	part_text(d->title, r->title);
	part_icon_set(d->icon, r->icon);
	char *now = g_strjoin(r->now[0] && r->now_strong[0] ? " " : "", r->now, r->now_strong, NULL);
	part_text(d->now, now);
	int end = strlen(now);
	part_bold(d->now, (int[]){end - (int)strlen(r->now_strong), end}, 1);
	g_free(now);
	part_text(d->assurance, r->assurance);
	part_tone(d->assurance_line, r->tone);
	part_text(d->note, r->note);
	check_set(d, r);

	gtk_label_set_text(GTK_LABEL(d->more), r->why);
	gtk_button_set_label(GTK_BUTTON(d->why), r->why_label);
	gtk_widget_set_visible(d->why, r->why[0] != 0);
	part_name(d->why, r->why_name, r->why);
	gtk_widget_set_visible(d->assurance_line, r->assurance[0] || r->why[0]);
	on_why(GTK_TOGGLE_BUTTON(d->why), d);

	g_signal_handler_block(d->toggle, d->toggled);
	if (gtk_switch_get_active(GTK_SWITCH(d->toggle)) != r->on)
		gtk_switch_set_active(GTK_SWITCH(d->toggle), r->on);
	g_signal_handler_unblock(d->toggle, d->toggled);
	gtk_widget_set_sensitive(d->toggle, !r->locked);
	part_name(d->toggle, r->label, r->description);
}

void vg_set_notices(view *v, const char *cleaned, const char *banner, int tone) {
	part_text(v->cleaned, cleaned);
	part_text(v->banner_text, banner);
	part_tone(v->banner, tone);
	gtk_widget_set_visible(v->banner, banner[0] != 0);
}

static void destroy(GtkWidget *widget, gpointer data G_GNUC_UNUSED) { gtk_widget_destroy(widget); }

// part_clear empties a box that is to be filled anew. It is shown meanwhile:
// what is put into a box that was hidden since the window was built does not
// count when GTK asks how high it is.
void part_clear(GtkWidget *container) {
	gtk_container_foreach(GTK_CONTAINER(container), destroy, NULL);
	gtk_widget_show(container);
}

void vg_clear_text(view *v) { part_clear(v->text); }

void vg_add_text(view *v, const char *text, const int *strong, int strongs, bool selectable, int tone) {
	/* Lines to copy as they are: a caret under them points at a column. */
	bool code = selectable && strchr(text, '\n') != NULL;
	GtkWidget *label = part_label(strongs ? "strong" : code ? "code" : NULL);
	if (strongs)
		part_bold(label, strong, strongs);
	part_tone(label, tone);
	gtk_label_set_selectable(GTK_LABEL(label), selectable);
	part_text(label, text);
	gtk_box_pack_start(GTK_BOX(v->text), label, FALSE, FALSE, 0);
}
