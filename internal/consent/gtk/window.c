//go:build linux && cgo

// The window: built once, then shown and hidden.
#include "window.h"

#include <gdk/gdkx.h>
#include <string.h>

bool vg_init(void) {
	// The window's class on X11 and its app id on Wayland are the desktop
	// entry's name, so that shells find our icon and name.
	g_set_prgname("dev.vestibule.Launcher");
	if (!gtk_init_check(NULL, NULL))
		return false;
	// After opening the display, which sets it to the name with a capital.
	gdk_set_program_class("dev.vestibule.Launcher");
	g_set_application_name("Vestibule");
	return true;
}

static gboolean drain(gpointer data G_GNUC_UNUSED) {
	vgDrain();
	return G_SOURCE_REMOVE;
}

void vg_wake(void) { g_idle_add_full(G_PRIORITY_DEFAULT, drain, NULL, NULL); }

void vg_loop(void) { gtk_main(); }

static gboolean quit(gpointer data G_GNUC_UNUSED) {
	gtk_main_quit();
	return G_SOURCE_REMOVE;
}

void vg_quit(void) { g_idle_add_full(G_PRIORITY_DEFAULT, quit, NULL, NULL); }

void vg_prefer_dark(bool dark) {
	g_object_set(gtk_settings_get_default(), "gtk-application-prefer-dark-theme", dark, NULL);
}

void vg_right_to_left(bool rtl) { gtk_widget_set_default_direction(rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR); }

void view_emit(view *v, int kind, const char *id, int index, bool on) {
	if (v->page)
		vgEvent(v->handle, v->page, kind, (char *)id, index, on, v->typed);
}

static void look(GtkStyleContext *style, const char *name, double *rgb) {
	GdkRGBA colour;
	if (gtk_style_context_lookup_color(style, name, &colour)) {
		rgb[0] = colour.red;
		rgb[1] = colour.green;
		rgb[2] = colour.blue;
	}
}

// colours tells Go the theme's colours: background, base and text; -1 for
// one the theme does not name. Go answers with vg_css.
static void colours(view *v) {
	double rgb[9] = {-1, -1, -1, -1, -1, -1, -1, -1, -1};
	GtkStyleContext *style = gtk_widget_get_style_context(v->window);
	look(style, "theme_bg_color", rgb);
	look(style, "theme_base_color", rgb + 3);
	look(style, "theme_fg_color", rgb + 6);
	vgColours(v, rgb);
	if (v->page)
		view_fit(v);
}

void vg_css(view *v, const char *css) { gtk_css_provider_load_from_data(v->css, css, -1, NULL); }

static GtkWidget *box(GtkOrientation orientation, int spacing, const char *class_name) {
	GtkWidget *b = gtk_box_new(orientation, spacing);
	if (class_name)
		gtk_style_context_add_class(gtk_widget_get_style_context(b), class_name);
	return b;
}

static void build(view *v) {
	v->column = column_new();
	gtk_style_context_add_class(gtk_widget_get_style_context(v->column), "page");
	gtk_box_set_spacing(GTK_BOX(v->column), 16);
	v->text = box(GTK_ORIENTATION_VERTICAL, 6, "text");
	v->card = box(GTK_ORIENTATION_VERTICAL, 0, "card");
	gtk_box_pack_start(GTK_BOX(v->card), part_device(v, VG_CAMERA), FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(v->card), part_device(v, VG_MICROPHONE), FALSE, FALSE, 0);
	gtk_box_pack_start(GTK_BOX(v->card), part_open(v), FALSE, FALSE, 0);
	v->cleaned = part_label("small");
	gtk_style_context_add_class(gtk_widget_get_style_context(v->cleaned), "dim");
	v->banner = box(GTK_ORIENTATION_VERTICAL, 0, "banner");
	v->banner_text = part_label(NULL);
	gtk_box_pack_start(GTK_BOX(v->banner), v->banner_text, FALSE, FALSE, 0);
	v->actions = box(GTK_ORIENTATION_VERTICAL, 0, "card");

	GtkWidget *parts[] = {head_new(v), v->text, v->card, v->cleaned, v->banner, v->actions};
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		gtk_box_pack_start(GTK_BOX(v->column), parts[i], FALSE, FALSE, 0);

	v->scroller = gtk_scrolled_window_new(NULL, NULL);
	GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW(v->scroller);
	gtk_scrolled_window_set_propagate_natural_width(scroller, TRUE);
	gtk_scrolled_window_set_propagate_natural_height(scroller, TRUE);
	// A bar that hides would leave nothing to tell that there is more.
	gtk_scrolled_window_set_overlay_scrolling(scroller, FALSE);
	gtk_widget_set_can_focus(v->scroller, FALSE);
	gtk_container_add(GTK_CONTAINER(v->scroller), v->column);
	gtk_container_set_focus_vadjustment(GTK_CONTAINER(v->column), gtk_scrolled_window_get_vadjustment(scroller));

	v->buttons = box(GTK_ORIENTATION_HORIZONTAL, 10, "answers");
	gtk_widget_set_halign(v->buttons, GTK_ALIGN_END);

	GtkWidget *all = box(GTK_ORIENTATION_VERTICAL, 0, NULL);
	gtk_box_pack_start(GTK_BOX(all), v->scroller, TRUE, TRUE, 0);
	gtk_box_pack_end(GTK_BOX(all), v->buttons, FALSE, FALSE, 0);
	gtk_container_add(GTK_CONTAINER(v->window), all);
	gtk_widget_show_all(all);
}

// realize makes the window known to the display while nothing else is to do,
// so that the first link is shown as fast as the next.
static gboolean realize(gpointer window) {
	gtk_widget_realize(window);
	return G_SOURCE_REMOVE;
}

view *vg_new(uintptr_t handle, const char *title) {
	// Here the theme is read, which takes longer than all that follows.
	//
	// The window itself has no icon of a theme: GTK's own few arrows are built
	// in, and would otherwise be looked for in all themes first, which takes as
	// long as all our text. Programs' own are head.c's.
	gtk_icon_theme_set_search_path(gtk_icon_theme_get_default(), NULL, 0);
	view *v = g_new0(view, 1);
	v->handle = handle;
	v->window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	GtkWindow *window = GTK_WINDOW(v->window);
	gtk_window_set_title(window, title);
	gtk_window_set_type_hint(window, GDK_WINDOW_TYPE_HINT_DIALOG);
	gtk_window_set_resizable(window, FALSE);
	gtk_window_set_keep_above(window, TRUE);
	gtk_style_context_add_class(gtk_widget_get_style_context(v->window), "vestibule");
	atk_object_set_role(gtk_widget_get_accessible(v->window), ATK_ROLE_DIALOG);
	v->css = gtk_css_provider_new();
	gtk_style_context_add_provider_for_screen(gdk_screen_get_default(), GTK_STYLE_PROVIDER(v->css),
	                                          GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
	build(v);
	input_connect(v);
	colours(v);
	GtkSettings *settings = gtk_settings_get_default();
	g_signal_connect_swapped(settings, "notify::gtk-theme-name", G_CALLBACK(colours), v);
	g_signal_connect_swapped(settings, "notify::gtk-application-prefer-dark-theme", G_CALLBACK(colours), v);
	g_idle_add_full(G_PRIORITY_LOW, realize, v->window, NULL);
	return v;
}

void vg_begin(view *v, uint64_t page, bool fresh) {
	v->page = page;
	if (!fresh)
		return;
	v->ready = false;
	g_clear_pointer(&v->suffix, g_free);
	for (int i = 0; i < VG_DEVICES; i++)
		gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(v->devices[i].why), FALSE);
	head_fresh(v);
	gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(v->scroller)), 0);
}

static bool any_visible(GtkWidget *container) {
	bool any = false;
	GList *children = gtk_container_get_children(GTK_CONTAINER(container));
	for (GList *l = children; l; l = l->next)
		any = any || gtk_widget_get_visible(l->data);
	g_list_free(children);
	return any;
}

void vg_end(view *v) {
	GtkWidget *groups[] = {v->text, v->card, v->actions, v->buttons};
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		gtk_widget_set_visible(groups[i], any_visible(groups[i]));
	view_fit(v);
}

static void work_area(view *v, GdkRectangle *area) {
	GdkDisplay *display = gtk_widget_get_display(v->window);
	GdkMonitor *monitor = NULL;
	if (gtk_widget_get_visible(v->window)) {
		monitor = gdk_display_get_monitor_at_window(display, gtk_widget_get_window(v->window));
	} else {
		GdkSeat *seat = gdk_display_get_default_seat(display);
		GdkDevice *pointer = seat ? gdk_seat_get_pointer(seat) : NULL;
		if (pointer) {
			int x, y;
			gdk_device_get_position(pointer, NULL, &x, &y);
			monitor = gdk_display_get_monitor_at_point(display, x, y);
		}
	}
	*area = (GdkRectangle){0, 0, 1024, 768};
	if (!monitor)
		monitor = gdk_display_get_primary_monitor(display);
	if (!monitor)
		monitor = gdk_display_get_monitor(display, 0);
	if (monitor)
		gdk_monitor_get_workarea(monitor, area);
}

// em is the height of the window's text in pixels: the one measure that
// follows the font, the text scale and the resolution.
static double em(view *v) {
	PangoContext *context = gtk_widget_get_pango_context(v->window);
	PangoFontDescription *font = pango_context_get_font_description(context);
	double size = (double)pango_font_description_get_size(font) / PANGO_SCALE;
	if (!pango_font_description_get_size_is_absolute(font))
		size *= pango_cairo_context_get_resolution(context) / 72;
	return size > 4 ? size : 13;
}

enum { FRAME = 64 }; // what a title bar and a little air take

// view_keep moves the window up when it reaches below the screen: its page
// grew, or the window manager put it where a smaller page had been. It tells
// whether it did.
bool view_keep(view *v) {
	if (!GDK_IS_X11_DISPLAY(gtk_widget_get_display(v->window)))
		return false;
	GdkRectangle area;
	GtkRequisition window;
	int x, y;
	work_area(v, &area);
	gtk_widget_get_preferred_size(v->window, NULL, &window);
	gtk_window_get_position(GTK_WINDOW(v->window), &x, &y);
	int lowest = area.y + area.height - window.height - FRAME / 2;
	if (y <= lowest || lowest < area.y)
		return false;
	gtk_window_move(GTK_WINDOW(v->window), x, lowest);
	return true;
}

// view_fit sizes the column by the text and the screen: wide enough for
// lines that read well, never so high that the buttons leave the screen.
void view_fit(view *v) {
	GdkRectangle area;
	v->grown = false;
	work_area(v, &area);
	double size = em(v);
	int width = CLAMP((int)(size * 36), 300, MAX(300, area.width - 16));
	column_set_width(v->column, width);
	int icon = size * 1.7;
	gtk_widget_set_size_request(v->devices[VG_CAMERA].icon, icon, icon);
	gtk_widget_set_size_request(v->devices[VG_MICROPHONE].icon, icon, icon);
	gtk_widget_set_size_request(v->open_icon, icon, icon);

	head_fit(v, size);
	part_open_fit(v, width, size);

	// Buttons that do not fit beside each other stand on each other.
	int natural, height;
	gtk_orientable_set_orientation(GTK_ORIENTABLE(v->buttons), GTK_ORIENTATION_HORIZONTAL);
	gtk_widget_get_preferred_width(v->buttons, NULL, &natural);
	bool stack = natural > width;
	if (stack)
		gtk_orientable_set_orientation(GTK_ORIENTABLE(v->buttons), GTK_ORIENTATION_VERTICAL);
	gtk_widget_set_halign(v->buttons, stack ? GTK_ALIGN_FILL : GTK_ALIGN_END);
	gtk_widget_get_preferred_height_for_width(v->buttons, width, NULL, &height);
	int most = MAX(120, area.height - FRAME - height), content;
	gtk_widget_get_preferred_height(v->column, NULL, &content);
	// Automatic bars would take their width from pages that need none.
	gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(v->scroller), GTK_POLICY_NEVER,
	                               content > most ? GTK_POLICY_ALWAYS : GTK_POLICY_NEVER);
	gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(v->scroller), content > most ? most : -1);

	if (gtk_widget_get_visible(v->window))
		view_keep(v);
}

// forget_use takes away what GTK left on the window of the last time it was
// used. A window manager would take that for the age of the click that brings
// the window now, and show it behind what was used since.
static void forget_use(view *v) {
	GdkWindow *window = gtk_widget_get_window(v->window);
	if (!GDK_IS_X11_WINDOW(window))
		return;
	static const char *names[] = {"_NET_WM_USER_TIME", "_NET_STARTUP_ID"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		XDeleteProperty(GDK_WINDOW_XDISPLAY(window), GDK_WINDOW_XID(window),
		                gdk_x11_get_xatom_by_name_for_display(gdk_window_get_display(window), names[i]));
}

void vg_show(view *v, const char *startup_id) {
	GtkWindow *window = GTK_WINDOW(v->window);
	if (!gtk_widget_get_visible(v->window)) {
		forget_use(v);
		GdkRectangle area;
		GtkRequisition size;
		work_area(v, &area);
		gtk_widget_get_preferred_size(v->window, NULL, &size);
		gtk_window_move(window, area.x + MAX(0, (area.width - size.width) / 2),
		                area.y + MAX(0, (area.height - size.height - FRAME / 2) / 2));
	} else if (GDK_IS_X11_WINDOW(gtk_widget_get_window(v->window))) {
		gdk_x11_window_move_to_current_desktop(gtk_widget_get_window(v->window));
	}
	if (v->safe)
		gtk_widget_grab_focus(v->safe);
	else
		gtk_window_set_focus(window, NULL);
	input_shown(v);
	if (startup_id[0])
		gtk_window_set_startup_id(window, startup_id);
	gtk_window_present(window);
	// GTK hides the ring as it maps a window until a key is pressed.
	gtk_window_set_focus_visible(window, TRUE);
	// Not when the main loop comes round to it: it may have other work first.
	gdk_display_flush(gtk_widget_get_display(v->window));
}

void vg_raise(view *v, const char *startup_id) {
	GtkWindow *window = GTK_WINDOW(v->window);
	if (GDK_IS_X11_WINDOW(gtk_widget_get_window(v->window)))
		gdk_x11_window_move_to_current_desktop(gtk_widget_get_window(v->window));
	gtk_window_set_startup_id(window, startup_id);
	gtk_window_present(window);
	input_urge(v);
}

void vg_hide(view *v) {
	v->page = 0;
	input_hidden(v);
	gtk_window_set_urgency_hint(GTK_WINDOW(v->window), FALSE);
	gtk_widget_hide(v->window);
}

static void on_text(GtkClipboard *clipboard G_GNUC_UNUSED, const gchar *text, gpointer data) {
	vgClipboard((uintptr_t)data, (char *)text, text ? (int)strnlen(text, VG_CLIPBOARD + 1) : 0);
}

void vg_clipboard_read(uintptr_t handle) {
	gtk_clipboard_request_text(gtk_clipboard_get(GDK_SELECTION_CLIPBOARD), on_text, (gpointer)handle);
}

void vg_clipboard_write(const char *text, int length) {
	GtkClipboard *clipboard = gtk_clipboard_get(GDK_SELECTION_CLIPBOARD);
	gtk_clipboard_set_text(clipboard, text, length);
	// A clipboard service, where there is one, keeps it when we end.
	gtk_clipboard_set_can_store(clipboard, NULL, 0);
}
