//go:build linux && cgo

// A wrapped label is a GtkLabel that says quickly how wide it is.
//
// GTK's own finds its least width by laying its text out in no width at all,
// which puts every letter on a line of its own: on a page of twenty labels
// that is most of what measuring costs. Here a label may be as narrow as one
// letter, whichever, and is as wide as its longest line, as before.
#include "window.h"

typedef struct {
	GtkLabel label;
} wrapped;

typedef struct {
	GtkLabelClass parent;
} wrappedClass;

static GType wrapped_get_type(void);
G_DEFINE_TYPE(wrapped, wrapped, GTK_TYPE_LABEL)

// surround is what style.css puts left and right of the text, in pixels.
static int surround(GtkWidget *widget) {
	GtkStyleContext *style = gtk_widget_get_style_context(widget);
	GtkStateFlags state = gtk_style_context_get_state(style);
	GtkBorder padding, border, margin;
	gtk_style_context_get_padding(style, state, &padding);
	gtk_style_context_get_border(style, state, &border);
	gtk_style_context_get_margin(style, state, &margin);
	return padding.left + padding.right + border.left + border.right + margin.left + margin.right;
}

static void preferred_width(GtkWidget *widget, int *minimum, int *natural) {
	// The layout that GTK keeps may be of the width that the label has.
	PangoLayout *layout = pango_layout_copy(gtk_label_get_layout(GTK_LABEL(widget)));
	pango_layout_set_width(layout, -1);
	PangoRectangle line;
	pango_layout_get_extents(layout, NULL, &line);
	g_object_unref(layout);
	int around = surround(widget), letter = 8;
	*natural = PANGO_PIXELS_CEIL(line.width) + around;
	*minimum = MIN(*natural, letter + around);
}

static void preferred_width_for_height(GtkWidget *widget, int height G_GNUC_UNUSED, int *minimum, int *natural) {
	preferred_width(widget, minimum, natural);
}

static void wrapped_class_init(wrappedClass *class) {
	GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
	widget->get_preferred_width = preferred_width;
	widget->get_preferred_width_for_height = preferred_width_for_height;
}

static void wrapped_init(wrapped *w) {
	gtk_label_set_line_wrap(GTK_LABEL(w), TRUE);
	gtk_label_set_line_wrap_mode(GTK_LABEL(w), PANGO_WRAP_WORD_CHAR);
}

GtkWidget *wrapped_new(void) { return g_object_new(wrapped_get_type(), NULL); }
