//go:build linux && cgo

// A wrapped label is a GtkLabel that says quickly how wide and high it is.
//
// GTK's own finds its least width by laying its text out in no width at all,
// which puts every letter on a line of its own: on a page of twenty labels
// that is most of what measuring costs. Here a label may be as narrow as one
// letter, whichever, and is as wide as its longest line, as before. And where
// its text fits as it is, nothing has to be broken into lines to know how high
// it is: GTK would lay it out anew for each width it is asked about.
#include "window.h"

typedef struct {
	GtkLabel label;
	// The size of the text in all the room it wants, of that layout (GTK makes a
	// new one for a new text) in that state of its fonts.
	PangoLayout *of;
	guint serial;
	int width, height, baseline; // width in Pango's units, the others in pixels
} wrapped;

typedef struct {
	GtkLabelClass parent;
} wrappedClass;

static GType wrapped_get_type(void);
G_DEFINE_TYPE(wrapped, wrapped, GTK_TYPE_LABEL)

static void forget(wrapped *w) { g_clear_object(&w->of); }

static void measure(wrapped *w) {
	PangoLayout *layout = gtk_label_get_layout(GTK_LABEL(w));
	guint serial = pango_context_get_serial(pango_layout_get_context(layout));
	if (w->of == layout && w->serial == serial)
		return;
	// The layout that GTK keeps may be of the width that the label has.
	PangoLayout *whole = pango_layout_copy(layout);
	pango_layout_set_width(whole, -1);
	PangoRectangle text;
	pango_layout_get_extents(whole, NULL, &text);
	pango_layout_get_pixel_size(whole, NULL, &w->height);
	w->width = text.width;
	w->baseline = PANGO_PIXELS(pango_layout_get_baseline(whole));
	g_object_unref(whole);
	g_set_object(&w->of, layout);
	w->serial = serial;
}

// surround is what style.css puts around the text, in pixels.
static GtkBorder surround(GtkWidget *widget) {
	GtkStyleContext *style = gtk_widget_get_style_context(widget);
	GtkStateFlags state = gtk_style_context_get_state(style);
	GtkBorder padding, border, margin;
	gtk_style_context_get_padding(style, state, &padding);
	gtk_style_context_get_border(style, state, &border);
	gtk_style_context_get_margin(style, state, &margin);
	return (GtkBorder){
		.left = padding.left + border.left + margin.left, .right = padding.right + border.right + margin.right,
		.top = padding.top + border.top + margin.top, .bottom = padding.bottom + border.bottom + margin.bottom,
	};
}

static void preferred_width(GtkWidget *widget, int *minimum, int *natural) {
	wrapped *w = (wrapped *)widget;
	measure(w);
	GtkBorder b = surround(widget);
	int around = b.left + b.right, letter = 8;
	*natural = PANGO_PIXELS_CEIL(w->width) + around;
	*minimum = MIN(*natural, letter + around);
}

bool wrapped_whole(GtkWidget *widget, int width, int *text_width, int *text_height) {
	wrapped *w = (wrapped *)widget;
	measure(w);
	GtkBorder b = surround(widget);
	if (w->width > (width - b.left - b.right) * PANGO_SCALE)
		return false;
	*text_width = PANGO_PIXELS_CEIL(w->width);
	*text_height = w->height;
	return true;
}

static void height_for_width(GtkWidget *widget, int width, int *minimum, int *natural, int *least, int *most) {
	int text, height;
	if (width < 0 || !wrapped_whole(widget, width, &text, &height)) {
		GTK_WIDGET_CLASS(wrapped_parent_class)->get_preferred_height_and_baseline_for_width(widget, width, minimum, natural, least, most);
		return;
	}
	GtkBorder b = surround(widget);
	*minimum = *natural = height + b.top + b.bottom;
	if (least)
		*least = ((wrapped *)widget)->baseline + b.top;
	if (most)
		*most = ((wrapped *)widget)->baseline + b.top;
}

static void style_updated(GtkWidget *widget) {
	forget((wrapped *)widget);
	GTK_WIDGET_CLASS(wrapped_parent_class)->style_updated(widget);
}

static void finalize(GObject *object) {
	forget((wrapped *)object);
	G_OBJECT_CLASS(wrapped_parent_class)->finalize(object);
}

static void preferred_width_for_height(GtkWidget *widget, int height G_GNUC_UNUSED, int *minimum, int *natural) {
	preferred_width(widget, minimum, natural);
}

static void wrapped_class_init(wrappedClass *class) {
	GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
	widget->get_preferred_width = preferred_width;
	widget->get_preferred_width_for_height = preferred_width_for_height;
	widget->get_preferred_height_and_baseline_for_width = height_for_width;
	widget->style_updated = style_updated;
	G_OBJECT_CLASS(class)->finalize = finalize;
}

static void wrapped_init(wrapped *w) {
	w->of = NULL;
	gtk_label_set_line_wrap(GTK_LABEL(w), TRUE);
	gtk_label_set_line_wrap_mode(GTK_LABEL(w), PANGO_WRAP_WORD_CHAR);
}

GtkWidget *wrapped_new(void) { return g_object_new(wrapped_get_type(), NULL); }
