//go:build linux && cgo

// What the person does: keys, pointer, and what the window system says of
// the window.
#include "window.h"

#include <gdk/gdkx.h>
#include <string.h>

static bool bit(const guint8 *set, guint16 key) { return key < KEYCODES && (set[key / 8] >> (key % 8)) & 1; }

static void mark(guint8 *set, guint16 key, bool on) {
	if (key >= KEYCODES)
		return;
	if (on)
		set[key / 8] |= 1 << (key % 8);
	else
		set[key / 8] &= ~(1 << (key % 8));
}

// stale_keys marks every key that is down now: it was pressed for something
// else. On Wayland a key that was down brings no press event, and repeats are
// made only from presses, so there is nothing to ask.
static void stale_keys(view *v) {
	for (guint i = 0; i < sizeof v->stale; i++)
		v->stale[i] |= v->down[i];
	GdkDisplay *display = gtk_widget_get_display(v->window);
	if (GDK_IS_X11_DISPLAY(display)) {
		char keys[32];
		XQueryKeymap(GDK_DISPLAY_XDISPLAY(display), keys);
		for (guint i = 0; i < sizeof keys; i++)
			v->stale[i] |= (guint8)keys[i];
	}
}

static bool presses(guint keyval) {
	switch (keyval) {
	case GDK_KEY_Return:
	case GDK_KEY_KP_Enter:
	case GDK_KEY_ISO_Enter:
	case GDK_KEY_space:
	case GDK_KEY_KP_Space:
		return true;
	}
	return false;
}

// page_keys scroll a page that is longer than the screen; there may be
// nothing in it that takes the focus.
static bool page_keys(view *v, guint keyval) {
	GtkAdjustment *a = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(v->scroller));
	double page = gtk_adjustment_get_page_size(a), to = gtk_adjustment_get_value(a);
	if (gtk_adjustment_get_upper(a) <= page)
		return false;
	switch (keyval) {
	case GDK_KEY_Page_Up:
	case GDK_KEY_KP_Page_Up:
		to -= page * 0.9;
		break;
	case GDK_KEY_Page_Down:
	case GDK_KEY_KP_Page_Down:
		to += page * 0.9;
		break;
	default:
		return false;
	}
	gtk_adjustment_set_value(a, to);
	return true;
}

static gboolean on_key_press(GtkWidget *window G_GNUC_UNUSED, GdkEventKey *event, view *v) {
	guint16 key = event->hardware_keycode;
	bool held = bit(v->down, key) || bit(v->stale, key) ||
	            // A server without detectable auto-repeat sends a release and
	            // a press of one moment.
	            (event->time && event->time == v->released_at && key == v->released);
	mark(v->down, key, true);
	v->keep = false;
	v->typed = true;
	v->key_at = g_get_monotonic_time();
	view_emit(v, VG_TOUCHED, NULL, 0, false);
	if (event->keyval == GDK_KEY_Escape) {
		if (!held)
			view_emit(v, VG_DISMISSED, NULL, 0, false);
		return TRUE;
	}
	if (presses(event->keyval))
		return held;
	return page_keys(v, event->keyval);
}

static gboolean on_key_release(GtkWidget *window G_GNUC_UNUSED, GdkEventKey *event, view *v) {
	mark(v->down, event->hardware_keycode, false);
	mark(v->stale, event->hardware_keycode, false);
	v->released = event->hardware_keycode;
	v->released_at = event->time;
	return FALSE;
}

// by_pointer tells that the last input was the pointer's. A button takes a
// quarter of a second to act on a key, so that a key counts on for twice that.
static void by_pointer(view *v) {
	if (g_get_monotonic_time() - v->key_at > G_USEC_PER_SEC / 2)
		v->typed = false;
}

static void on_press(GtkGesture *gesture G_GNUC_UNUSED, int n G_GNUC_UNUSED, double x G_GNUC_UNUSED,
                     double y G_GNUC_UNUSED, view *v) {
	v->keep = false;
	by_pointer(v);
	view_emit(v, VG_TOUCHED, NULL, 0, false);
}

static void on_scrolled(GtkEventControllerScroll *scroll G_GNUC_UNUSED, double dx G_GNUC_UNUSED,
                        double dy G_GNUC_UNUSED, view *v) {
	by_pointer(v);
	view_emit(v, VG_TOUCHED, NULL, 0, false);
}

static gboolean on_delete(GtkWidget *window G_GNUC_UNUSED, GdkEvent *event G_GNUC_UNUSED, view *v) {
	v->typed = false;
	view_emit(v, VG_DISMISSED, NULL, 0, false);
	return TRUE;
}

static gboolean urge(gpointer data) {
	view *v = data;
	v->urge = 0;
	if (v->page && !v->focused)
		gtk_window_set_urgency_hint(GTK_WINDOW(v->window), TRUE);
	return G_SOURCE_REMOVE;
}

// input_urge asks for attention in a moment if the focus does not come. One
// shot, and only while a page waits for its focus.
void input_urge(view *v) {
	if (v->page && !v->focused && !v->urge)
		v->urge = g_timeout_add(400, urge, v);
}

// say_focus says whether the person can see and use the window: a window that
// is wholly covered by others has no eyes on it, whatever has the focus.
static void say_focus(view *v) {
	bool focused = v->active && v->visibility != GDK_VISIBILITY_FULLY_OBSCURED;
	if (!v->mapped || v->focused == focused)
		return;
	v->focused = focused;
	if (focused)
		gtk_window_set_urgency_hint(GTK_WINDOW(v->window), FALSE);
	view_emit(v, focused ? VG_FOCUSED : VG_BLURRED, NULL, 0, false);
}

static void say_mapped(view *v) {
	if (!v->page || v->mapped)
		return;
	v->mapped = true;
	view_emit(v, VG_MAPPED, NULL, 0, false);
	if (v->keep && view_keep(v))
		v->keep = false;
	v->active = gtk_window_has_toplevel_focus(GTK_WINDOW(v->window));
	say_focus(v);
	input_urge(v);
}

static gboolean on_map(GtkWidget *window G_GNUC_UNUSED, GdkEvent *event G_GNUC_UNUSED, view *v) {
	say_mapped(v);
	return FALSE;
}

static gboolean on_focus(GtkWidget *window G_GNUC_UNUSED, GdkEventFocus *event, view *v) {
	if (event->in)
		stale_keys(v);
	else
		memset(v->down, 0, sizeof v->down);
	v->active = event->in;
	say_focus(v);
	return FALSE;
}

// Something came over the window or went from it: what is shown is not what
// was shown, and a click may have been meant for what was there. Wayland and
// compositing window managers do not tell.
static gboolean on_visibility(GtkWidget *window G_GNUC_UNUSED, GdkEventVisibility *event, view *v) {
	if (v->visibility == (int)event->state)
		return FALSE;
	v->visibility = event->state;
	if (v->mapped)
		view_emit(v, VG_MOVED, NULL, 0, false);
	say_focus(v);
	return FALSE;
}

static gboolean on_configure(GtkWidget *window G_GNUC_UNUSED, GdkEventConfigure *event, view *v) {
	bool moved = v->placed && (event->x != v->x || event->y != v->y || event->width != v->width || event->height != v->height);
	v->x = event->x;
	v->y = event->y;
	v->width = event->width;
	v->height = event->height;
	v->placed = true;
	// Once a page, and not after the person has begun to use the window: it
	// may be moved wherever they like.
	if (v->keep && v->mapped && view_keep(v))
		v->keep = false;
	if (moved && v->mapped)
		view_emit(v, VG_MOVED, NULL, 0, false);
	return FALSE;
}

void input_shown(view *v) {
	memset(v->stale, 0, sizeof v->stale);
	stale_keys(v);
	v->mapped = false;
	v->focused = false;
	v->typed = false;
	v->keep = true;
	// A page that follows another in the window is on the screen at once.
	if (gtk_widget_get_mapped(v->window))
		say_mapped(v);
	else
		v->placed = false;
}

void input_hidden(view *v) {
	v->mapped = v->focused = v->active = v->placed = false;
	v->visibility = GDK_VISIBILITY_UNOBSCURED;
	memset(v->down, 0, sizeof v->down);
	if (v->urge) {
		g_source_remove(v->urge);
		v->urge = 0;
	}
}

void input_connect(view *v) {
	gtk_widget_add_events(v->window, GDK_KEY_PRESS_MASK | GDK_KEY_RELEASE_MASK | GDK_FOCUS_CHANGE_MASK | GDK_STRUCTURE_MASK |
	                                     GDK_VISIBILITY_NOTIFY_MASK);
	g_signal_connect(v->window, "key-press-event", G_CALLBACK(on_key_press), v);
	g_signal_connect(v->window, "key-release-event", G_CALLBACK(on_key_release), v);
	g_signal_connect(v->window, "delete-event", G_CALLBACK(on_delete), v);
	g_signal_connect(v->window, "map-event", G_CALLBACK(on_map), v);
	g_signal_connect(v->window, "focus-in-event", G_CALLBACK(on_focus), v);
	g_signal_connect(v->window, "focus-out-event", G_CALLBACK(on_focus), v);
	g_signal_connect(v->window, "visibility-notify-event", G_CALLBACK(on_visibility), v);
	g_signal_connect(v->window, "configure-event", G_CALLBACK(on_configure), v);

	GtkGesture *press = gtk_gesture_multi_press_new(v->window);
	gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(press), 0);
	gtk_event_controller_set_propagation_phase(GTK_EVENT_CONTROLLER(press), GTK_PHASE_CAPTURE);
	g_signal_connect(press, "pressed", G_CALLBACK(on_press), v);
	GtkEventController *scroll = gtk_event_controller_scroll_new(v->window, GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
	gtk_event_controller_set_propagation_phase(scroll, GTK_PHASE_CAPTURE);
	g_signal_connect(scroll, "scroll", G_CALLBACK(on_scrolled), v);
}
