//go:build linux && cgo

// The icons that we draw ourselves, in the text's colour: no icon theme need be
// there for them, or be loaded. A program's own picture can take the place of
// one.
#include "window.h"

#include <math.h>
#include <string.h>

static void rounded(cairo_t *cr, double x, double y, double w, double h, double r) {
	cairo_new_sub_path(cr);
	cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
	cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
	cairo_arc(cr, x + r, y + r, r, M_PI, M_PI * 1.5);
	cairo_close_path(cr);
}

static void draw_camera(cairo_t *cr) {
	rounded(cr, 2.5, 6.5, 13, 11, 1.5);
	cairo_move_to(cr, 15.5, 10.8);
	cairo_line_to(cr, 21.3, 7.2);
	cairo_line_to(cr, 21.3, 16.8);
	cairo_line_to(cr, 15.5, 13.2);
	cairo_stroke(cr);
}

static void draw_microphone(cairo_t *cr) {
	rounded(cr, 9, 2.8, 6, 11.2, 3);
	cairo_new_sub_path(cr);
	cairo_arc_negative(cr, 12, 11, 6.3, M_PI, 0);
	cairo_move_to(cr, 12, 17.3);
	cairo_line_to(cr, 12, 21);
	cairo_move_to(cr, 8.8, 21);
	cairo_line_to(cr, 15.2, 21);
	cairo_stroke(cr);
}

static void draw_window(cairo_t *cr) {
	rounded(cr, 3, 5, 18, 14, 2);
	cairo_move_to(cr, 3, 9.2);
	cairo_line_to(cr, 21, 9.2);
	cairo_stroke(cr);
}

static void draw_unknown(cairo_t *cr) {
	cairo_arc(cr, 12, 12, 9, 0, 2 * M_PI);
	cairo_stroke(cr);
	cairo_arc(cr, 12, 9.6, 2.9, M_PI * 1.05, M_PI * 0.3);
	cairo_curve_to(cr, 12.6, 13, 12, 13.2, 12, 14.4);
	cairo_stroke(cr);
	cairo_arc(cr, 12, 17.3, 0.6, 0, 2 * M_PI);
	cairo_stroke(cr);
}

// draw_picture draws a picture in the whole of the widget.
static void draw_picture(cairo_t *cr, GdkPixbuf *picture, double x, double y, double size) {
	double scale = size / MAX(gdk_pixbuf_get_width(picture), gdk_pixbuf_get_height(picture));
	cairo_translate(cr, x + (size - gdk_pixbuf_get_width(picture) * scale) / 2,
	                y + (size - gdk_pixbuf_get_height(picture) * scale) / 2);
	cairo_scale(cr, scale, scale);
	gdk_cairo_set_source_pixbuf(cr, picture, 0, 0);
	cairo_paint(cr);
}

// draw_icon draws in a square of 24, in the text's colour. We draw them
// ourselves so that no icon theme need be there, or be loaded.
static gboolean draw_icon(GtkWidget *widget, cairo_t *cr, gpointer data G_GNUC_UNUSED) {
	const char *name = g_object_get_data(G_OBJECT(widget), "icon");
	if (!name)
		return FALSE;
	int w = gtk_widget_get_allocated_width(widget), h = gtk_widget_get_allocated_height(widget);
	double size = MIN(w, h);
	GdkPixbuf *picture = g_object_get_data(G_OBJECT(widget), "picture");
	if (picture) {
		draw_picture(cr, picture, (w - size) / 2, (h - size) / 2, size);
		return FALSE;
	}
	GtkStyleContext *style = gtk_widget_get_style_context(widget);
	GdkRGBA colour;
	gtk_style_context_get_color(style, gtk_style_context_get_state(style), &colour);

	cairo_translate(cr, (w - size) / 2, (h - size) / 2);
	cairo_scale(cr, size / 24, size / 24);
	cairo_push_group(cr);
	gdk_cairo_set_source_rgba(cr, &colour);
	cairo_set_line_width(cr, 1.7);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	if (g_str_has_prefix(name, "camera"))
		draw_camera(cr);
	else if (g_str_has_prefix(name, "microphone"))
		draw_microphone(cr);
	else if (strcmp(name, "unknown") == 0)
		draw_unknown(cr);
	else
		draw_window(cr);
	if (g_str_has_suffix(name, "-off")) {
		// A clear gap beside the stroke keeps it readable when small.
		cairo_set_operator(cr, CAIRO_OPERATOR_CLEAR);
		cairo_set_line_width(cr, 5);
		cairo_move_to(cr, 4, 3.5);
		cairo_line_to(cr, 20.5, 20);
		cairo_stroke(cr);
		cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
		cairo_set_line_width(cr, 1.7);
		cairo_move_to(cr, 3.5, 3);
		cairo_line_to(cr, 21, 20.5);
		cairo_stroke(cr);
	}
	cairo_pop_group_to_source(cr);
	cairo_paint(cr);
	return FALSE;
}

GtkWidget *part_icon(void) {
	GtkWidget *icon = gtk_drawing_area_new();
	gtk_widget_set_valign(icon, GTK_ALIGN_CENTER);
	gtk_style_context_add_class(gtk_widget_get_style_context(icon), "icon");
	g_signal_connect(icon, "draw", G_CALLBACK(draw_icon), NULL);
	atk_object_set_role(gtk_widget_get_accessible(icon), ATK_ROLE_ICON);
	return icon;
}

void part_icon_set(GtkWidget *icon, const char *name) {
	if (g_strcmp0(g_object_get_data(G_OBJECT(icon), "icon"), name) == 0)
		return;
	g_object_set_data_full(G_OBJECT(icon), "icon", g_strdup(name), g_free);
	gtk_widget_queue_draw(icon);
}

void part_icon_picture(GtkWidget *icon, GdkPixbuf *picture) {
	g_object_set_data_full(G_OBJECT(icon), "picture", picture ? g_object_ref(picture) : NULL, picture ? g_object_unref : NULL);
	gtk_widget_queue_draw(icon);
}
