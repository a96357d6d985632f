//go:build linux && cgo

// A vertical box of one width: labels wrap to it, however long their text,
// and its natural height is its height at that width. GTK's own boxes ask for
// the width of their longest line.
#include "window.h"

typedef struct {
	GtkBox box;
	int width;
} column;

typedef struct {
	GtkBoxClass parent;
} columnClass;

static GType column_get_type(void);
G_DEFINE_TYPE(column, column, GTK_TYPE_BOX)

static void preferred_width(GtkWidget *widget, int *minimum, int *natural) {
	column *c = (column *)widget;
	int min, nat;
	GTK_WIDGET_CLASS(column_parent_class)->get_preferred_width(widget, &min, &nat);
	*minimum = MIN(min, c->width);
	*natural = c->width;
}

static void preferred_height(GtkWidget *widget, int *minimum, int *natural) {
	column *c = (column *)widget;
	GTK_WIDGET_CLASS(column_parent_class)->get_preferred_height_for_width(widget, c->width, minimum, natural);
}

static GtkSizeRequestMode request_mode(GtkWidget *widget G_GNUC_UNUSED) {
	return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void column_class_init(columnClass *class) {
	GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
	widget->get_preferred_width = preferred_width;
	widget->get_preferred_height = preferred_height;
	widget->get_request_mode = request_mode;
}

static void column_init(column *c) {
	c->width = 460;
	gtk_orientable_set_orientation(GTK_ORIENTABLE(c), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *column_new(void) { return g_object_new(column_get_type(), NULL); }

void column_set_width(GtkWidget *widget, int width) {
	column *c = (column *)widget;
	if (c->width != width) {
		c->width = width;
		gtk_widget_queue_resize(widget);
	}
}
