//go:build linux && cgo

// The head of a page: the question, the host, and who opened the link.
#include "window.h"

#include <string.h>

static GtkWidget *box(GtkOrientation orientation, int spacing) { return gtk_box_new(orientation, spacing); }

static void on_details(GtkToggleButton *details, view *v) {
	const char *text = gtk_label_get_text(GTK_LABEL(v->more));
	gtk_widget_set_visible(v->more, gtk_toggle_button_get_active(details) && text[0]);
}

static void on_details_view(GtkToggleButton *details G_GNUC_UNUSED, view *v) { view_fit(v); }

static GtkWidget *opener_new(view *v) {
	v->opener_line = box(GTK_ORIENTATION_HORIZONTAL, 6);
	v->opener_icon = part_icon();
	gtk_widget_set_valign(v->opener_icon, GTK_ALIGN_START);
	gtk_widget_set_no_show_all(v->opener_icon, TRUE);
	gtk_style_context_add_class(gtk_widget_get_style_context(v->opener_icon), "dim");
	v->opener = part_label("small");
	gtk_style_context_add_class(gtk_widget_get_style_context(v->opener), "dim");
	v->details = gtk_toggle_button_new_with_label("");
	gtk_button_set_relief(GTK_BUTTON(v->details), GTK_RELIEF_NONE);
	gtk_style_context_add_class(gtk_widget_get_style_context(v->details), "why");
	gtk_style_context_add_class(gtk_widget_get_style_context(v->details), "dim");
	gtk_widget_set_no_show_all(v->details, TRUE);
	g_signal_connect(v->details, "toggled", G_CALLBACK(on_details), v);
	g_signal_connect(v->details, "toggled", G_CALLBACK(on_details_view), v);
	gtk_box_pack_start(GTK_BOX(v->opener_line), v->opener_icon, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(v->opener_line), flow_new(v->opener, v->details), TRUE, TRUE, 0);
	gtk_widget_show_all(v->opener_line);
	gtk_widget_set_no_show_all(v->opener_line, TRUE);
	return v->opener_line;
}

GtkWidget *head_new(view *v) {
	GtkWidget *head = box(GTK_ORIENTATION_HORIZONTAL, 14);
	v->badge = gtk_label_new(NULL); // one letter, in a square that style.css sizes
	gtk_style_context_add_class(gtk_widget_get_style_context(v->badge), "badge");
	gtk_widget_set_no_show_all(v->badge, TRUE);
	gtk_widget_set_valign(v->badge, GTK_ALIGN_START);
	GtkWidget *texts = box(GTK_ORIENTATION_VERTICAL, 1);
	gtk_widget_set_valign(texts, GTK_ALIGN_CENTER);
	v->title = part_label("title");
	v->host = part_label("host");
	v->more = part_label("small");
	gtk_style_context_add_class(gtk_widget_get_style_context(v->more), "more");
	gtk_label_set_selectable(GTK_LABEL(v->more), TRUE);
	atk_object_set_role(gtk_widget_get_accessible(v->title), ATK_ROLE_HEADING);
	gtk_box_pack_start(GTK_BOX(texts), v->title, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), v->host, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), opener_new(v), FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(texts), v->more, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(head), v->badge, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(head), texts, TRUE, TRUE, 0);
	return head;
}

void head_fresh(view *v) { gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(v->details), FALSE); }

void head_fit(view *v, double em) {
	int size = em * 1.25;
	gtk_widget_set_size_request(v->opener_icon, size, size);
}

void vg_set_head(view *v, const vg_head *h) {
	part_text(v->badge, h->badge);
	part_tone(v->badge, h->bad ? VG_BAD : VG_PLAIN);
	part_text(v->title, h->title);
	part_text(v->host, h->host);
	part_bold(v->host, h->strong, h->strongs);
}

enum { PICTURE = 128 }; // pixels of a side, enough for text of 200 % twice over

// picture reads a PNG; no other reader is ever asked.
static GdkPixbuf *picture(const void *png, size_t size) {
	GdkPixbufLoader *loader = png ? gdk_pixbuf_loader_new_with_type("png", NULL) : NULL;
	if (!loader)
		return NULL;
	bool good = gdk_pixbuf_loader_write(loader, png, size, NULL);
	good = gdk_pixbuf_loader_close(loader, NULL) && good;
	GdkPixbuf *whole = good ? gdk_pixbuf_loader_get_pixbuf(loader) : NULL, *small = NULL;
	if (whole) {
		double scale = MIN(1, (double)PICTURE / MAX(gdk_pixbuf_get_width(whole), gdk_pixbuf_get_height(whole)));
		small = gdk_pixbuf_scale_simple(whole, MAX(1, gdk_pixbuf_get_width(whole) * scale),
		                                MAX(1, gdk_pixbuf_get_height(whole) * scale), GDK_INTERP_BILINEAR);
	}
	g_object_unref(loader);
	return small;
}

bool vg_set_opener(view *v, const vg_opener *o) {
	part_text(v->opener, o->text);
	gtk_widget_set_visible(v->opener_line, o->text[0] != 0);
	part_icon_set(v->opener_icon, o->icon);
	gtk_widget_set_visible(v->opener_icon, o->icon[0] != 0);
	GdkPixbuf *own = picture(o->png, o->png_size);
	part_icon_picture(v->opener_icon, own);
	if (own)
		g_object_unref(own);
	gtk_label_set_text(GTK_LABEL(v->more), o->more);
	gtk_button_set_label(GTK_BUTTON(v->details), o->more_label);
	gtk_widget_set_visible(v->details, o->more[0] != 0);
	part_name(v->details, o->more_label, o->more);
	on_details(GTK_TOGGLE_BUTTON(v->details), v);
	return own != NULL;
}

char *vg_icon_file(view *v, const char *name) {
	// Programs put their icons into the fallback theme, as PNG: nothing else is
	// loaded, and no SVG reader.
	static GtkIconTheme *programs;
	if (!programs) {
		programs = gtk_icon_theme_new();
		gtk_icon_theme_set_custom_theme(programs, "hicolor");
	}
	int scale = gtk_widget_get_scale_factor(v->window);
	// No SVG: its readers are large, and have had holes.
	GtkIconInfo *info = gtk_icon_theme_lookup_icon_for_scale(programs, name, 48, scale, GTK_ICON_LOOKUP_NO_SVG);
	if (!info)
		return NULL;
	char *file = g_strdup(gtk_icon_info_get_filename(info));
	g_object_unref(info);
	return file;
}
