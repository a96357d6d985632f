//go:build linux && cgo

// Two boxes that GTK does not have.
#include "window.h"

// A column is a vertical box of one width: labels wrap to it, however long
// their text, and its natural height is its height at that width. GTK's own
// boxes ask for the width of their longest line.

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

// A flow is a box of a label that wraps and a button that goes on where the
// label's last line ends, as the next word would.
typedef struct {
	GtkBox box;
	GtkWidget *label, *button;
} flow;

typedef struct {
	GtkBoxClass parent;
} flowClass;

static GType flow_get_type(void);
G_DEFINE_TYPE(flow, flow, GTK_TYPE_BOX)

// flow_place says how high a flow of a width is, and where its button goes.
static int flow_place(flow *f, int width, GdkRectangle *button) {
	GtkRequisition size = {0, 0};
	int height = 0, end = 0, line = 0;
	bool label = gtk_widget_get_visible(f->label);
	if (label)
		gtk_widget_get_preferred_height_for_width(f->label, width, NULL, &height);
	if (label && !wrapped_whole(f->label, width, &end, &line)) {
		PangoLayout *layout = pango_layout_copy(gtk_label_get_layout(GTK_LABEL(f->label)));
		pango_layout_set_width(layout, width * PANGO_SCALE);
		PangoRectangle last;
		pango_layout_line_get_pixel_extents(
			pango_layout_get_line_readonly(layout, pango_layout_get_line_count(layout) - 1), NULL, &last);
		end = last.width;
		line = last.height;
		g_object_unref(layout);
	}
	if (gtk_widget_get_visible(f->button))
		gtk_widget_get_preferred_size(f->button, NULL, &size);
	int gap = label ? line / 4 : 0;
	bool below = label && end + gap + size.width > width;
	button->width = MIN(size.width, width);
	button->height = size.height;
	button->x = below || !label ? 0 : end + gap;
	button->y = below ? height : MAX(0, height - line + (line - size.height) / 2);
	return MAX(height, button->y + size.height);
}

static void flow_width(GtkWidget *widget, int *minimum, int *natural) {
	flow *f = (flow *)widget;
	int min = 0, nat = 0;
	*minimum = *natural = 0;
	if (gtk_widget_get_visible(f->label))
		gtk_widget_get_preferred_width(f->label, minimum, natural);
	if (gtk_widget_get_visible(f->button))
		gtk_widget_get_preferred_width(f->button, &min, &nat);
	*minimum = MAX(*minimum, min);
	*natural += nat + 8;
}

static void flow_height_for_width(GtkWidget *widget, int width, int *minimum, int *natural) {
	GdkRectangle button;
	*minimum = *natural = flow_place((flow *)widget, width, &button);
}

static void flow_height(GtkWidget *widget, int *minimum, int *natural) {
	int width;
	flow_width(widget, &width, minimum);
	flow_height_for_width(widget, MAX(width, 1), minimum, natural);
}

static void flow_allocate(GtkWidget *widget, GtkAllocation *room) {
	flow *f = (flow *)widget;
	GtkAllocation button, label = *room;
	gtk_widget_set_allocation(widget, room);
	int height = flow_place(f, room->width, &button);
	if (gtk_widget_get_visible(f->label)) {
		gtk_widget_get_preferred_height_for_width(f->label, room->width, NULL, &label.height);
		label.height = MIN(label.height, height);
		gtk_widget_size_allocate(f->label, &label);
	}
	if (gtk_widget_get_visible(f->button)) {
		if (gtk_widget_get_direction(widget) == GTK_TEXT_DIR_RTL)
			button.x = room->width - button.x - button.width;
		button.x += room->x;
		button.y += room->y;
		gtk_widget_size_allocate(f->button, &button);
	}
}

static gboolean flow_draw(GtkWidget *widget, cairo_t *cr) {
	flow *f = (flow *)widget;
	gtk_container_propagate_draw(GTK_CONTAINER(widget), f->label, cr);
	gtk_container_propagate_draw(GTK_CONTAINER(widget), f->button, cr);
	return TRUE;
}

static void flow_class_init(flowClass *class) {
	GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
	widget->get_preferred_width = flow_width;
	widget->get_preferred_height = flow_height;
	widget->get_preferred_height_for_width = flow_height_for_width;
	widget->get_request_mode = request_mode;
	widget->size_allocate = flow_allocate;
	// GtkBox draws by what its own allocation noted.
	widget->draw = flow_draw;
}

static void flow_init(flow *f) { f->label = f->button = NULL; }

GtkWidget *flow_new(GtkWidget *label, GtkWidget *button) {
	flow *f = g_object_new(flow_get_type(), NULL);
	f->label = label;
	f->button = button;
	gtk_box_pack_start(GTK_BOX(f), label, FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(f), button, FALSE, FALSE, 0);
	return GTK_WIDGET(f);
}
